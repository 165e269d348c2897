import { answerAction, checkControllerOperation } from "#lib/server/api/actions.ts";
import { rpcCodes, rpcError } from "#lib/server/api/json-rpc.ts";
import { serve } from "#lib/server/api/serve.ts";
import { JsonFault } from "#lib/server/api/strict-json.ts";

/** Questions to the register that nobody needs a token for. */
export const POST = serve(checkControllerOperation, async ({ event, path }) => {
  try {
    return await answerAction(path.did, event.request);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { message, remedy } = error;
    return Response.json(rpcError(null, rpcCodes.parse, message, { remedy }), { status: 400 });
  }
});

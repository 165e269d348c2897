import { JsonFault } from "@foedus/client";

import { jsonBody } from "#lib/server/api/json-body.ts";
import { rpcCodes, rpcError } from "#lib/server/api/json-rpc.ts";
import { askLedger } from "#lib/server/api/ledger.ts";
import { endpoints } from "#lib/server/endpoints.ts";
import { tooManyRequests } from "#lib/server/limits.ts";

import type { RequestHandler } from "./$types";

/** EBSI's way to the node, with the methods that this server passes on. */
export const POST: RequestHandler = async (event) => {
  const refused = tooManyRequests(event);
  if (refused) return refused;
  try {
    const read = await jsonBody(event.request);
    return read instanceof Response ? read : await askLedger((await endpoints()).rpc, read.value);
  } catch (error) {
    if (!(error instanceof JsonFault)) throw error;
    const { message, remedy } = error;
    return Response.json(rpcError(null, rpcCodes.parse, message, { remedy }), { status: 400 });
  }
};

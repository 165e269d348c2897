import * as z from "zod";

import { actsFor, didRegistryOf, type DidRegistryVersion } from "./did-registry.ts";
import { jsonBody } from "./json-body.ts";
import {
  callShape,
  envelopeShape,
  idOf,
  rpcCodes,
  rpcError,
  rpcErrorShape,
  rpcResult,
  resultShape,
} from "./json-rpc.ts";
import { json, operation, problemAnswer, readProblems } from "./operation.ts";
import { address, did, problemShape } from "./shapes.ts";

function operationOf(version: DidRegistryVersion) {
  const { root, tag, suffix } = didRegistryOf(version);
  return operation({
    id: `checkController${suffix}`,
    method: "post",
    path: `${root}/identifiers/{did}/actions`,
    tag,
    summary: "Ask whether an account acts for a DID now.",
    description:
      "JSON-RPC 2.0; the one method is `checkController`. Nothing is written, and no token is needed.",
    pathParameters: z.object({ did }),
    body: callShape("checkController", address),
    answers: {
      ...readProblems,
      "200": json(
        resultShape(z.boolean()),
        "Whether it does; false for a DID that is not registered.",
      ),
      "400": {
        description: "The question cannot be understood.",
        content: {
          "application/json": rpcErrorShape,
          "application/problem+json": problemShape,
        },
      },
      "413": problemAnswer("The request is too large."),
      "415": problemAnswer("The request is not marked as JSON."),
    },
  });
}

export const checkControllerOperations = { v5: operationOf("v5"), v6: operationOf("v6") } as const;

const parameters = z.array(address).length(1);

/** @throws JsonFault */
export async function answerAction(did: string, request: Request): Promise<Response> {
  const read = await jsonBody(request);
  if (read instanceof Response) return read;
  const refuse = (code: number, message: string, remedy: string) =>
    Response.json(rpcError(idOf(read.value), code, message, { remedy }), { status: 400 });
  const envelope = envelopeShape.safeParse(read.value);
  if (!envelope.success)
    return refuse(
      rpcCodes.invalidRequest,
      "The call is no JSON-RPC.",
      'Send {"jsonrpc": "2.0", "method": "checkController", "params": ["0x…"], "id": 1}.',
    );
  const { id, method, params } = envelope.data;
  if (method !== "checkController")
    return refuse(rpcCodes.methodNotFound, `There is no method ${method}.`, "Use checkController.");
  const [account] = parameters.safeParse(params).data ?? [];
  if (account === undefined)
    return refuse(
      rpcCodes.invalidParams,
      "The parameter address is not valid.",
      "Give params as a list of one address: 0x and 40 hexadecimal digits.",
    );
  return Response.json(rpcResult(id, await actsFor(did, account)), {
    headers: { "cache-control": "no-store" },
  });
}

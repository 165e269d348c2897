import * as z from "zod";

/** JSON-RPC 2.0, as EBSI's interfaces speak it. */

export type RpcId = string | number | null;

/** Codes of JSON-RPC 2.0, and 3 of the nodes for what a contract refuses. */
export const rpcCodes = {
  parse: -32700,
  invalidRequest: -32600,
  methodNotFound: -32601,
  invalidParams: -32602,
  internal: -32603,
  server: -32000,
  reverted: 3,
} as const;

const idShape = z
  .union([z.string().max(256), z.int()])
  .nullable()
  .describe("Comes back with the answer.");

/** In answers it may be of a call that was refused for it. */
const answeredId = z.union([z.string(), z.number()]).nullable();

export const envelopeShape = z.object({
  jsonrpc: z.literal("2.0"),
  method: z.string().min(1).max(100),
  params: z.array(z.unknown()).max(100).optional(),
  id: idShape,
});

/** A call of one method, whose parameters come as one object in a list. */
export function callShape(method: string, parameters: z.ZodType) {
  return z.strictObject({
    jsonrpc: z.literal("2.0"),
    method: z.literal(method),
    params: z.array(parameters).length(1),
    id: idShape,
  });
}

export const rpcErrorShape = z
  .strictObject({
    jsonrpc: z.literal("2.0"),
    id: answeredId,
    error: z.strictObject({
      code: z.int(),
      message: z.string(),
      data: z
        .looseObject({
          parameter: z.string().optional().describe("Which parameter is not valid."),
          error: z.string().optional().describe("Name of the contract's error."),
          remedy: z.string().optional().describe("What to do about it."),
        })
        .optional(),
    }),
  })
  .meta({ id: "JsonRpcError", description: "A call that was refused." });

export function resultShape(result: z.ZodType) {
  return z.strictObject({ jsonrpc: z.literal("2.0"), id: answeredId, result });
}

export interface RpcErrorData {
  parameter?: string;
  error?: string;
  values?: readonly { name: string; value: string }[];
  remedy?: string;
}

export interface RpcErrorAnswer {
  jsonrpc: "2.0";
  id: RpcId;
  error: { code: number; message: string; data?: RpcErrorData };
}

export function rpcError(
  id: RpcId,
  code: number,
  message: string,
  data?: RpcErrorData,
): RpcErrorAnswer {
  return { jsonrpc: "2.0", id, error: { code, message, ...(data ? { data } : {}) } };
}

export function rpcResult(id: RpcId, result: unknown) {
  return { jsonrpc: "2.0", id, result } as const;
}

/** What of an id can be given back, of whatever came. */
export function idOf(call: unknown): RpcId {
  const id = (call as { id?: unknown } | null)?.id;
  return typeof id === "string" || Number.isSafeInteger(id) ? (id as string | number) : null;
}

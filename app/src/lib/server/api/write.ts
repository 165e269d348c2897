import { JsonFault, type Scope } from "@foedus/client";
import type { RequestHandler } from "@sveltejs/kit";
import { BaseError, type Hex, RpcError, RpcRequestError } from "viem";
import * as z from "zod";

import { failureOf } from "#lib/chain/failure.ts";

import { AccessRefused } from "../access-refused.ts";
import { tooManyWrites } from "../limits.ts";
import { requireScope } from "../require-scope.ts";
import { sources } from "../sources.ts";
import { actsFor } from "./did-registry.ts";
import { jsonBody } from "./json-body.ts";
import {
  callShape,
  envelopeShape,
  idOf,
  rpcCodes,
  rpcError,
  rpcErrorShape,
  type RpcId,
  rpcResult,
  resultShape,
} from "./json-rpc.ts";
import { json, operation, problemAnswer } from "./operation.ts";
import { Problem, problemOf } from "./problem-of.ts";
import {
  type ContractCall,
  ParameterFault,
  type RpcMethod,
  type WriteService,
} from "./rpc-method.ts";
import {
  buildTransaction,
  checkSigned,
  signedShape,
  transactionHash,
  unsignedShape,
} from "./transactions.ts";

const sendMethod = "sendSignedTransaction";

/** What `/openapi.json` says of a registry's side for writing. */
export function writeOperation(service: WriteService) {
  const calls = service.methods.map(({ name, parameters }) => callShape(name, parameters));
  const methods = service.methods
    .map(({ name, scopes }) => `\`${name}\` (${scopes.join(" or ")})`)
    .join(", ");
  return operation({
    id: service.id,
    method: "post",
    path: service.path,
    tag: service.tag,
    summary: "Build a transaction that the client signs, or send a signed one.",
    description: `JSON-RPC 2.0. A token of one of the scopes opens a method: ${methods}. What the contracts would refuse is refused when it is built, with their reason. \`${sendMethod}\` takes what was built here, signed, with a token for what it does.`,
    body: z.discriminatedUnion("method", [callShape(sendMethod, signedShape), ...calls]),
    token: true,
    answers: {
      "200": json(
        z.union([resultShape(unsignedShape), resultShape(transactionHash)]),
        "The transaction to sign, or the hash of the one that was sent.",
      ),
      "400": json(rpcErrorShape, "The call cannot be understood, or the contracts refuse it."),
      "401": problemAnswer("There is no token, or it does not count."),
      "403": problemAnswer("The token is for something else, or for another entity."),
      "413": problemAnswer("The request is too large."),
      "415": problemAnswer("The request is not marked as JSON."),
      "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
      "503": problemAnswer("The chain gives no answer now."),
    },
  });
}

/** The handler of a registry's side for writing. */
export function serveWrites(service: WriteService): RequestHandler {
  return async (event) => {
    const refused = tooManyWrites(event);
    if (refused) return refused;
    try {
      const read = await jsonBody(event.request);
      if (read instanceof Response) return read;
      return await answerCall(service, event.request, read.value);
    } catch (error) {
      if (error instanceof JsonFault)
        return refusal(null, rpcCodes.parse, error.message, { remedy: error.remedy });
      return problemOf(error, `POST ${service.path}`);
    }
  };
}

async function answerCall(
  service: WriteService,
  request: Request,
  value: unknown,
): Promise<Response> {
  const envelope = envelopeShape.safeParse(value);
  if (!envelope.success) {
    const name = envelope.error.issues[0]?.path.join(".") ?? "";
    return refusal(idOf(value), rpcCodes.invalidRequest, `${name || "The call"} is not valid.`, {
      ...(name === "" ? {} : { parameter: name }),
      remedy: 'Send {"jsonrpc": "2.0", "method": "…", "params": [{…}], "id": 1}.',
    });
  }
  const { id, method: name, params = [] } = envelope.data;
  const method = service.methods.find((known) => known.name === name);
  if (method === undefined && name !== sendMethod)
    return refusal(id, rpcCodes.methodNotFound, `There is no method ${name}.`, {
      remedy: `Use one of ${[...service.methods.map(({ name }) => name), sendMethod].join(", ")}.`,
    });
  try {
    const access = await requireScope(request, method?.scopes ?? scopesOf(service));
    const result =
      method === undefined
        ? await send(service, read(signedShape, params), access)
        : await build(service, method, read(method.parameters, params), access);
    return Response.json(rpcResult(id, result), { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return refusalOf(error, id, service);
  }
}

interface Access {
  sub: string;
  scope: Scope;
}

function scopesOf({ methods }: WriteService): Scope[] {
  return [...new Set(methods.flatMap(({ scopes }) => scopes))];
}

/** The one object of parameters of a call. */
function read<Shape extends z.ZodType>(shape: Shape, params: readonly unknown[]): z.output<Shape> {
  if (params.length !== 1)
    throw new ParameterFault(
      "params",
      "The call has not one object of parameters.",
      "Give params as a list of one object.",
    );
  const result = shape.safeParse(params[0]);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const unknown = issue?.code === "unrecognized_keys" ? issue.keys[0] : undefined;
  const name = [...(issue?.path ?? []), ...(unknown === undefined ? [] : [unknown])].join(".");
  if (unknown !== undefined)
    throw new ParameterFault(name, `There is no parameter ${name}.`, "Leave it out.");
  throw new ParameterFault(
    name === "" ? "params" : name,
    `The parameter ${name === "" ? "params" : name} is not valid.`,
    issue?.message ?? "See /openapi.json.",
  );
}

async function build(
  service: WriteService,
  method: RpcMethod,
  parameters: Record<string, unknown>,
  access: Access,
) {
  const { contract, functionName } = method;
  const args = await method.args(parameters);
  await method.check?.(args);
  requireOwn(method, args, access);
  const { chain, deployment } = await sources();
  return buildTransaction(chain, deployment.addresses, service.abis, parameters["from"] as Hex, {
    contract,
    functionName,
    args,
  });
}

async function send(
  service: WriteService,
  signed: z.output<typeof signedShape>,
  access: Access,
): Promise<Hex> {
  const { chain, deployment } = await sources();
  const { signer, call } = await checkSigned(
    signed,
    deployment.chainId,
    deployment.addresses,
    service,
  );
  await requireRight(service, call, signer, access);
  return chain.sendRawTransaction({ serializedTransaction: signed.signedRawTransaction as Hex });
}

/** Whether a token opens what a transaction does, and the transaction is one that could have been built here. */
async function requireRight(
  service: WriteService,
  { contract, functionName, args }: ContractCall,
  signer: Hex,
  access: Access,
): Promise<void> {
  const methods = service.methods.filter(
    (method) => method.contract === contract && method.functionName === functionName,
  );
  const [method] = methods;
  if (method === undefined)
    throw new ParameterFault(
      "unsignedTransaction.data",
      "The transaction calls something that is not built here.",
      `Sign a transaction that ${service.path} has built.`,
    );
  if (!method.scopes.includes(access.scope))
    throw forbidden(
      `The access token is for ${access.scope}, and the transaction is a ${method.name}.`,
      `Get one for the scope ${method.scopes.join(" or ")} at /authorisation/v5/token.`,
    );
  requireOwn(method, args, access);
  // Who is invited is in no register yet: the contract asks for the key itself.
  if (!isInvitation(access.scope) && !(await actsFor(access.sub, signer)))
    throw forbidden(
      `The account ${signer} does not act for ${access.sub}.`,
      "Sign with an account that has a valid relationship capabilityInvocation in the document of the token's DID, or of one of its controllers.",
    );
  await method.check?.(args);
}

/** An invitation is for the entity that was invited. */
function requireOwn(method: RpcMethod, args: readonly unknown[], access: Access): void {
  if (!isInvitation(access.scope)) return;
  if (method.subject?.(args) !== access.sub)
    throw forbidden(
      `The access token invites ${access.sub}, and nobody else.`,
      "Give this DID, or get a token with the scope to write.",
    );
}

function isInvitation(scope: Scope): boolean {
  return scope.endsWith("_invite");
}

function forbidden(message: string, remedy: string): AccessRefused {
  return new AccessRefused(403, message, remedy, 'error="insufficient_scope"');
}

function refusal(
  id: RpcId,
  code: number,
  message: string,
  data: Parameters<typeof rpcError>[3],
): Response {
  return Response.json(rpcError(id, code, message, data), {
    status: 400,
    headers: { "cache-control": "no-store" },
  });
}

/** Faults of the caller and refusals of the contracts are answers to the call; anything else is not. */
function refusalOf(error: unknown, id: RpcId, { path }: WriteService): Response {
  if (error instanceof AccessRefused) return error.response();
  if (error instanceof ParameterFault)
    return refusal(id, rpcCodes.invalidParams, error.message, {
      parameter: error.parameter,
      remedy: error.remedy,
    });
  if (error instanceof Problem)
    return refusal(id, rpcCodes.server, error.message, { remedy: error.remedy });
  const failure = failureOf(error);
  switch (failure.kind) {
    case "refused": {
      const { error: name, values, notice, remedy } = failure;
      return refusal(id, rpcCodes.reverted, notice, { error: name, values, remedy });
    }
    case "refused-otherwise":
      return refusal(id, rpcCodes.reverted, `A contract refuses: ${failure.text}`, {
        remedy: "Check the parameters against what is registered.",
      });
    case "funds":
      return refusal(id, rpcCodes.server, "The account cannot pay for the transaction.", {
        remedy: "Put funds on the account: this chain has a price of gas.",
      });
    case "other":
      if (isOfNode(error))
        return refusal(id, rpcCodes.server, `The node refuses: ${failure.text.slice(0, 300)}`, {
          remedy: "Build the transaction again, sign it and send it once.",
        });
      return problemOf(error, `POST ${path}`);
    default:
      return problemOf(error, `POST ${path}`);
  }
}

/** Whether a node said it, and not this server. */
function isOfNode(error: unknown): boolean {
  return (
    error instanceof BaseError &&
    error.walk((cause) => cause instanceof RpcRequestError || cause instanceof RpcError) !== null
  );
}

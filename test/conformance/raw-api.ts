import assert from "node:assert/strict";

import type { Scope } from "@foedus/client";
import { type Address, type Hex, numberToHex, parseTransaction } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

/** Status and JSON of an answer. */
export interface Answer {
  status: number;
  type: string | null;
  /** What `WWW-Authenticate` says of the token. */
  challenge?: string | null;
  body: Record<string, unknown>;
}

/** A transaction as the API builds it. */
interface Unsigned {
  from: Address;
  to: Address;
  data: Hex;
  value: Hex;
  nonce: Hex;
  chainId: Hex;
  gasLimit: Hex;
  gasPrice: Hex;
}

export async function answerOf(response: Response): Promise<Answer> {
  return {
    status: response.status,
    type: response.headers.get("content-type"),
    challenge: response.headers.get("www-authenticate"),
    body: (await response.json()) as Record<string, unknown>,
  };
}

/** A call of JSON-RPC as it is, whatever the client side thinks of it. */
export async function call(
  registry: string,
  token: string,
  method: string,
  parameters: object,
): Promise<Answer> {
  const response = await fetch(`${registry}/jsonrpc`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${token}` },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params: [parameters] }),
  });
  return answerOf(response);
}

/** A built transaction with its signature, as `sendSignedTransaction` takes it. */
export async function signed(
  { status, body }: Answer,
  account: PrivateKeyAccount,
): Promise<object> {
  assert.equal(status, 200, JSON.stringify(body));
  const unsigned = body["result"] as Unsigned;
  const signedRawTransaction = await account.signTransaction({
    type: "legacy",
    to: unsigned.to,
    data: unsigned.data,
    nonce: Number(unsigned.nonce),
    chainId: Number(unsigned.chainId),
    gas: BigInt(unsigned.gasLimit),
    gasPrice: BigInt(unsigned.gasPrice),
  });
  const { r, s, yParity = 0, chainId = 0 } = parseTransaction(signedRawTransaction);
  const v = numberToHex(chainId * 2 + 35 + yParity);
  return { protocol: "eth", unsignedTransaction: unsigned, r, s, v, signedRawTransaction };
}

/** The form with which any client asks for a token. */
export function tokenForm(scope: Scope, vp: string): URLSearchParams {
  const id = `${scope}_credential`;
  const path_nested = { id, format: "jwt_vc", path: "$.vp.verifiableCredential[0]" };
  return new URLSearchParams({
    grant_type: "vp_token",
    scope: `openid ${scope}`,
    vp_token: vp,
    presentation_submission: JSON.stringify({
      id: "submission",
      definition_id: `${scope}_presentation`,
      descriptor_map: scope.endsWith("_invite")
        ? [{ id, format: "jwt_vp", path: "$", path_nested }]
        : [],
    }),
  });
}

/** Asks for a token as any client does: by a form, without the header Origin. */
export async function askToken(authorisation: string, scope: Scope, vp: string): Promise<Answer> {
  const response = await fetch(`${authorisation}/token`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: tokenForm(scope, vp).toString(),
  });
  return answerOf(response);
}

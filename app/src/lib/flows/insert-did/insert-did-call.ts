import {
  createEbsiDid,
  didContexts,
  encodeRegisterCall,
  jwkFromPublicKey,
  registerCall,
  thumbprint,
} from "@foedus/client";
import { type Hex, hashTypedData, hexToBytes, recoverPublicKey } from "viem";
import { publicKeyToAddress } from "viem/utils";

import type { Call, Statement } from "#lib/chain/connections.ts";

/** A DID that nobody has. */
export const newDid = (): string => createEbsiDid();

/** What a wallet signs so that its public key is known: a wallet tells its account alone. It opens nothing. */
export function keyStatement(did: string, chainId: number): Statement {
  return {
    domain: { name: "Foedus", version: "1", chainId },
    types: {
      FirstKey: [
        { name: "did", type: "string" },
        { name: "purpose", type: "string" },
      ],
    },
    primaryType: "FirstKey",
    message: { did, purpose: "Show the public key that is to stand in the document of this DID." },
  };
}

/** The public key that signed the statement; null where it is not the account's own, for instance because the account has code. */
export async function keyOf(
  statement: Statement,
  signature: Hex,
  account: Hex,
): Promise<Hex | null> {
  try {
    const hash = hashTypedData(statement as Parameters<typeof hashTypedData>[0]);
    const publicKey = await recoverPublicKey({ hash, signature });
    return publicKeyToAddress(publicKey).toLowerCase() === account.toLowerCase() ? publicKey : null;
  } catch {
    return null;
  }
}

/**
 * The call that inserts a document with this key as its first.
 * @param publicKey 65 bytes of an uncompressed point.
 * @param period Seconds since 1970.
 */
export function insertDidCall(
  register: Hex,
  did: string,
  publicKey: Hex,
  { from, until }: { from: number; until: number },
): Call {
  const id = thumbprint(jwkFromPublicKey("ES256K", hexToBytes(publicKey)));
  const base = JSON.stringify({ "@context": didContexts });
  const args = [did, base, id, publicKey, true, BigInt(from), BigInt(until)] as const;
  const data = encodeRegisterCall(registerCall("DidRegistry", "insertDidDocument", args));
  return { to: register, data };
}

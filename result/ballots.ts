import { createPublicKey, verify as verifySignature } from "node:crypto";

import { p256 } from "@noble/curves/p256";
import {
  decodeAbiParameters,
  decodeFunctionData,
  hashTypedData,
  hexToBytes,
  numberToHex,
  parseAbiParameters,
  recoverAddress,
  sha256,
  size,
  slice,
  stringToBytes,
} from "viem";

import { councilAbi } from "../generated/contracts/Council.ts";
import { keyOf, memberBallotTypedData } from "../generated/typed-data.ts";
import type { Ballot, Hex, Statement, Vote } from "./package.ts";
import { supports } from "./package.ts";

/** The signed ballot of a vote in the calldata of the transaction that brought it; null where there is none. */
export function ballotIn(
  input: Hex,
  { member, support, reason, key }: Pick<Vote, "member" | "support" | "reason" | "key">,
): Ballot | null {
  try {
    const call = decodeFunctionData({ abi: councilAbi, data: input });
    if (call.functionName !== "castByBallot") return null;
    const [, ballots] = call.args;
    const found = ballots.find(
      (ballot) =>
        ballot.member.toLowerCase() === member &&
        supports[ballot.support] === support &&
        ballot.reason === reason &&
        keyOfSigner(ballot.signer) === key,
    );
    if (found === undefined) return null;
    const { signer, deadline, signature } = found;
    return { signer, deadline, signature };
  } catch {
    // No call of the Council.
    return null;
  }
}

/** The key under which the register knows a signer, in small letters as everything in a package. */
export const keyOfSigner = (signer: Hex): Hex => keyOf(signer).toLowerCase() as Hex;

/** Who a signature can be traced to without asking the chain. */
export type SignedBy = "account" | "P-256 key" | "passkey" | "RSA seal";

/** What a representative has signed. */
export function ballotDigest(
  { chain, body, proposal }: Statement,
  vote: Vote & { ballot: Ballot },
): Hex {
  return hashTypedData(
    memberBallotTypedData(body.name, chain.chainId, body.council, {
      proposalId: BigInt(proposal.id),
      actionHash: numberToHex(BigInt(proposal.id), { size: 32 }),
      support: supports.indexOf(vote.support),
      reason: vote.reason,
      member: vote.member,
      deadline: vote.ballot.deadline,
    }),
  );
}

/** What kind of key made the signature; undefined where none of those that can be checked offline did. */
export async function signedBy(
  { signer, signature }: Ballot,
  digest: Hex,
): Promise<SignedBy | undefined> {
  if (size(signer) === 20)
    return (await isByAccount(signer, digest, signature)) ? "account" : undefined;
  const key = slice(signer, 20);
  if (size(key) !== 64) return isBySeal(key, digest, signature) ? "RSA seal" : undefined;
  if (size(signature) === 64)
    return isByP256(key, hexToBytes(digest), signature) ? "P-256 key" : undefined;
  return isByPasskey(key, digest, signature) ? "passkey" : undefined;
}

async function isByAccount(signer: Hex, digest: Hex, signature: Hex): Promise<boolean> {
  try {
    return (await recoverAddress({ hash: digest, signature })).toLowerCase() === signer;
  } catch {
    // No point of the curve: the signature of a contract, or of nobody.
    return false;
  }
}

/** ECDSA on P-256 over a hash that is signed as it is. */
function isByP256(point: Hex, hash: Uint8Array, signature: Hex): boolean {
  try {
    return p256.verify(signature.slice(2), hash, `04${point.slice(2)}`, {
      prehash: false,
      lowS: true,
    });
  } catch {
    return false;
  }
}

const webAuthn = parseAbiParameters("bytes32, bytes32, uint256, uint256, bytes, string");

/** A passkey signs what its browser says of the challenge; the digest is the challenge. */
function isByPasskey(point: Hex, digest: Hex, signature: Hex): boolean {
  try {
    const [r, s, , , authenticatorData, clientDataJSON] = decodeAbiParameters(webAuthn, signature);
    const client = JSON.parse(clientDataJSON) as { type?: unknown; challenge?: unknown };
    const challenge = Buffer.from(digest.slice(2), "hex").toString("base64url");
    if (client.type !== "webauthn.get" || client.challenge !== challenge) return false;
    const userVerified = (Number(slice(authenticatorData, 32, 33)) & 0x04) !== 0;
    const clientHash = sha256(stringToBytes(clientDataJSON));
    const signed = sha256(`0x${authenticatorData.slice(2)}${clientHash.slice(2)}`);
    return userVerified && isByP256(point, hexToBytes(signed), `0x${r.slice(2)}${s.slice(2)}`);
  } catch {
    return false;
  }
}

function isBySeal(key: Hex, digest: Hex, signature: Hex): boolean {
  try {
    const [exponent, modulus] = decodeAbiParameters(parseAbiParameters("bytes, bytes"), key);
    const base64 = (value: Hex): string => Buffer.from(value.slice(2), "hex").toString("base64url");
    const publicKey = createPublicKey({
      format: "jwk",
      key: { kty: "RSA", e: base64(exponent), n: base64(modulus) },
    });
    return verifySignature("sha256", hexToBytes(digest), publicKey, hexToBytes(signature));
  } catch {
    return false;
  }
}

import { type Hex, hexToString, zeroAddress } from "viem";

import { shownBytes } from "./timestamp.ts";

/** What the register said about an identity, in the order in which it did. */
export type EthrEvent = { block: number; at: number; transaction: Hex } & (
  | { event: "owner"; owner: Hex }
  | { event: "delegate"; type: string; delegate: Hex; validTo: bigint }
  | { event: "attribute"; name: string; value: Hex; validTo: bigint }
);

/** What resolvers make of a delegate or an attribute. */
export type EthrPurpose = "authentication" | "assertion" | "agreement" | "service" | "none";

export interface EthrDelegate {
  type: string;
  delegate: Hex;
  purpose: EthrPurpose;
  /** Seconds since 1970, up to 2^256. */
  validTo: bigint;
}

export interface EthrAttribute {
  name: string;
  /** As text where it is one. */
  value: string;
  purpose: EthrPurpose;
  validTo: bigint;
}

export interface EthrIdentity {
  /** Who acts for it: itself unless it named another account; null once it named nobody, which ends it for good. */
  owner: Hex | null;
  delegates: EthrDelegate[];
  attributes: EthrAttribute[];
}

/** A text in 32 bytes, as ERC-1056 has types and names: up to the first zero. */
export function textOfWord(word: Hex): string {
  const end = word.slice(2).match(/../g)?.indexOf("00") ?? -1;
  const bytes: Hex = end === -1 ? word : `0x${word.slice(2, 2 + 2 * end)}`;
  return bytes === "0x" ? "" : hexToString(bytes);
}

/** DID of an address on a chain, as resolvers name it. */
export function ethrDid(chainId: number, address: string): string {
  return `did:ethr:0x${chainId.toString(16)}:${address}`;
}

/**
 * What holds of an identity at a time, by the rules of `ethr-did-resolver`: the last word about each delegate and attribute counts, up to
 * and including `validTo`, and nothing any more once an identity named nobody as its owner.
 */
export function resolveEthr(address: Hex, said: readonly EthrEvent[], now: number): EthrIdentity {
  let owner: Hex = address;
  const delegates = new Map<string, EthrDelegate>();
  const attributes = new Map<string, EthrAttribute>();
  for (const one of said) {
    switch (one.event) {
      case "owner":
        if (one.owner === zeroAddress) return { owner: null, delegates: [], attributes: [] };
        owner = one.owner;
        break;
      case "delegate": {
        const { type, delegate, validTo } = one;
        const key = `${type} ${delegate}`;
        // What is said anew stands where it stood, as in resolvers; what has ended loses its place.
        if (validTo < BigInt(now)) delegates.delete(key);
        else delegates.set(key, { type, delegate, purpose: purposeOfDelegate(type), validTo });
        break;
      }
      case "attribute": {
        const { name, validTo } = one;
        const key = `${name} ${one.value}`;
        if (validTo < BigInt(now)) attributes.delete(key);
        else
          attributes.set(key, {
            name,
            value: shownBytes(one.value) ?? "",
            purpose: purposeOfAttribute(name),
            validTo,
          });
        break;
      }
    }
  }
  return { owner, delegates: [...delegates.values()], attributes: [...attributes.values()] };
}

function purposeOfDelegate(type: string): EthrPurpose {
  if (type === "sigAuth") return "authentication";
  return type === "veriKey" ? "assertion" : "none";
}

function purposeOfAttribute(name: string): EthrPurpose {
  const [, section, , type] = /^did\/(pub|svc)\/(\w+)(?:\/(\w+))?(?:\/(\w+))?$/.exec(name) ?? [];
  if (section === undefined) return "none";
  if (section === "svc") return "service";
  if (type === "sigAuth") return "authentication";
  return type === "enc" ? "agreement" : "assertion";
}

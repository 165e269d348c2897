import {
  accreditedTypes,
  ClientError,
  type Registers,
  scopeOf,
  verifyAccreditationBody,
} from "@foedus/client";
import { type Hex, sha256, stringToHex } from "viem";

import type { Attribute } from "./accreditation-calls.ts";

/** What a body says that may be committed or accepted. */
export interface CheckedBody {
  body: string;
  /** Names of the types for which it accredits. */
  types: string[];
  /** Seconds since 1970. */
  validUntil: number | undefined;
}

export type BodyVerdict =
  | { verdict: "good"; checked: CheckedBody }
  | { verdict: "empty" }
  /** Bytes that the register takes at most. */
  | { verdict: "too-long"; most: number }
  /** Types that whoever accredits may not pass on. */
  | { verdict: "too-wide"; types: string[] }
  /** It is not the one that the TAO committed. */
  | { verdict: "not-committed" }
  /** Whatever else is wrong, in the words of the client; in English. */
  | { verdict: "refused"; message: string; remedy: string };

/** What the register of issuers takes at most. */
const mostBytes = 8_192;

/** What a body has to fit. */
export interface Expected {
  attribute: Attribute;
  /** What the TAO may pass on at most: hashes of types. */
  within: readonly Hex[];
  /** Hash of the body that was committed, where one is to be accepted. */
  committed?: Hex;
  /** Present time of the chain. */
  now: number;
}

/** Checks the signed body of an accreditation before anybody sends it. */
export async function checkBody(
  text: string,
  { attribute, within, committed, now }: Expected,
  registers: Registers,
): Promise<BodyVerdict> {
  const body = text.trim();
  if (body === "") return { verdict: "empty" };
  if (body.length > mostBytes) return { verdict: "too-long", most: mostBytes };
  if (committed !== undefined && sha256(stringToHex(body)) !== committed)
    return { verdict: "not-committed" };
  try {
    const { did, attributeId, tao } = attribute;
    const signed = await verifyAccreditationBody(body, { did, attributeId, tao }, registers, now);
    const types = accreditedTypes(signed.credential);
    if (types.length === 0) {
      return {
        verdict: "refused",
        message: "The body accredits for no type of credentials.",
        remedy: "Sign a body whose accreditedFor names types.",
      };
    }
    const allowed = new Set(within);
    const wide = types.filter((type) => scopeOf([type]).some((hash) => !allowed.has(hash)));
    if (wide.length > 0) return { verdict: "too-wide", types: wide };
    return { verdict: "good", checked: { body, types, validUntil: signed.validUntil } };
  } catch (error) {
    if (!(error instanceof ClientError)) throw error;
    return { verdict: "refused", message: error.message, remedy: error.remedy };
  }
}

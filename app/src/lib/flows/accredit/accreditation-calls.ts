import { encodeRegisterCall, type RegisterCall, registerCall, scopeOf } from "@foedus/client";
import { type Hex, sha256, stringToHex } from "viem";

import type { Call } from "#lib/chain/connections.ts";

const types = { RootTAO: 1, TAO: 2, TI: 3, Revoked: 4 } as const;

/** An attribute with those between whom it stands. */
export interface Attribute {
  attributeId: Hex;
  /** Who is accredited. */
  did: string;
  /** Who accredits, and by which of its attributes. */
  tao: string;
  taoAttributeId: Hex;
}

const to = (address: Hex, call: RegisterCall): Call => ({
  to: address,
  data: encodeRegisterCall(call),
});

/** Reserves an attribute for another DID. */
export function reserveCall(
  register: Hex,
  { did, attributeId, tao, taoAttributeId }: Attribute,
  as: "TAO" | "TI",
): Call {
  const args = [did, attributeId, types[as], tao, taoAttributeId] as const;
  return to(register, registerCall("TrustedIssuersRegistry", "setAttributeMetadata", args));
}

/** Says which body the DID may accept, and for which types of credentials. */
export function commitCall(
  register: Hex,
  { did, attributeId }: Attribute,
  body: string,
  names: readonly string[],
): Call {
  const args = [did, attributeId, sha256(stringToHex(body)), scopeOf(names)] as const;
  return to(register, registerCall("TrustedIssuersRegistry", "commitAccreditation", args));
}

/** Accepts an accreditation with the body that was committed. */
export function acceptCall(register: Hex, { did, attributeId }: Attribute, body: string): Call {
  const args = [did, attributeId, stringToHex(body)] as const;
  return to(register, registerCall("TrustedIssuersRegistry", "setAttributeData", args));
}

/** Revokes an accreditation, for its TAO or its root. */
export function revokeCall(
  register: Hex,
  { did, attributeId, taoAttributeId }: Attribute,
  by: string,
): Call {
  const args = [did, attributeId, types.Revoked, by, taoAttributeId] as const;
  return to(register, registerCall("TrustedIssuersRegistry", "setAttributeMetadata", args));
}

/** A number that nobody has used. */
export function newAttributeId(): Hex {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return `0x${[...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;
}

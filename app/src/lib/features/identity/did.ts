import { keccak256, stringToHex } from "viem";

import { pageOf } from "#lib/ui/paging.ts";

type Hex = `0x${string}`;

/** What the registers know a DID by: keccak256 of its text. */
export function didHash(did: string): Hex {
  return keccak256(stringToHex(did));
}

/** DIDs of legal entities, as the register takes them. */
export function isLegalEntityDid(text: string): boolean {
  return /^did:ebsi:z[1-9A-HJ-NP-Za-km-z]{15,54}$/.test(text);
}

/** The page of a DID, at a time or as it is now. */
export function didPath(did: string, at: number | null = null): string {
  const path = `/identity/dids/${did}`;
  return at === null ? path : `${path}?second=${at}`;
}

export const didStates = ["active", "deactivated"] as const;
export type DidState = (typeof didStates)[number];

/** What the address of the list of DIDs asks for. */
export interface DidFilter {
  state: DidState | null;
  /** Part of a DID; empty for all. */
  text: string;
  /** From 1. */
  page: number;
}

/** Reads the filter from the address; what it does not know counts as not asked for. */
export function readDidFilter(params: Pick<URLSearchParams, "get">): DidFilter {
  return {
    state: didStates.find((state) => state === params.get("state")) ?? null,
    text: (params.get("text") ?? "").trim().slice(0, 64),
    page: pageOf(params),
  };
}

/** The address of the list with a filter; what is as usual is left out. */
export function didsPath({ state, text, page }: DidFilter): string {
  const params = new URLSearchParams();
  if (state) params.set("state", state);
  if (text !== "") params.set("text", text);
  if (page > 1) params.set("page", String(page));
  const search = params.toString();
  return search === "" ? "/identity/dids" : `/identity/dids?${search}`;
}

/** The same for the index. */
export function didWhere({ state, text }: DidFilter): Record<string, unknown> {
  return {
    ...(state === "active" ? { deactivatedAt: null } : {}),
    ...(state === "deactivated" ? { deactivatedAt_not: null } : {}),
    ...(text === "" ? {} : { did_contains_nocase: text }),
  };
}

/**
 * The time for which the page of a DID is asked, in seconds since 1970; null for now. `second` is what the slider says, `at` a date with
 * time, in UTC unless it names a zone. What is neither counts as not asked for.
 */
export function readTime(params: Pick<URLSearchParams, "get">): number | null {
  const second = params.get("second");
  if (second !== null && /^\d{1,15}$/.test(second)) return Number(second);
  const at = params.get("at") ?? "";
  const found = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(at);
  if (!found) return null;
  const [, day = "", time = "00:00", zone = "Z"] = found;
  const milliseconds = Date.parse(`${day}T${time}${zone}`);
  return Number.isNaN(milliseconds) || milliseconds < 0 ? null : Math.floor(milliseconds / 1000);
}

/** What a field for date and time takes: UTC, without a zone. */
export function timeValue(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 19);
}

const twoYears = 2 * 365 * 86_400;

/** From when to when the slider goes: from the insertion to now, or to the last known end of a key within two years. */
export function timeRange(
  insertedAt: number,
  now: number,
  ends: readonly { notBefore: number; notAfter: number }[],
): { first: number; last: number } {
  const ahead = ends
    .flatMap(({ notBefore, notAfter }) => [notBefore, notAfter + 1])
    .filter((time) => time <= now + twoYears);
  return { first: insertedAt, last: Math.max(now, insertedAt + 1, ...ahead) };
}

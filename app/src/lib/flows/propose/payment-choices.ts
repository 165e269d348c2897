import { readWeight } from "./body-measures.ts";
import type { ScopedContract } from "./power-choices.ts";

type Hex = `0x${string}`;

/** A token that amounts can be filled in for. */
export interface ChoosableToken {
  address: Hex;
  /** As the token calls itself. */
  symbol: string;
  decimals: number;
  /** The test e-money of this network, whose amounts are euro. */
  isEuro: boolean;
  /** Bounds of the fee in basis points; null while no payment can be made in it. */
  fees: { minimum: number; maximum: number } | null;
}

/** A line that can still pay. Amounts are units of its token, times seconds since 1970. */
export interface ChoosableLine {
  id: Hex;
  name: string;
  token: Hex;
  from: number;
  until: number;
  ceiling: bigint;
  spent: bigint;
  twoPersonAbove: bigint;
}

/** A call for contributions that is not closed. */
export interface ChoosableCall {
  id: Hex;
  name: string;
  token: Hex;
  total: bigint;
}

/** A contract that the treasury calls or could call. */
export interface ChoosableTarget extends Omit<ScopedContract, "functions"> {
  /** Whether the body named it. */
  isKnown: boolean;
  /** What could be named of it; none where nobody here knows its functions. */
  functions: readonly { selector: Hex; name: string; isFundable: boolean }[];
}

/** What measures about payments can concern. Addresses and ids are in small letters. */
export interface PaymentChoices {
  tokens: readonly ChoosableToken[];
  /** No fee can be larger, in basis points. */
  feeCeiling: number;
  arbiters: readonly Hex[];
  lines: readonly ChoosableLine[];
  calls: readonly ChoosableCall[];
  /** Shares that the body decided on. */
  editions: readonly { id: Hex; name: string }[];
  /** Ids that are never given again. */
  taken: Readonly<Record<"lines" | "calls" | "editions", readonly Hex[]>>;
  /** Register of the body whose treasury this is. */
  memberRegistry: Hex;
  targets: readonly ChoosableTarget[];
  /** What the treasury never calls. */
  forbidden: readonly Hex[];
  /** For so long a decision of the body about the budget waits at least, in seconds. */
  decisionDelay: number;
}

/** First second of a day, by the clock of the chain (UTC); null for what is no day. */
export function startOfDay(day: string): number | null {
  return secondsOf(/^\d{4}-\d{2}-\d{2}$/, day, "T00:00:00Z");
}

/** A minute of a day in UTC, as a field for times gives it; null for what is none. */
export function readMinute(minute: string): number | null {
  return secondsOf(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/, minute, ":00Z");
}

/** The last minute that began, as a field for times takes it. */
export function writeMinute(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 16);
}

/** The day of a time, as a field for days takes it. */
export function writeDay(seconds: number): string {
  return new Date(seconds * 1000).toISOString().slice(0, 10);
}

function secondsOf(form: RegExp, text: string, rest: string): number | null {
  const time = form.test(text) ? Date.parse(`${text}${rest}`) : Number.NaN;
  return Number.isNaN(time) ? null : time / 1000;
}

/** A line of shares: the code of a member and a whole number. */
export interface ShareLine {
  code: string;
  share: bigint;
}

/** Shares as people list them, one member a line: "BE 11 832 000"; null where a line is none. */
export function readShareLines(text: string): ShareLine[] | null {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const read = lines.map((line): ShareLine | null => {
    const found = /^([A-Z0-9][A-Z0-9_-]{0,31})[\s:;,]+(\d[\d\s.,'’\u00a0\u202f]*)$/u.exec(line);
    const share = readWeight(found?.[2] ?? "");
    return found?.[1] && share !== null ? { code: found[1], share } : null;
  });
  return read.every((line) => line !== null) ? read : null;
}

import { formatUnits, parseUnits } from "viem";

import { readShare } from "./share-text.ts";

/** Digits before the decimals; with 18 decimals it still fits what contracts count in. */
const mostDigits = 15;
const groups = /(?<=\d)[\s'’\u00a0\u202f](?=\d{3}(?!\d))/gu;

/**
 * An amount of money as people write it, in units of 10^-decimals: "1 000 000", "1.000.000,50", "1,000,000.50", "12.5"; null for what is
 * none. "1.000" is none either: it is a thousand to some readers and one to others.
 */
export function readAmount(text: string, decimals: number): bigint | null {
  const compact = text
    .trim()
    .replaceAll(/^€\s*|\s*€$/gu, "")
    .replaceAll(groups, "");
  if (/^[1-9]\d{0,2}[.,]\d{3}$/.test(compact)) return null;
  const found = /^(\d+|\d{1,3}(?:\.\d{3})+(?=,|$)|\d{1,3}(?:,\d{3})+(?=\.|$))(?:[.,](\d+))?$/.exec(
    compact,
  );
  if (!found) return null;
  const whole = (found[1] ?? "").replaceAll(/\D/g, "");
  const fraction = found[2] ?? "";
  if (whole.length > mostDigits || fraction.length > decimals) return null;
  return parseUnits(`${whole}.${fraction || "0"}`, decimals);
}

/** An amount as `readAmount` reads it. */
export function writeAmount(units: bigint, decimals: number): string {
  const [whole = "0", fraction = ""] = formatUnits(units, decimals).split(".");
  if (fraction === "") return whole;
  // Three decimals alone could be taken for a group of digits.
  return `${whole}.${fraction.padEnd(fraction.length === 3 ? 4 : 2, "0")}`;
}

/** A share in basis points, as people write it in percent: "0.25 %", "1"; null for what is none. */
export function readPoints(text: string): number | null {
  const share = readShare(text);
  const points = share && (share[0] * 10_000) / share[1];
  return points !== null && Number.isInteger(points) ? points : null;
}

/** A share as `readPoints` reads it. */
export const writePoints = (points: number): string => String(points / 100);

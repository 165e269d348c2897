import { formatNumber } from "./format.ts";

/** A share as rules have it. */
export type Fraction = readonly [numerator: number, denominator: number];

/** What a rule keeps in 16 bits. */
const largest = 65_535;

/** A share as people write it, in percent or as a fraction: "55 %", "66,7%", "2/3"; null for what is none. */
export function readShare(text: string): Fraction | null {
  const compact = text.replaceAll(/[\s\u00a0\u202f]/gu, "");
  const fraction = /^(\d{1,5})\/(\d{1,5})$/.exec(compact);
  if (fraction) return inBounds(Number(fraction[1]), Number(fraction[2]));
  const percent = /^(\d{1,3})(?:[.,](\d{1,2}))?%?$/.exec(compact);
  if (!percent) return null;
  const [, whole = "", decimals = ""] = percent;
  return inBounds(Number(whole + decimals), 100 * 10 ** decimals.length);
}

/** A share of a rule as `readShare` reads it. */
export function writeShare([numerator, denominator]: Fraction): string {
  const percent = (numerator / denominator) * 100;
  return Number.isInteger(percent)
    ? `${formatNumber(percent)} %`
    : `${String(numerator)}/${String(denominator)}`;
}

function inBounds(numerator: number, denominator: number): Fraction | null {
  const isPart = denominator > 0 && denominator <= largest && numerator <= denominator;
  return isPart ? [numerator, denominator] : null;
}

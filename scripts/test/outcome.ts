import fs from "node:fs";

/** What a suite says about itself, in a file that its program writes when it has come to its end. */
export interface Outcome {
  passed: number;
  /** A line for each failure: the test's name, and why, so that the end of a long log tells what is wrong. */
  failed: string[];
  skipped: Skipped[];
}

export interface Skipped {
  name: string;
  reason: string;
}

/**
 * How a suite ended, judged from outside: what it says, and failures that no test of it could report (a crash, no test at all, a skip where
 * none is allowed).
 */
export interface Verdict extends Outcome {
  suite: string;
}

/** A line on a failure: what an error says first, cut where it would fill the screen. */
export function failure(name: string, why: string | undefined): string {
  const line = (why ?? "").replaceAll(/\s+/g, " ").trim();
  return line === "" ? name : `${name}: ${line.length > 300 ? `${line.slice(0, 300)} ...` : line}`;
}

export function writeOutcome(file: string, outcome: Outcome): void {
  fs.writeFileSync(file, JSON.stringify(outcome));
}

/**
 * Judges a suite. A program that ends badly without having counted a failure, that says nothing, or that ran nothing has
 * failed: silence is never success. Where `allowsSkips` is false (CI), a skipped test has failed as well.
 */
export function judge(
  suite: string,
  outcome: Outcome | undefined,
  how: { exit: string; allowsSkips: boolean },
): Verdict {
  const { passed, failed, skipped } = outcome ?? { passed: 0, failed: [], skipped: [] };
  const failures = [...failed];
  if (outcome === undefined)
    failures.push(`It ended (${how.exit}) without saying how many tests passed.`);
  else if (passed + failed.length + skipped.length === 0) failures.push("It ran no test.");
  else if (how.exit !== "exit 0" && failed.length === 0)
    failures.push(`It ended (${how.exit}) although no test failed.`);
  if (how.allowsSkips) return { suite, passed, failed: failures, skipped };
  failures.push(
    ...skipped.map(({ name, reason }) => `Skipped, which CI does not allow: ${name} (${reason})`),
  );
  return { suite, passed, failed: failures, skipped: [] };
}

/** The line that ends every run: alone on its line, read by people and by machines. */
export function closingLine(verdicts: readonly Verdict[]): string {
  const sum = (count: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + count(verdict), 0);
  const skipped = sum((verdict) => verdict.skipped.length);
  const counts = `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed.length)} failed`;
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`;
}

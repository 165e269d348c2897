import fs from "node:fs";

/** What a suite says about itself, in a file that its program writes when it has come to its end. */
export interface Outcome {
  passed: number;
  failed: number;
  skipped: Skipped[];
}

export interface Skipped {
  name: string;
  reason: string;
}

/** How a suite ended, judged from outside: what it says, and whether it came to its end at all. */
export interface Verdict extends Outcome {
  suite: string;
  /** Failures that no test of the suite could report: a crash, no test at all, a skip where none is allowed. */
  faults: string[];
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
  const { passed, failed, skipped } = outcome ?? { passed: 0, failed: 0, skipped: [] };
  const faults: string[] = [];
  if (outcome === undefined)
    faults.push(`It ended (${how.exit}) without saying how many tests passed.`);
  else if (passed + failed + skipped.length === 0) faults.push("It ran no test.");
  else if (how.exit !== "exit 0" && failed === 0)
    faults.push(`It ended (${how.exit}) although no test failed.`);
  if (how.allowsSkips) return { suite, passed, failed: failed + faults.length, skipped, faults };
  faults.push(
    ...skipped.map(({ name, reason }) => `Skipped, which CI does not allow: ${name} (${reason})`),
  );
  return { suite, passed, failed: failed + faults.length, skipped: [], faults };
}

/** The line that ends every run: alone on its line, read by people and by machines. */
export function closingLine(verdicts: readonly Verdict[]): string {
  const sum = (count: (verdict: Verdict) => number) =>
    verdicts.reduce((total, verdict) => total + count(verdict), 0);
  const skipped = sum((verdict) => verdict.skipped.length);
  const counts = `${sum(({ passed }) => passed)} passed, ${sum(({ failed }) => failed)} failed`;
  return skipped === 0 ? counts : `${counts}, ${skipped} skipped`;
}

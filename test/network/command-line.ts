import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const program = path.resolve(import.meta.dirname, "../../scripts/foedus/foedus.ts");

export interface Outcome {
  code: number;
  /** All that it printed. */
  output: string;
}

/** The command line as its user calls it, to its end. */
export async function outcomeOf(...args: readonly string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await run(process.execPath, [program, ...args]);
    return { code: 0, output: stdout + stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
    return { code, output: stdout + stderr };
  }
}

/** What it prints when it succeeds; throws what it says when it does not. */
export async function foedus(...args: readonly string[]): Promise<string> {
  const { stdout } = await run(process.execPath, [program, ...args]);
  return stdout;
}

/** What it says when it refuses. */
export async function refusal(...args: readonly string[]): Promise<string> {
  const { code, output } = await outcomeOf(...args);
  assert.equal(code, 1, "it has not refused");
  return output;
}

import { execFile } from "node:child_process";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(import.meta.dirname, "../..");
const run = promisify(execFile);

/** What the operator's command line prints for machines; a refusal is thrown with its remedy. */
export async function foedus(...args: string[]): Promise<Record<string, unknown>> {
  try {
    const program = path.join(root, "scripts/foedus/foedus.ts");
    const { stdout } = await run(process.execPath, [program, ...args, "--json"], { cwd: root });
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch (error) {
    const { stderr = "" } = error as { stderr?: string };
    const last = stderr.trim().split("\n").at(-1) ?? "";
    if (!last.startsWith("{")) throw error;
    const { error: message, remedy } = JSON.parse(last) as { error: string; remedy: string };
    throw new Error(`${message} ${remedy}`, { cause: error });
  }
}

import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

export interface Ended {
  code: number;
  output: string;
}

/** Runs a program of `node_modules/.bin` or of the system to its end and keeps what it says. */
export function runProgram(
  program: string,
  args: readonly string[],
  options: { cwd?: string; keep?: "stdout" | "all" } = {},
): Promise<Ended> {
  const bin = [
    path.dirname(process.execPath),
    path.join(root, "node_modules", ".bin"),
    process.env["PATH"] ?? "",
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd ?? root,
      env: { ...process.env, PATH: bin.join(path.delimiter), FORCE_COLOR: "0", NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    const keep = (chunk: Buffer) => {
      output += chunk.toString("utf8");
    };
    child.stdout.on("data", keep);
    if (options.keep !== "stdout") child.stderr.on("data", keep);
    else child.stderr.resume();
    child.once("error", reject);
    child.once("close", (code, signal) => {
      resolve({
        code: code ?? 1,
        output: signal === null ? output : `${output}\nended by ${signal}`,
      });
    });
  });
}

/** The problems that a program reports by a non-zero end: everything that it said, as one. */
export async function problemsOf(
  program: string,
  args: readonly string[],
  cwd?: string,
): Promise<string[]> {
  const { code, output } = await runProgram(program, args, cwd === undefined ? {} : { cwd });
  if (code === 0) return [];
  return [output.trim() === "" ? `${program} ended with ${code}` : output.trim()];
}

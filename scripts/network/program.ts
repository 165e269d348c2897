import { spawn } from "node:child_process";

export interface ProgramOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  input?: string;
  signal?: AbortSignal;
  /** Told each line that the program writes, while it runs. */
  onLine?: (line: string) => void;
}

/** A program that ended badly, with the end of what it said. */
export class ProgramFailed extends Error {
  override readonly name = "ProgramFailed";
  readonly output: string;
  readonly stdout: string;

  constructor(command: string, how: string, output: string, stdout: string) {
    const tail = output.trimEnd().split("\n").slice(-15).join("\n");
    super(`${command} ended with ${how}:\n${tail}`);
    this.output = output;
    this.stdout = stdout;
  }
}

/** Runs a program to its end and answers with its standard output. */
export async function runProgram(
  program: string,
  args: readonly string[],
  { cwd, env, input, signal, onLine }: ProgramOptions = {},
): Promise<string> {
  const child = spawn(program, args, {
    ...(cwd === undefined ? {} : { cwd }),
    ...(env === undefined ? {} : { env: { ...process.env, ...env } }),
    ...(signal === undefined ? {} : { signal }),
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let all = "";
  const hear = (text: string) => {
    all += text;
    for (const line of text.split("\n")) if (line.trim() !== "") onLine?.(line.trimEnd());
  };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
    hear(text);
  });
  child.stderr.setEncoding("utf8").on("data", hear);
  // The program may end without reading its input.
  child.stdin.on("error", () => undefined).end(input);
  const how = await new Promise<string | undefined>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, by) => resolve(code === 0 ? undefined : (by ?? `code ${code}`)));
  });
  if (how !== undefined) throw new ProgramFailed([program, ...args].join(" "), how, all, stdout);
  return stdout;
}

import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import type { KaiaProgram } from "../../deploy/render/kaia-node.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** The module that pins Kaia's version; its sums are in git. */
const module = path.join(root, "deploy", "clients", "kaia");

/** Where a program of Kaia is, or why it cannot be had and what helps. */
export type FoundKaia = { file: string } | { missing: string };

/**
 * A program of Kaia: the file that `KCN` (`KEN`) names, one on PATH, or one that Go builds once into `.foedus/`. It is a separate
 * program under the GPL-3.0 that is run and never linked.
 */
export async function provideKaia(
  program: KaiaProgram,
  report: (line: string) => void,
): Promise<FoundKaia> {
  const variable = program.toUpperCase();
  const named = process.env[variable];
  if (named !== undefined) {
    if (fs.existsSync(named)) return { file: named };
    return { missing: `${variable} names ${named}, which does not exist: correct or unset it.` };
  }
  const onPath = findOnPath(program);
  if (onPath !== undefined) return { file: onPath };

  const sums = fs.readFileSync(path.join(module, "go.sum"));
  const version = createHash("sha256").update(sums).digest("hex").slice(0, 12);
  const file = path.join(root, ".foedus", "clients", `kaia-${version}`, program);
  if (fs.existsSync(file)) return { file };
  const go = findOnPath("go");
  if (go === undefined) {
    return {
      missing: `${program} of Kaia is not here, and there is no Go to build it: install Go 1.26 or newer, or set ${variable} to its path.`,
    };
  }
  report(`Building ${program} of Kaia (once, some minutes) ...`);
  // Under another name first, so that an interrupted build is begun anew.
  const unfinished = `${file}.unfinished`;
  const failure = await run(go, [
    "build",
    // The first flag is what the module itself is built with: a package of it links into the runtime.
    "-ldflags=-checklinkname=0 -s -w",
    "-o",
    unfinished,
    `github.com/kaiachain/kaia/cmd/${program}`,
  ]);
  if (failure !== undefined) {
    return {
      missing: `${program} of Kaia could not be built:\n${failure}\nSet ${variable} to the path of one that is built elsewhere.`,
    };
  }
  fs.renameSync(unfinished, file);
  return { file };
}

function findOnPath(program: string): string | undefined {
  return (process.env["PATH"] ?? "")
    .split(path.delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => path.join(folder, program))
    .find((file) => fs.existsSync(file));
}

/** The end of its output when the program fails. */
async function run(program: string, args: readonly string[]): Promise<string | undefined> {
  return await new Promise((resolve) => {
    const child = spawn(program, args, { cwd: module, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding("utf8").on("data", (text: string) => (output += text));
    child.once("error", (error) => resolve(error.message));
    child.once("close", (code) =>
      resolve(code === 0 ? undefined : output.trimEnd().split("\n").slice(-10).join("\n")),
    );
  });
}

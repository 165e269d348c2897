import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";

import type { Abi } from "viem";

import type { StorageLayout, SyntaxNode } from "../generate/artifacts.ts";

/** What Hardhat handed to the compiler. */
export interface CompilerInput {
  language: string;
  sources: Record<string, { content: string }>;
  settings: { remappings?: string[]; outputSelection: unknown; [setting: string]: unknown };
}

export interface BuildInfo {
  _format: string;
  id: string;
  /** Paths of the files that were compiled for their own sake, to their names in the input. */
  userSourceNameMap: Record<string, string>;
  input: CompilerInput;
  [property: string]: unknown;
}

/** What the compiler answers; what stands in it depends on what was asked. */
interface CompilerOutput {
  errors?: { severity: string; formattedMessage: string }[];
  contracts?: Record<string, Record<string, { abi?: Abi; storageLayout?: StorageLayout }>>;
  sources?: Record<string, { id: number; ast: SyntaxNode }>;
}

export function readBuildInfo(root: string, id: string): BuildInfo {
  const file = path.join(root, "artifacts", "build-info", `${id}.json`);
  return JSON.parse(fs.readFileSync(file, "utf8")) as BuildInfo;
}

/** Runs the compiler of the build on other sources or for other answers. Without code to generate it takes seconds. */
export function compile(input: CompilerInput): CompilerOutput {
  const solc = createRequire(import.meta.url)("solc") as { compile: (input: string) => string };
  const output = JSON.parse(solc.compile(JSON.stringify(input))) as CompilerOutput;
  const failure = output.errors?.find(({ severity }) => severity === "error");
  if (failure !== undefined)
    throw new Error(`The compiler refuses the sources:\n${failure.formattedMessage}`);
  return output;
}

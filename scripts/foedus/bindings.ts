import path from "node:path";

import { build } from "../start/build.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Loads a module that rests on the bindings of the contracts, which a fresh clone makes first. */
export async function withBindings<T>(load: () => Promise<T>): Promise<T> {
  const builder = {
    logs: path.join(root, ".foedus", "foedus"),
    signal: new AbortController().signal,
    report: (line: string) => process.stderr.write(`${line}\n`),
  };
  await build("contracts", builder);
  await build("bindings", builder);
  return await load();
}

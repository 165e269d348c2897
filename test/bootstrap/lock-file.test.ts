import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { it } from "node:test";

import { root } from "./launcher.ts";

interface LockedPackage {
  version?: string;
  optionalDependencies?: Record<string, string>;
}

/** Where Node would find `name` from the package at `from`. */
function resolve(
  packages: Record<string, LockedPackage>,
  from: string,
  name: string,
): string | undefined {
  for (let at = from; ;) {
    const candidate = `${at === "" ? "" : `${at}/`}node_modules/${name}`;
    if (candidate in packages) return candidate;
    if (at === "") return undefined;
    at = at.includes("/node_modules/") ? at.slice(0, at.lastIndexOf("/node_modules/")) : "";
  }
}

// npm leaves an optional package out when the registry does not show it at that moment, and then refuses its own lock file.
it("locks every optional package, those of other platforms too", () => {
  const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, LockedPackage>;
  };
  const missing = Object.entries(lock.packages).flatMap(([from, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies)
      .filter((name) => resolve(lock.packages, from, name) === undefined)
      .map((name) => `${name} (of ${from})`),
  );
  assert.deepEqual(missing, []);
});

import fs from "node:fs";
import path from "node:path";

import { runProgram } from "./program.ts";

/**
 * Licences under which a package may go into a product under the EUPL-1.2. The permissive ones ask for their notice only. LGPL and MPL
 * stand in the EUPL's own list of compatible licences; such packages are used unchanged. The OFL covers fonts, which are shipped as they are.
 */
export const allowedLicences: ReadonlySet<string> = new Set([
  "0BSD",
  "Apache-2.0",
  "Apache-2.0 WITH LLVM-exception",
  "BlueOak-1.0.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "CC0-1.0",
  "EUPL-1.2",
  "ISC",
  "LGPL-3.0",
  "LGPL-3.0-only",
  "LGPL-3.0-or-later",
  "MIT",
  "MPL-2.0",
  "OFL-1.1",
  "PostgreSQL",
  "Python-2.0",
  "Unlicense",
]);

/** Packages whose licence the checker cannot read, with the licence that they have and where it stands. */
export const readByHand: Readonly<Record<string, { licence: string; why: string }>> = {
  "@rescript/std": {
    licence: "LGPL-3.0-or-later",
    why: "Its package.json says `SEE LICENSE IN LICENSE`; that file grants the LGPL, version 3 or later. Comes with graph-cli.",
  },
  "@lix-js/sdk-linux-x64": {
    licence: "MIT",
    why: "The compiled half of @lix-js/sdk (MIT), published without a licence field of its own. Comes with Paraglide's compiler.",
  },
};

export interface InstalledPackage {
  name: string;
  version: string;
  /** As license-checker found it: an SPDX expression, with `*` where it was deduced from a text. */
  licence: string;
}

/** The installed packages that are needed to run the product, as the lock file marks them, each with its licence. */
export async function readProductionPackages(root: string): Promise<InstalledPackage[]> {
  const { code, output } = await runProgram(
    "license-checker-rseidelsohn",
    ["--json", "--start", root],
    {
      keep: "stdout",
    },
  );
  if (code !== 0) throw new Error(`license-checker-rseidelsohn ended with ${code}.`);
  const found = JSON.parse(output) as Record<string, { licenses?: string | string[] }>;
  const lock = JSON.parse(fs.readFileSync(path.join(root, "package-lock.json"), "utf8")) as {
    packages: Record<string, { version?: string; dev?: boolean; link?: boolean }>;
  };
  const packages = new Map<string, InstalledPackage>();
  for (const [place, { version, dev, link }] of Object.entries(lock.packages)) {
    const name = place.split("node_modules/").at(-1);
    if (!place.includes("node_modules/") || name === undefined || version === undefined) continue;
    // Links lead to our own workspaces; optional packages of other platforms are not installed here.
    if (dev === true || link === true || !fs.existsSync(path.join(root, place))) continue;
    const licences = [found[`${name}@${version}`]?.licenses ?? "UNKNOWN"].flat();
    packages.set(`${name}@${version}`, { name, version, licence: licences.join(" AND ") });
  }
  return [...packages.values()];
}

/** Packages with a licence that is neither allowed nor read by hand. */
export function licenceProblems(packages: InstalledPackage[]): string[] {
  const problems = packages.flatMap(({ name, version, licence }) => {
    const effective = readByHand[name]?.licence ?? licence;
    return isAllowed(effective)
      ? []
      : [`${name}@${version}: ${effective} is not in the list of allowed licences`];
  });
  if (problems.length > 0) {
    problems.push(
      "Remedy: use another package, or, where the licence is compatible with the EUPL-1.2, add it to scripts/check/licences.ts with the reason.",
    );
  }
  return problems;
}

/** Evaluates an SPDX expression without nested parentheses: any alternative, and all parts of it. */
export function isAllowed(expression: string): boolean {
  const plain = expression.replaceAll(/[()*]/g, "").trim();
  return plain
    .split(" OR ")
    .some((alternative) =>
      alternative.split(" AND ").every((term) => allowedLicences.has(term.trim())),
    );
}

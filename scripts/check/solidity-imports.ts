import fs from "node:fs";
import path from "node:path";

/** A Solidity file below `contracts/`, by its path from there. */
export interface SolidityFile {
  /** For example `nodes/NodeRegistry.sol`. */
  path: string;
  /** What it imports, as written. */
  imports: string[];
}

/** Everybody may import these. */
const foundations = ["types", "access"];

/** Packages that contracts may import. */
const packages = ["@openzeppelin/contracts", "@openzeppelin/contracts-upgradeable"];

/** The one file of a foundation that names domains: it says who may call what, and needs their interfaces for it. */
const roleTable = "access/Roles.sol";

const importStatement = /^\s*import\s+(?:[^"';]*?\s+from\s+)?["']([^"']+)["']/gm;

/** The import statements of a Solidity source. */
export function importsOf(source: string): string[] {
  return [...source.matchAll(importStatement)].map((match) => match[1] ?? "");
}

/** All files below `contracts/` except mocks, which may import anything because nothing is built on them. */
export function readContracts(root: string): SolidityFile[] {
  const folder = path.join(root, "contracts");
  return fs
    .globSync("**/*.sol", { cwd: folder })
    .sort()
    .filter((file) => !file.startsWith("mocks/"))
    .map((file) => ({
      path: file,
      imports: importsOf(fs.readFileSync(path.join(folder, file), "utf8")),
    }));
}

/**
 * Who may import whom: `types` stands alone; `access` imports `types`; a domain imports both, itself, and of another domain only
 * `I*.sol`; `governance` imports no domain, because it executes any calldata; no domain imports `governance`, because it asks
 * the authority.
 */
export function importProblems(files: SolidityFile[]): string[] {
  return files.flatMap((file) =>
    file.imports.flatMap((imported) => {
      const reason = forbidden(file.path, imported);
      return reason === undefined
        ? []
        : [`contracts/${file.path} imports "${imported}": ${reason}`];
    }),
  );
}

function forbidden(file: string, imported: string): string | undefined {
  if (!imported.startsWith(".")) {
    return packages.some((name) => imported.startsWith(`${name}/`))
      ? undefined
      : `contracts import only ${packages.join(" and ")} besides each other`;
  }
  const target = path.posix.join(path.posix.dirname(file), imported);
  if (target.startsWith("..")) return "a contract imports nothing from outside contracts/";

  const from = domainOf(file);
  const to = domainOf(target);
  const isInterface = /^I[A-Z]/.test(path.posix.basename(target));
  if (from === to) return undefined;
  if (to === "mocks") return "nothing is built on mocks";
  if (from === "types") return "types stand alone";
  if (to === "types") return undefined;
  if (file === roleTable) {
    return isInterface ? undefined : "the role table sees a domain only through its I*.sol";
  }
  if (from === "access") return "access imports types alone";
  if (foundations.includes(to)) return undefined;
  if (from === "governance") return "governance imports no domain: it executes calldata";
  if (to === "governance") return "no domain imports governance: it asks the authority";
  return isInterface ? undefined : "a domain sees another only through its I*.sol";
}

function domainOf(file: string): string {
  return file.split("/")[0] ?? "";
}

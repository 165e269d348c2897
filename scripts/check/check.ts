import path from "node:path";
import { parseArgs } from "node:util";

import { buildOutputs, ownArtifacts } from "../generate/artifacts.ts";
import { LightCompiler } from "../mutate/compiler.ts";
import { equivalenceProblems, readEquivalents } from "../mutate/equivalents.ts";
import { mutantsOfTargets } from "../mutate/targets.ts";
import { build } from "../start/build.ts";
import { sizeProblems } from "./contract-sizes.ts";
import { documentationProblems } from "./documentation.ts";
import type { RoleTableLine } from "./entrypoints.ts";
import { entrypointProblems, entrypointsOf } from "./entrypoints.ts";
import { languageProblems, readLanguages } from "./languages.ts";
import { licenceProblems, readProductionPackages } from "./licences.ts";
import { openFunctions } from "./open-functions.ts";
import { problemsOf } from "./program.ts";
import { slitherProblems } from "./slither.ts";
import { readSnapshots, snapshotProblems, takeSnapshots } from "./snapshots.ts";
import { importProblems, readContracts } from "./solidity-imports.ts";
import { loadParser, readComponents, visibleStringProblems } from "./visible-strings.ts";

const root = path.resolve(import.meta.dirname, "../..");
const app = path.join(root, "app");

/** One thing that a reviewer would look at. */
interface Check {
  name: string;
  /** For people. */
  label: string;
  /** Whether it reads what the compiler or the generator wrote. */
  needsBuild: boolean;
  /** What is wrong; nothing when all is well. */
  run: () => string[] | Promise<string[]>;
}

/** The long ones first, so that the short ones fill the gap at the end. */
const checks: readonly Check[] = [
  {
    name: "lint",
    label: "lint (eslint)",
    needsBuild: true,
    run: () => problemsOf("eslint", ["--max-warnings", "0", "."]),
  },
  {
    name: "slither",
    label: "static analysis of contracts (Slither)",
    needsBuild: true,
    run: () => slitherProblems(root),
  },
  {
    name: "app",
    label: "types and accessibility of the dApp (svelte-check)",
    needsBuild: true,
    run: () => problemsOf("svelte-check", ["--fail-on-warnings"], app),
  },
  {
    name: "types",
    label: "types (tsc)",
    needsBuild: true,
    run: async () => [
      ...(await problemsOf("tsc", ["--noEmit", "--project", "."])),
      ...(await problemsOf("tsc", ["--noEmit", "--project", "subgraph"])),
      ...(await problemsOf("tsc", ["--noEmit", "--project", "app/e2e"])),
    ],
  },
  {
    name: "format",
    label: "format (prettier)",
    needsBuild: false,
    run: () => problemsOf("prettier", ["--check", "--log-level", "warn", "."]),
  },
  {
    name: "unused",
    label: "unused code and packages (knip)",
    needsBuild: true,
    run: () => problemsOf("knip", ["--no-progress"]),
  },
  {
    name: "imports",
    label: "import directions of TypeScript (dependency-cruiser)",
    needsBuild: true,
    run: () =>
      problemsOf("depcruise", [
        "--config",
        ".dependency-cruiser.js",
        "--output-type",
        "err-long",
        "app",
        "bench",
        "deploy",
        "hardhat.config.ts",
        "packages",
        "result",
        "scripts",
        "subgraph",
        "test",
      ]),
  },
  {
    name: "solhint",
    label: "Solidity rules (solhint)",
    needsBuild: false,
    run: () =>
      problemsOf("solhint", [
        "--disc",
        "--noPoster",
        "--max-warnings",
        "0",
        "contracts/**/*.sol",
        "test/**/*.sol",
      ]),
  },
  {
    name: "licences",
    label: "licences of packages",
    needsBuild: false,
    run: async () => licenceProblems(await readProductionPackages(root)),
  },
  {
    name: "snapshots",
    label: "snapshots of ABI, code and storage layout",
    needsBuild: true,
    run: () => {
      const artifacts = ownArtifacts(root);
      return snapshotProblems(
        readSnapshots(path.join(root, "snapshots")),
        takeSnapshots(root, artifacts, buildOutputs(root, artifacts)),
      );
    },
  },
  {
    name: "roles",
    label: "role table against every entrypoint",
    needsBuild: true,
    run: async () => {
      const artifacts = ownArtifacts(root);
      const { roleTable } = (await import(path.join(root, "generated", "roles.ts"))) as {
        roleTable: readonly RoleTableLine[];
      };
      return entrypointProblems(
        entrypointsOf(artifacts, buildOutputs(root, artifacts)),
        roleTable,
        openFunctions,
      );
    },
  },
  {
    name: "documentation",
    label: "documentation of interfaces",
    needsBuild: true,
    run: () => {
      const artifacts = ownArtifacts(root);
      return documentationProblems(artifacts, buildOutputs(root, artifacts));
    },
  },
  {
    name: "sizes",
    label: "sizes of contracts",
    needsBuild: true,
    run: () => sizeProblems(ownArtifacts(root)),
  },
  {
    name: "solidity-imports",
    label: "import directions of contracts",
    needsBuild: false,
    run: () => importProblems(readContracts(root)),
  },
  {
    name: "mutants",
    label: "list of equivalent mutants",
    needsBuild: false,
    run: () => {
      const mutants = mutantsOfTargets(new LightCompiler(root));
      return equivalenceProblems(readEquivalents(root), [...mutants.values()].flat());
    },
  },
  {
    name: "languages",
    label: "messages of all languages",
    needsBuild: false,
    run: () => languageProblems(readLanguages(app)),
  },
  {
    name: "visible-strings",
    label: "words in components that are no messages",
    needsBuild: false,
    run: () => visibleStringProblems(readComponents(root), loadParser(app)),
  },
];

/** What the checks read and nobody commits: artifacts, bindings, the dApp's messages and generated types. */
async function prepare(): Promise<void> {
  const builder = {
    logs: path.join(root, ".foedus", "check"),
    signal: new AbortController().signal,
    report: (line: string) => console.log(line),
  };
  // Tests and benchmark are typed by the artifacts of the mocks.
  await build("contracts", builder);
  await build("mocks", builder);
  await build("bindings", builder);
  const npm = process.env["npm_execpath"];
  const [program, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  const problems = [
    ...(await problemsOf(program, [...args, "run", "messages", "--workspace", "app"])),
    ...(await problemsOf("svelte-kit", ["sync"], app)),
  ];
  if (problems.length > 0) throw new Error(problems.join("\n"));
}

/** A check that throws has found something too. */
async function problemsOfCheck(check: Check): Promise<string[]> {
  try {
    return await check.run();
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { help: { type: "boolean", short: "h" } },
});
if (values.help === true) {
  console.log("usage: npm run check [-- <name> ...]\n");
  for (const { name, label } of checks) console.log(`  ${name.padEnd(18)}${label}`);
  process.exit(0);
}
const unknown = positionals.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(
    `There is no check named ${unknown.join(", ")}.\nRemedy: choose from ${checks.map(({ name }) => name).join(", ")}.`,
  );
  process.exit(2);
}

const chosen = checks.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
let buildFailure: string | undefined;
if (chosen.some(({ needsBuild }) => needsBuild)) {
  try {
    await prepare();
  } catch (error) {
    buildFailure = error instanceof Error ? error.message : String(error);
  }
}

const failures = new Map<Check, string[]>();

async function runAndReport(check: Check): Promise<void> {
  const began = performance.now();
  const problems =
    check.needsBuild && buildFailure !== undefined
      ? ["not checked, because the build failed (see below)"]
      : await problemsOfCheck(check);
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(
    `${problems.length === 0 ? "ok  " : "FAIL"}  ${check.label.padEnd(56)}${seconds.padStart(6)} s`,
  );
  if (problems.length > 0) failures.set(check, problems);
}

// Most checks are programs of one thread: two at a time use both cores of a small machine and fit into its memory.
const waiting = [...chosen];
const lane = async (): Promise<void> => {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) {
    await runAndReport(check);
  }
};
await Promise.all([lane(), lane()]);

if (buildFailure !== undefined) console.log(`\nThe preparation failed:\n${buildFailure}`);
for (const check of chosen) {
  const problems = failures.get(check);
  if (problems === undefined) continue;
  console.log(`\n${check.label}\n${problems.join("\n").replaceAll(/^/gm, "  ")}`);
}
console.log(`\n${chosen.length - failures.size} passed, ${failures.size} failed`);
process.exitCode = failures.size === 0 ? 0 : 1;

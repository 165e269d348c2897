import fs from "node:fs";
import path from "node:path";

import { NothingBuilt, ownArtifacts } from "../generate/artifacts.ts";
import type { CompilerInput } from "./compile.ts";
import { compile, readBuildInfo } from "./compile.ts";
import { runProgram } from "./program.ts";
import { readContracts } from "./solidity-imports.ts";

const version = "0.11.6";

/** How Hardhat names our own contracts for the compiler. */
const ownPrefix = "project/contracts/";

/** Why Slither could not be brought here; it is a program in Python that npm cannot install. */
export class SlitherNotInstalled extends Error {
  constructor(output: string) {
    super(
      `Slither ${version} could not be installed below .foedus/:\n${output.trim()}\n` +
        "Remedy: install Python 3.10 or later with venv (on Debian and Ubuntu: apt-get install python3-venv), check the connection " +
        "to the Python package index, then run the check again.",
    );
    this.name = "SlitherNotInstalled";
  }
}

/** Slither's program file, in a virtual environment of its own that the first use creates. */
async function provideSlither(root: string): Promise<string> {
  const folder = path.join(root, ".foedus", "slither", version);
  const program = path.join(folder, "bin", "slither");
  const stamp = path.join(folder, "complete");
  if (fs.existsSync(stamp)) return program;
  fs.rmSync(folder, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", folder]],
    [
      path.join(folder, "bin", "pip"),
      ["install", "--quiet", "--disable-pip-version-check", `slither-analyzer==${version}`],
    ],
  ];
  for (const [command, args] of steps) {
    const { code, output } = await runProgram(command, args).catch((error: unknown) => ({
      code: 1,
      output: error instanceof Error ? error.message : String(error),
    }));
    if (code !== 0) throw new SlitherNotInstalled(output);
  }
  fs.writeFileSync(stamp, "");
  return program;
}

/**
 * Compiles the present sources for Slither into a folder of their own. Hardhat keeps build files of earlier builds as long as one
 * contract is unchanged since, with old texts of the others; Slither holds all of them against the files on the disk and breaks.
 */
function compileForSlither(root: string, folder: string): void {
  const builds = [...new Set(ownArtifacts(root).map(({ buildInfoId }) => buildInfoId))].map((id) =>
    readBuildInfo(root, id),
  );
  const [first] = builds;
  if (first === undefined) throw new NothingBuilt(root);
  const sources: CompilerInput["sources"] = {};
  for (const { input } of builds) {
    for (const [name, source] of Object.entries(input.sources)) {
      if (!name.startsWith(ownPrefix)) sources[name] = source;
    }
  }
  for (const { path: file } of readContracts(root)) {
    const content = fs.readFileSync(path.join(root, "contracts", file), "utf8");
    sources[`${ownPrefix}${file}`] = { content };
  }
  const remappings = [...new Set(builds.flatMap(({ input }) => input.settings.remappings ?? []))];
  const input: CompilerInput = {
    ...first.input,
    sources,
    settings: {
      ...first.input.settings,
      remappings,
      outputSelection: { "*": { "": ["ast"], "*": ["abi"] } },
    },
  };
  const output = compile(input);

  // Slither reads the syntax tree; the loader of build files wants places for code as well.
  const code = { object: "", sourceMap: "" };
  const contracts = Object.fromEntries(
    Object.entries(output.contracts ?? {}).map(([name, found]) => [
      name,
      Object.fromEntries(
        Object.entries(found).map(([contract, { abi }]) => [
          contract,
          { abi, evm: { bytecode: code, deployedBytecode: code } },
        ]),
      ),
    ]),
  );
  fs.rmSync(folder, { recursive: true, force: true });
  fs.mkdirSync(path.join(folder, "build-info"), { recursive: true });
  const write = (file: string, value: object) => {
    fs.writeFileSync(path.join(folder, "build-info", file), JSON.stringify(value));
  };
  write("slither.json", { ...first, id: "slither", input });
  write("slither.output.json", { id: "slither", output: { contracts, sources: output.sources } });
}

/** What Slither finds of high or medium impact in our contracts. */
export async function slitherProblems(root: string): Promise<string[]> {
  const slither = await provideSlither(root);
  const artifacts = path.join(".foedus", "slither", "artifacts");
  compileForSlither(root, path.join(root, artifacts));
  const { code, output } = await runProgram(slither, [
    ".",
    "--ignore-compile",
    "--hardhat-artifacts-directory",
    artifacts,
    "--config-file",
    "slither.config.json",
    "--fail-medium",
  ]);
  return code === 0 ? [] : [output.trim()];
}

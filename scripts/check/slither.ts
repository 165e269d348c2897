import fs from "node:fs";
import path from "node:path";

import { runProgram } from "./program.ts";

const version = "0.11.6";

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

/** What Slither finds of high or medium impact in our contracts; it reads what Hardhat has compiled. */
export async function slitherProblems(root: string): Promise<string[]> {
  const slither = await provideSlither(root);
  const { code, output } = await runProgram(slither, [
    ".",
    "--ignore-compile",
    "--hardhat-artifacts-directory",
    "artifacts",
    "--config-file",
    "slither.config.json",
    "--fail-medium",
  ]);
  return code === 0 ? [] : [output.trim()];
}

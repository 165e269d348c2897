import { spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");
const version = "4.32.5";

/** Schemathesis, a fuzzer in Python that reads OpenAPI, in a virtual environment of its own that the first use makes; or why there is none. */
export function provideSchemathesis(): { program: string } | { missing: string } {
  const folder = path.join(root, ".foedus", "schemathesis", version);
  const program = path.join(folder, "bin", "schemathesis");
  const stamp = path.join(folder, "complete");
  if (fs.existsSync(stamp)) return { program };
  fs.rmSync(folder, { recursive: true, force: true });
  const steps: [string, string[]][] = [
    ["python3", ["-m", "venv", folder]],
    [
      path.join(folder, "bin", "pip"),
      ["install", "--quiet", "--disable-pip-version-check", `schemathesis==${version}`],
    ],
  ];
  for (const [command, args] of steps) {
    const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: "utf8" });
    if (status !== 0) {
      const output = error?.message ?? `${stdout}${stderr}`.trim();
      return {
        missing:
          `Schemathesis ${version} could not be installed below .foedus/: ${output} Remedy: install Python 3.10 or later with venv ` +
          "(on Debian and Ubuntu: apt-get install python3-venv), and check the connection to the Python package index.",
      };
    }
  }
  fs.writeFileSync(stamp, "");
  return { program };
}

import { execFile } from "node:child_process";
import fs from "node:fs";
import { promisify } from "node:util";

const run = promisify(execFile);

/**
 * Installs a package of Debian where that needs nobody's password. Otherwise answers with what a person can do, to stand behind
 * what is missing; nothing when the package is installed.
 */
export async function installDebianPackage(
  name: string,
  report: (line: string) => void,
): Promise<string | undefined> {
  const command = `apt-get install --yes --no-install-recommends ${name}`;
  if (!fs.existsSync("/etc/debian_version")) return "install it with your system's packages";
  if (process.getuid?.() !== 0) return `add it with: sudo ${command}`;
  report(`Installing Debian's ${name} ...`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  try {
    await run("apt-get", ["update"], { env });
    await run("apt-get", command.split(" ").slice(1), { env, maxBuffer: 64 * 1024 * 1024 });
    return undefined;
  } catch (error) {
    const [first] = (error instanceof Error ? error.message : String(error)).split("\n");
    return `installing it failed (${first}); add it with: ${command}`;
  }
}

import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

import { cleanEnvironment, temporaryFolder } from "./launcher.ts";

/** The oldest Node that the README promises, and the npm that came with it. */
const oldNode = "18.20.8";
const oldNpm = "10.8.2";

/** A machine as a newcomer may have it: `bin` holds an old Node and its npm, and nothing of this run stands on PATH. */
export function oldMachine(): { bin: string; env: NodeJS.ProcessEnv; remove: () => void } {
  const folder = temporaryFolder("old-node");
  fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
  const npm = process.env["npm_execpath"];
  const [program, args] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  const packages = [`node-${process.platform}-${process.arch}@${oldNode}`, `npm@${oldNpm}`];
  execFileSync(
    program,
    [
      ...args,
      "install",
      "--prefix",
      folder,
      "--no-save",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
      ...packages,
    ],
    {
      cwd: folder,
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  const modules = path.join(folder, "node_modules");
  const bin = path.join(folder, "bin");
  fs.mkdirSync(bin);
  fs.symlinkSync(
    path.join(modules, `node-${process.platform}-${process.arch}`, "bin", "node"),
    path.join(bin, "node"),
  );
  fs.symlinkSync(path.join(modules, "npm", "bin", "npm-cli.js"), path.join(bin, "npm"));
  // Certificates and proxies of the machine stay; the Node of this run goes.
  const env = {
    ...cleanEnvironment(),
    PATH: [bin, "/usr/local/bin", "/usr/bin", "/bin"].join(path.delimiter),
  };
  return { bin, env, remove: () => fs.rmSync(folder, { recursive: true, force: true }) };
}

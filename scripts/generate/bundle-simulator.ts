import fs from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { rootCertificates } from "node:tls";

import { build } from "esbuild";

const folder = process.argv[2] ?? ".foedus/simulator";

/** The simulator with what it takes of Hardhat, as it goes into its image: no node_modules, and beside it the machine, which is native. */
fs.rmSync(folder, { recursive: true, force: true });
await build({
  entryPoints: ["scripts/simulator/main.ts", "scripts/simulator/run-simulation.ts"],
  outdir: folder,
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // What Hardhat has for compilers, tests and its command line is loaded when it is asked for, which is never.
  splitting: true,
  external: [
    // The machine, which is looked for beside the bundle first.
    "*.node",
    "@nomicfoundation/edr-*",
    // Of compilers and of telemetry.
    "@nomicfoundation/solidity-analyzer",
    "@sentry/core",
    "tsx",
  ],
  platform: "node",
  format: "esm",
  target: "node24",
  banner: {
    // Hardhat imports the function under its own name.
    js: 'import { createRequire as requireFrom } from "node:module"; const require = requireFrom(import.meta.url);',
  },
  logLevel: "warning",
});
// What Hardhat itself depends on.
const hardhat = createRequire(import.meta.resolve("hardhat"));
const edr = createRequire(hardhat.resolve("@nomicfoundation/edr"));
const machine = edr.resolve(`@nomicfoundation/edr-linux-${process.arch}-gnu`);
fs.copyFileSync(machine, path.join(folder, path.basename(machine)));
// The machine does not start where it finds no certificate of an authority, though it speaks to loopback alone; images have none.
fs.writeFileSync(path.join(folder, "roots.pem"), `${rootCertificates.join("\n")}\n`);
// Hardhat asks the nearest package for the root of a project, and for its own version.
const { name, version } = hardhat("hardhat/package.json") as { name: string; version: string };
fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ name, version }));

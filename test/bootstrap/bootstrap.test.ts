import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { eventually, Program, root, temporaryFolder } from "./launcher.ts";
import { oldMachine } from "./old-node.ts";

/** The smallest workspace that the bootstrap can serve: one package to install, and an entry that tells what it was given. */
function writeProject(folder: string): void {
  fs.mkdirSync(path.join(folder, "scripts", "start"), { recursive: true });
  fs.copyFileSync(
    path.join(root, "scripts", "bootstrap.mjs"),
    path.join(folder, "scripts", "bootstrap.mjs"),
  );
  fs.mkdirSync(path.join(folder, "local"));
  fs.writeFileSync(
    path.join(folder, "local", "package.json"),
    JSON.stringify({ name: "local-package", version: "1.0.0" }),
  );
  writeManifest(folder, "project");
  fs.writeFileSync(
    path.join(folder, "scripts", "start", "start.ts"),
    `const told: string = JSON.stringify({ node: process.version, args: process.argv.slice(2), npm: process.env["npm_execpath"] });
     console.log("told " + told);
     process.on("SIGTERM", () => process.exit(7));
     if (process.argv.includes("--wait")) setInterval(() => undefined, 1_000);
     if (process.argv.includes("--fail")) process.exit(3);`,
  );
}

/** package.json and the lock file that fits it. */
function writeManifest(
  folder: string,
  name: string,
  moreScripts: Record<string, string> = {},
): void {
  const dependencies = { "local-package": "file:local" };
  const scripts = { start: "node scripts/bootstrap.mjs start", ...moreScripts };
  fs.writeFileSync(
    path.join(folder, "package.json"),
    JSON.stringify({ name, version: "1.0.0", dependencies, scripts }),
  );
  const packages = {
    "": { name, version: "1.0.0", dependencies: { "local-package": "file:local" } },
    local: { name: "local-package", version: "1.0.0" },
    "node_modules/local-package": { resolved: "local", link: true },
  };
  fs.writeFileSync(
    path.join(folder, "package-lock.json"),
    JSON.stringify({ name, version: "1.0.0", lockfileVersion: 3, requires: true, packages }),
  );
}

describe("The bootstrap under an old Node", { timeout: 300_000 }, () => {
  const folder = temporaryFolder("bootstrap");
  let machine: ReturnType<typeof oldMachine>;

  before(() => {
    machine = oldMachine();
    writeProject(folder);
  });
  after(() => {
    machine.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function run(
    args: readonly string[],
    nodeArgs: readonly string[] = [],
    env: NodeJS.ProcessEnv = machine.env,
  ) {
    const program = new Program(
      path.join(machine.bin, "node"),
      [...nodeArgs, "scripts/bootstrap.mjs", ...args],
      { cwd: folder, env },
    );
    const { code, signal } = await program.exited;
    return { code, signal, output: program.output };
  }

  it("installs a new Node and the packages, and runs the command with both", async () => {
    const program = new Program(
      path.join(machine.bin, "npm"),
      ["start", "--", "--some", "argument"],
      { cwd: folder, env: machine.env },
    );
    const { code } = await program.exited;
    assert.equal(code, 0, program.output);
    assert.match(program.output, /Node v18\.20\.8 is too old: installing Node 24/);
    assert.match(program.output, /Installed in \d+ s\./);
    const told = JSON.parse(/^told (.*)$/m.exec(program.output)?.[1] ?? "{}") as {
      node: string;
      args: string[];
      npm: string;
    };
    assert.match(told.node, /^v24\./);
    assert.deepEqual(told.args, ["--some", "argument"]);
    assert.match(told.npm, /npm-cli\.js$/);
  });

  it("installs nothing the second time", async () => {
    const { code, output } = await run(["start"]);
    assert.equal(code, 0, output);
    assert.match(output, /^told /);
  });

  it("installs again when the lock file has changed", async () => {
    writeManifest(folder, "renamed");
    const { code, output } = await run(["start"]);
    assert.equal(code, 0, output);
    assert.match(output, /Installing the packages/);
  });

  it("begins anew after an installation that failed half-way", async () => {
    writeManifest(folder, "half-way", { postinstall: "exit 5" });
    const failed = await run(["start"]);
    assert.equal(failed.code, 1, failed.output);
    assert.match(failed.output, /npm ci ended with 5/);
    assert.match(failed.output, /Remedy: /);
    assert.ok(
      fs.existsSync(path.join(folder, "node_modules", "local-package")),
      "packages stand there all the same",
    );
    writeManifest(folder, "half-way");
    const repeated = await run(["start"]);
    assert.equal(repeated.code, 0, repeated.output);
    assert.match(repeated.output, /Installing the packages/);
  });

  it("keeps the command's exit code", async () => {
    assert.equal((await run(["start", "--fail"])).code, 3);
  });

  it("passes signals on to the command", async () => {
    const program = new Program(
      path.join(machine.bin, "node"),
      ["scripts/bootstrap.mjs", "start", "--wait"],
      { cwd: folder, env: machine.env },
    );
    await eventually("The command", async () => assert.match(program.output, /^told /m));
    program.child.kill("SIGTERM");
    assert.equal((await program.exited).code, 7);
  });

  it("names the commands when it is given another", async () => {
    const { code, output } = await run(["stop"]);
    assert.equal(code, 2);
    assert.match(output, /start\|test\|check\|bench\|mutate\|coverage\|foedus/);
  });

  it("says what to do on a machine for which there is no Node to install", async () => {
    const other = [
      "--import",
      'data:text/javascript,Object.defineProperty(process,"arch",{value:"riscv64"})',
    ];
    const { code, output } = await run(["start"], other);
    assert.equal(code, 1);
    assert.match(output, /Node v18\.20\.8 is too old/);
    assert.match(output, /Remedy: install Node 24/);
  });

  it("says what to do where there is no npm", async () => {
    // The Node that the bootstrap installed stands alone, without an npm beside it.
    const installed = fs.globSync("node/*/node_modules/*/bin/node", {
      cwd: path.join(folder, ".foedus"),
    })[0];
    assert.ok(installed !== undefined);
    const program = new Program(
      path.join(folder, ".foedus", installed),
      ["scripts/bootstrap.mjs", "start"],
      { cwd: folder, env: { PATH: "/nonexistent" } },
    );
    const { code } = await program.exited;
    assert.equal(code, 1);
    assert.match(program.output, /npm was not found/);
    assert.match(program.output, /Remedy: install npm/);
  });
});

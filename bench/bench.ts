import { mkdir, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";

import { build } from "../scripts/start/build.ts";
import type { Result } from "./result.ts";
import { governance } from "./suites/governance.ts";
import { identity } from "./suites/identity.ts";
import { network } from "./suites/network.ts";
import { payments } from "./suites/payments.ts";
import { start } from "./suites/start.ts";

/** What the command line may set. */
interface Options {
  /** DIDs in the register when resolving them is measured. */
  dids: number;
}

/**
 * `npm run bench [-- <suite> ...]`: measures ours and the peer in the same run, prints a table, writes `bench/results.json`, and
 * fails when a ratio misses its goal.
 */
const suites = { governance, identity, network, payments, start } satisfies Record<
  string,
  (options: Options) => Promise<Result[]>
>;

const help = `npm run bench [-- <suite> ...] [options]

Suites: ${Object.keys(suites).join(", ")}; all unless named.

  --dids <number>   DIDs in the register when resolving them is measured, 100000 unless given
`;

const { values, positionals: asked } = readArguments();
if (values.help === true) {
  console.log(help);
  process.exit(0);
}
const dids = Number(values.dids);
if (!Number.isInteger(dids) || dids < 1_000 || dids > 1_000_000) {
  console.error(
    `--dids is "${values.dids}". Give a whole number from 1000 to 1000000, for instance --dids 10000.`,
  );
  process.exit(2);
}
const unknown = asked.filter((name) => !(name in suites));
if (unknown.length > 0) {
  console.error(
    `There is no suite ${unknown.join(", ")}. Choose from: ${Object.keys(suites).join(", ")}.`,
  );
  process.exit(2);
}

// What a suite has started ends with the process, which a bare signal would not let happen.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  process.once(signal, () => process.exit(1));

for (const name of ["contracts", "mocks", "bindings"] as const) {
  await build(name, {
    logs: path.join(import.meta.dirname, "..", ".foedus", "bench"),
    signal: new AbortController().signal,
    report: (line) => console.log(line),
  });
}

const results: Result[] = [];
for (const [name, measure] of Object.entries(suites)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  console.log(`Measuring ${name} ...`);
  results.push(...(await measure({ dids })));
}

const machine = `${os.cpus().length} x ${os.cpus()[0]?.model ?? os.arch()}, ${Math.round(os.totalmem() / 2 ** 30)} GiB, Node ${process.version}`;
const file = path.join(import.meta.dirname, "results.json");
await mkdir(path.dirname(file), { recursive: true });
await writeFile(
  file,
  `${JSON.stringify({ measuredAt: new Date().toISOString(), machine, results }, null, 2)}\n`,
);

console.log(`\n${table(results)}\n`);
const missed = results.filter(({ ok }) => !ok);
if (missed.length > 0) {
  console.error(`Missed: ${missed.map(({ suite, id }) => `${suite}: ${id}`).join("; ")}`);
  process.exitCode = 1;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        dids: { type: "string", default: "100000" },
        help: { type: "boolean", short: "h" },
      },
      allowPositionals: true,
    });
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\n\n${help}`);
    process.exit(2);
  }
}

/** The results as a Markdown table. */
function table(rows: Result[]): string {
  const number = (value: number | null, digits: number) =>
    value === null ? "-" : value.toLocaleString("en", { maximumFractionDigits: digits });
  const lines = rows.map(
    ({ suite, id, unit, ours, peer, ratio, goal, ok }) =>
      `| ${suite} | ${id} | ${unit} | ${number(ours, 1)} | ${number(peer, 1)} | ${number(ratio, 3)} | ${number(goal, 2)} | ${goal === null ? "reported" : ok ? "met" : "MISSED"} |`,
  );
  return [
    "| suite | what | unit | ours | peer or limit | ratio | goal | |",
    "|---|---|---|--:|--:|--:|--:|---|",
    ...lines,
  ].join("\n");
}

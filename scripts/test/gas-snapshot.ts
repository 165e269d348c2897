import fs from "node:fs";
import path from "node:path";

/** Gas of single calls by the names that the Solidity tests give them (`vm.snapshotGasLastCall`). */
export type GasSnapshot = Readonly<Record<string, number>>;

const file = path.resolve(import.meta.dirname, "../../snapshots/gas.json");

export function writeGas(gas: GasSnapshot, to = file): void {
  const sorted = Object.fromEntries(Object.entries(gas).sort(([a], [b]) => (a < b ? -1 : 1)));
  fs.writeFileSync(to, `${JSON.stringify(sorted, null, 2)}\n`);
}

/** Where the gas of the present contracts is another than what is committed, in sentences; the last one says what to do. */
export function gasProblems(present: GasSnapshot, committedIn = file): string[] {
  const committed = fs.existsSync(committedIn)
    ? (JSON.parse(fs.readFileSync(committedIn, "utf8")) as GasSnapshot)
    : {};
  const names = [...new Set([...Object.keys(committed), ...Object.keys(present)])].sort();
  const problems = names.flatMap((name) => {
    const [before, now] = [committed[name], present[name]];
    if (before === now) return [];
    if (before === undefined) return [`Gas of "${name}" is ${now} and not in snapshots/gas.json.`];
    if (now === undefined) return [`No test measures "${name}" of snapshots/gas.json.`];
    const change = now - before;
    return [
      `Gas of "${name}" is ${now}, ${change > 0 ? "+" : ""}${change} against snapshots/gas.json.`,
    ];
  });
  if (problems.length === 0) return [];
  return [
    ...problems,
    "Remedy: if the change is meant, run `node scripts/test/hardhat-suite.ts solidity /tmp/outcome.json --write-gas` and commit snapshots/gas.json.",
  ];
}

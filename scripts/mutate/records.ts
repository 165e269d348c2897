import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import type { Answer } from "./messages.ts";
import type { Mutant } from "./mutants.ts";
import { targets } from "./targets.ts";

/** What became of a mutant. `by` is the test file that noticed it. */
export type Verdict =
  | { kind: "killed"; by: string }
  /** The tests came to no end in time, or took their process with them. */
  | { kind: "unfinished" }
  | { kind: "uncompiled" }
  | { kind: "survived" };

interface Line {
  id: string;
  /** The change itself, because ids move with the lines. */
  after: string;
  /** Hash of the changed contract and of all contracts that it imports. */
  contracts: string;
  /** Hash of the tests that have to be the same for the verdict to stand. */
  tests: string;
  verdict: Verdict;
}

export function verdictOf(answer: Answer | "unfinished"): Verdict {
  if (answer === "unfinished") return { kind: "unfinished" };
  if (answer.kind === "uncompiled") return { kind: "uncompiled" };
  if (answer.kind === "ready") throw new Error("A worker answered before it had run anything.");
  const failed = answer.runs.find(({ failures }) => failures.length > 0);
  return failed === undefined ? { kind: "survived" } : { kind: "killed", by: failed.file };
}

/**
 * What earlier runs found, one line of JSON each, in a file that is committed, so that the next run goes on from there on any machine. A mutant is looked at again when its contract or one that it imports has changed; a
 * survivor also when a test of its contract has, a killed one when the test that noticed it has. What other contracts do around it is taken
 * to notice the same as before, so that one change does not forget the hours of all others.
 */
export class Records {
  readonly #root: string;
  readonly #file: string;
  readonly #durationsFile: string;
  readonly #closure: (file: string) => Iterable<string>;
  readonly #hashes = new Map<string, string>();
  readonly #lines = new Map<string, Line>();
  #durations: Record<string, number>;
  /** How many mutants of a contract a test file has noticed: it comes earlier for the next. */
  readonly #kills = new Map<string, number>();

  /** What this machine alone knows goes below `folder`; `closure` names a file and all that it imports. */
  constructor(folder: string, root: string, closure: (file: string) => Iterable<string>) {
    this.#root = root;
    this.#closure = closure;
    this.#file = path.join(root, "snapshots", "mutation.jsonl");
    this.#durationsFile = path.join(folder, "durations.json");
    fs.mkdirSync(folder, { recursive: true });
    for (const line of read(this.#file).split("\n").filter(Boolean)) {
      const record = JSON.parse(line) as Line;
      this.#lines.set(record.id, record);
    }
    this.#durations = this.#readDurations();
  }

  #readDurations(): Record<string, number> {
    return JSON.parse(read(this.#durationsFile) || "{}") as Record<string, number>;
  }

  forget(): void {
    this.#lines.clear();
    fs.rmSync(this.#file, { force: true });
  }

  verdict(mutant: Mutant): Verdict | undefined {
    const line = this.#lines.get(mutant.id);
    if (line?.after !== mutant.after || line.contracts !== this.#contracts(mutant))
      return undefined;
    return line.tests === this.#hash(testsOf(mutant, line.verdict)) ? line.verdict : undefined;
  }

  note(mutant: Mutant, verdict: Verdict): void {
    const line: Line = {
      id: mutant.id,
      after: mutant.after,
      contracts: this.#contracts(mutant),
      tests: this.#hash(testsOf(mutant, verdict)),
      verdict,
    };
    this.#lines.set(mutant.id, line);
    fs.appendFileSync(this.#file, `${JSON.stringify(line)}\n`);
    if (verdict.kind !== "killed") return;
    const key = `${mutant.file} ${verdict.by}`;
    this.#kills.set(key, (this.#kills.get(key) ?? 0) + 1);
  }

  /** Writes the file anew, in the order of the mutants and without those that are no more. */
  tidy(mutants: readonly Mutant[]): void {
    const lines = mutants.flatMap((mutant) =>
      this.verdict(mutant) === undefined ? [] : [this.#lines.get(mutant.id)],
    );
    fs.writeFileSync(this.#file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  }

  duration(test: string): number | undefined {
    return this.#durations[`${test} ${this.#hash([test])}`];
  }

  noteDuration(test: string, milliseconds: number): void {
    // Two runs about different contracts may go on at the same time.
    this.#durations = { ...this.#readDurations(), [`${test} ${this.#hash([test])}`]: milliseconds };
    fs.writeFileSync(this.#durationsFile, JSON.stringify(this.#durations, null, 2));
  }

  /** The tests of a mutant's contract: the cheap ones first, and those that notice much. */
  ordered({ file }: Mutant): string[] {
    const cost = (test: string) =>
      (this.duration(test) ?? 0) / (1 + (this.#kills.get(`${file} ${test}`) ?? 0));
    const { tests = [] } = targets.find((target) => target.file === file) ?? {};
    return [...tests].sort((a, b) => cost(a) - cost(b));
  }

  /** Packages stand in exact versions in the lock file. */
  #contracts({ file }: Mutant): string {
    return this.#hash(
      [...this.#closure(file)].filter((part) => part.startsWith("contracts/")).sort(),
    );
  }

  #hash(files: readonly string[]): string {
    const key = files.join("\n");
    const known = this.#hashes.get(key);
    if (known !== undefined) return known;
    const hash = createHash("sha256");
    for (const file of files) {
      hash.update(`${file}\0`).update(fs.readFileSync(path.join(this.#root, file)));
    }
    const digest = hash.digest("hex").slice(0, 16);
    this.#hashes.set(key, digest);
    return digest;
  }
}

function testsOf({ file }: Mutant, verdict: Verdict): readonly string[] {
  if (verdict.kind === "killed") return [verdict.by];
  if (verdict.kind === "uncompiled") return [];
  return targets.find((target) => target.file === file)?.tests ?? [];
}

const read = (file: string): string => (fs.existsSync(file) ? fs.readFileSync(file, "utf8") : "");

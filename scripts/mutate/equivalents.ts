import fs from "node:fs";
import path from "node:path";

import type { Mutant } from "./mutants.ts";
import type { Verdict } from "./records.ts";

/** A mutant that does what the contract does, whatever happens: no test can notice it. */
export interface Equivalent {
  id: string;
  /** The changed line, because lines move: an entry whose change is another one is refused. */
  after: string;
  reason: string;
}

export function readEquivalents(root: string): Equivalent[] {
  const file = path.join(root, "scripts", "mutate", "equivalent.json");
  return JSON.parse(fs.readFileSync(file, "utf8")) as Equivalent[];
}

/** Entries of the list that are wrong: of no mutant that exists, of one that a test noticed, twice, or without a reason. */
export function equivalenceProblems(
  equivalents: readonly Equivalent[],
  mutants: readonly Mutant[],
  verdicts: ReadonlyMap<string, Verdict | undefined> = new Map(),
): string[] {
  const remedy = "\nRemedy: correct scripts/mutate/equivalent.json.";
  return equivalents.flatMap(({ id, after, reason }, index) => {
    const mutant = mutants.find((other) => other.id === id);
    if (mutant?.after !== after) {
      return `${id} is listed as equivalent, and no such change exists: ${after}${remedy}`;
    }
    if (equivalents.findIndex((other) => other.id === id) !== index) {
      return `${id} is listed as equivalent twice.${remedy}`;
    }
    if (reason.trim() === "") return `${id} is listed as equivalent without a reason.${remedy}`;
    const verdict = verdicts.get(id);
    if (verdict === undefined || verdict.kind === "survived") return [];
    const how = verdict.kind === "killed" ? `noticed by ${verdict.by}` : verdict.kind;
    return `${id} is listed as equivalent, and was ${how}.${remedy}`;
  });
}

import { light } from "./compiler.ts";
import type { Equivalent } from "./equivalents.ts";
import { isForemost, type Mutant, type Operator, operators } from "./mutants.ts";
import type { Verdict } from "./records.ts";
import { fuzzRuns } from "./solidity-settings.ts";
import { toleratedTests } from "./tolerated.ts";

export interface Findings {
  /** Every mutant, by file. */
  all: ReadonlyMap<string, readonly Mutant[]>;
  /** Those that were tried, in the order in which they were drawn. */
  tried: ReadonlyMap<string, readonly Mutant[]>;
  verdicts: ReadonlyMap<string, Verdict | undefined>;
  equivalents: readonly Equivalent[];
  seed: number;
}

interface Counts {
  mutants: number;
  tried: number;
  killed: number;
  unfinished: number;
  survived: number;
  equivalent: number;
  uncompiled: number;
}

/** `docs/mutation.md`: depends on nothing but what was found. */
export function page(findings: Findings): string {
  const { all, tried, verdicts, equivalents, seed } = findings;
  const listed = new Map(equivalents.map(({ id, reason }) => [id, reason]));
  const countOf = (mutants: number, sample: readonly Mutant[]): Counts => {
    const of = (kind: Verdict["kind"]) =>
      sample.filter(({ id }) => verdicts.get(id)?.kind === kind).length;
    const survivors = sample.filter(({ id }) => verdicts.get(id)?.kind === "survived");
    const equivalent = survivors.filter(({ id }) => listed.has(id)).length;
    return {
      mutants,
      tried: sample.length,
      killed: of("killed"),
      unfinished: of("unfinished"),
      survived: survivors.length - equivalent,
      equivalent,
      uncompiled: of("uncompiled"),
    };
  };
  const foremost = countOf(
    [...all.values()].flat().filter(isForemost).length,
    [...tried.values()].flat().filter(isForemost),
  );
  const files = [...all.keys()].filter((file) => (all.get(file)?.length ?? 0) > 0);
  const rows = files.map((file) => ({
    name: `\`${file.replace("contracts/", "")}\``,
    ...countOf(all.get(file)?.length ?? 0, tried.get(file) ?? []),
  }));
  const total = rows.reduce<Counts>((sum, row) => add(sum, row), none);
  const survivors = files.flatMap((file) =>
    (tried.get(file) ?? []).filter(
      ({ id }) => verdicts.get(id)?.kind === "survived" && !listed.has(id),
    ),
  );
  const tolerated = toleratedTests();

  return `# Mutation score

Written by \`npm run mutate\`: run it instead of editing.

A mutant is the contracts with one small change. A test that fails has noticed it: the mutant is killed. One that no test notices has
survived, and either shows what no test looks at or does what the contract does, whatever happens (equivalent). The score is killed out of
killed and survived.

**The foremost: ${score(foremost)}** of ${foremost.tried} tried (there are ${foremost.mutants}): majorities and times off by one, dropped checks, missing modifiers,
signatures that bind less, the present in place of the snapshot, parties exchanged, a wrong way of rounding, and every change of the
rules of voting. **All: ${score(total)}** of ${total.tried} tried.

${
  total.tried === total.mutants
    ? `All ${total.mutants} mutants were tried.`
    : `Of ${total.mutants} mutants ${total.tried} were tried: of each contract the foremost, then the first ones in the order of the hash of seed and id
(seed ${seed}), as many as the time allowed. The next run goes on from there. Missing tests are written for survivors, and those
that stand below still wait for theirs: the score speaks of those that were tried, among the others more will survive.`
}

| contract | mutants | tried | killed | of these without end | survived | equivalent | not compiled | score |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
${[...rows, { name: "**all**", ...total }].map(line).join("\n")}

## How it is done

The mutator walks the syntax tree of the compiler and changes the text of one node at a time, in the contracts above; mocks and interfaces
decide nothing, and \`Roles.sol\` is held by a table of its own (\`test/integration/access/role-table.test.ts\`). What it changes:

${(Object.keys(operators) as Operator[])
  .map((operator) => {
    const of = (mutants: ReadonlyMap<string, readonly Mutant[]>) =>
      [...mutants.values()].flat().filter((mutant) => mutant.operator === operator).length;
    return `- \`${operator}\` (${of(all)}, tried ${of(tried)}): ${operators[operator]}`;
  })
  .join("\n")}

Each mutant is compiled alone, in a copy of the project, with solc ${light.version} for ${light.evmVersion}, without optimiser where the stack allows it, and without
the intermediate representation where the stack is large enough; the chain takes code of any size. The tests that can see the
contract (\`scripts/mutate/targets.ts\`) run against it, Solidity tests and those of mocha, the cheap ones first, up to the first failure.
Without a mutant they pass with the same settings. A system that cannot be deployed with the mutant has killed it too. Fuzz tests count,
with ${fuzzRuns} runs; the invariants and the comparison of the majorities with their model (\`voting-rules.test.ts\`) do not. All this is less
than in \`npm test\`, which can only lower the score.
${
  tolerated.length === 0
    ? ""
    : `
Left out are tests that measure or compare code as the build makes it:

${tolerated.map((title) => `- ${title}`).join("\n")}
`
}
The run is no part of \`.ci/run\`, because it takes hours; that the list of equivalent mutants names existing ones is tested there. An
interrupted run goes on where it stopped. \`npm run mutate -- --help\` tells the options.

## Survivors

${survivors.length === 0 ? "None." : survivors.map(entry).join("\n")}

## Equivalent mutants

${
  equivalents.length === 0
    ? "None."
    : equivalents
        .flatMap(({ id, reason }) => {
          const mutant = [...all.values()].flat().find((other) => other.id === id);
          return mutant === undefined ? [] : `${entry(mutant)}\n${reason}\n`;
        })
        .join("\n")
}
`;
}

const none: Counts = {
  mutants: 0,
  tried: 0,
  killed: 0,
  unfinished: 0,
  survived: 0,
  equivalent: 0,
  uncompiled: 0,
};

function add(a: Counts, b: Counts): Counts {
  const keys = Object.keys(none) as (keyof Counts)[];
  return Object.fromEntries(keys.map((key) => [key, a[key] + b[key]])) as unknown as Counts;
}

function score({ killed, unfinished, survived }: Counts): string {
  const dead = killed + unfinished;
  // Rounded down: 94.96 % is not 95 %.
  return dead + survived === 0
    ? "-"
    : `${(Math.floor((1000 * dead) / (dead + survived)) / 10).toFixed(1)} %`;
}

function line({ name, ...counts }: Counts & { name: string }): string {
  const { mutants, tried, killed, unfinished, survived, equivalent, uncompiled } = counts;
  const cells = [mutants, tried, killed + unfinished, unfinished, survived, equivalent, uncompiled];
  return `| ${name} | ${cells.join(" | ")} | ${score(counts)} |`;
}

function entry({ id, before, after }: Mutant): string {
  return `\`${id}\`

\`\`\`diff
- ${before}
+ ${after}
\`\`\`
`;
}

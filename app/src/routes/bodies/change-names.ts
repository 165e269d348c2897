import type { Change } from "#lib/features/bodies/read-parameters.ts";
import { functionName } from "#lib/features/permissions/matrix.ts";
import { ruleChangeOf } from "#lib/features/proposals/from-index.ts";
import type { knownContracts } from "#lib/features/proposals/known-contracts.ts";

type Hex = `0x${string}`;

/** Puts the names of contracts and functions to what was settled about a body. */
export function changeNames(contracts: ReturnType<typeof knownContracts>) {
  const nameOf = (target: Hex, selector: Hex) => ({
    contract: contracts.get(target)?.name ?? null,
    name: functionName(contracts, target, selector),
  });
  const named = (changes: readonly Change[]) =>
    changes.map((change) => {
      switch (change.what) {
        case "rule": {
          const { rule, ...rest } = change;
          return { ...rest, ...ruleChangeOf(rule) };
        }
        case "class":
          return { ...change, ...nameOf(change.target, change.selector) };
        case "pinned":
          return { ...change, contract: contracts.get(change.target)?.name ?? null };
        default:
          return change;
      }
    });
  return { nameOf, named };
}

export type NamedChange = ReturnType<ReturnType<typeof changeNames>["named"]>[number];

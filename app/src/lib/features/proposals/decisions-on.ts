import type { EventReader } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { ProposalDetailRow } from "#lib/index/proposals.ts";

import { readRows } from "./read-from-contracts.ts";

type Hex = `0x${string}`;

/** A decision by its number and text. */
export type DecisionRow = Pick<ProposalDetailRow, "number" | "description">;

/** Decisions on an entry of a register, from the body's own events. */
export interface DecisionsOn {
  /** Proposals that name it in a call, in the order in which they were made. */
  naming: { selector: Hex; proposal: ProposalDetailRow }[];
  /** The decision that a transaction carried out; none when it was nobody's. */
  executedIn: (transaction: Hex) => DecisionRow[];
}

/** @param changes Transactions in which the entry changed. */
export async function readDecisionsOn(
  chain: EventReader,
  addresses: Addresses,
  id: Hex,
  changes: readonly Hex[],
): Promise<DecisionsOn> {
  const rows = await readRows(chain, addresses, (all) =>
    all.filter(
      (row) =>
        selectorsNaming(row, id).length > 0 ||
        (row.executedIn !== null && changes.includes(row.executedIn)),
    ),
  );
  return {
    naming: rows
      .toReversed()
      .flatMap((proposal) =>
        selectorsNaming(proposal, id).map((selector) => ({ selector, proposal })),
      ),
    executedIn: (transaction) =>
      rows
        .filter(({ executedIn }) => executedIn === transaction)
        .map(({ number, description }) => ({ number, description })),
  };
}

/** Selectors of the calls whose first or second argument is an id: what the index looks at too. */
export function selectorsNaming({ calls }: Pick<ProposalDetailRow, "calls">, id: Hex): Hex[] {
  const word = id.slice(2).toLowerCase();
  return calls.flatMap(({ calldata }) => {
    const first = calldata.slice(10, 74).toLowerCase();
    const second = calldata.slice(74, 138).toLowerCase();
    const selector: Hex = `0x${calldata.slice(2, 10)}`;
    return first === word || second === word ? [selector] : [];
  });
}

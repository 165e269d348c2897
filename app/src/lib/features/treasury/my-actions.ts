import type { WaitingProposal } from "#lib/index/treasury.ts";

import { isOfficer, waitingOf } from "./budget-line.ts";
import type { ContributionRow } from "./contributions.ts";

interface LineOfTreasury {
  proposals: readonly WaitingProposal[];
  closedAt: number | null;
}

interface CallOfTreasury {
  rows: readonly ContributionRow[] | null;
  /** Whose keys act for whom. */
  representatives: readonly { key: string; account: string }[];
}

/** What waits for an account: proposals of other officers, and what the members that it acts for have to pay. */
export function treasuryActions<Line extends LineOfTreasury, Call extends CallOfTreasury>(
  {
    lines,
    calls,
    officers,
  }: {
    lines: readonly Line[];
    calls: readonly Call[];
    officers: readonly { account: string; since: number }[];
  },
  account: string | null,
  now: number,
): {
  confirm: { line: Line; proposal: WaitingProposal }[];
  owes: { call: Call; row: ContributionRow }[];
} {
  const own = account?.toLowerCase();
  const confirm = isOfficer(officers, account, now)
    ? lines.flatMap((line) =>
        waitingOf(line, now)
          .filter(({ proposer }) => proposer !== own)
          .map((proposal) => ({ line, proposal })),
      )
    : [];
  const owes = calls.flatMap((call) => {
    const members = call.representatives.filter(({ key }) => key === own);
    return (call.rows ?? [])
      .filter((row) => row.left > 0n && members.some((one) => one.account === row.account))
      .map((row) => ({ call, row }));
  });
  return { confirm, owes };
}

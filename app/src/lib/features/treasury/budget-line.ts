import type { BudgetLine, WaitingProposal } from "#lib/index/treasury.ts";

const day = 86_400;

/** Seconds in which a second person can confirm, as `Treasury.PROPOSAL_TERM` has it for ever. */
export const proposalTerm = 14 * day;

/** Where a line stands, by the chain's clock. */
export type LineState =
  /** Its first second is still to come. */
  | "upcoming"
  | "open"
  /** It could pay, but has nothing left. */
  | "exhausted"
  /** Its last second has passed. */
  | "over"
  /** The body closed it for good. */
  | "closed";

type Standing = Pick<BudgetLine, "from" | "until" | "ceiling" | "spent" | "closedAt">;

/** @param now Seconds since 1970. */
export function lineState(line: Standing, now: number): LineState {
  if (line.closedAt !== null) return "closed";
  if (now > line.until) return "over";
  if (now < line.from) return "upcoming";
  return leftOf(line) === 0n ? "exhausted" : "open";
}

/** What the line can still spend, in units of its token. */
export function leftOf({ ceiling, spent }: Pick<BudgetLine, "ceiling" | "spent">): bigint {
  return ceiling - spent;
}

/** What one person alone can still spend of the line today (UTC), as `Treasury.leftAlone` counts it. */
export function leftAlone(
  {
    twoPersonAbove,
    spentAlone,
    aloneDay,
  }: Pick<BudgetLine, "twoPersonAbove" | "spentAlone" | "aloneDay">,
  now: number,
): bigint {
  const spent = aloneDay === Math.floor(now / day) ? spentAlone : 0n;
  return spent < twoPersonAbove ? twoPersonAbove - spent : 0n;
}

/** Proposals of a line that can still be confirmed, the newest first. */
export function waitingOf<Proposal extends Pick<WaitingProposal, "expiresAt">>(
  { proposals, closedAt }: { proposals: readonly Proposal[]; closedAt: number | null },
  now: number,
): Proposal[] {
  return closedAt === null ? proposals.filter(({ expiresAt }) => now <= expiresAt) : [];
}

/** Whether an account keeps the accounts now. */
export function isOfficer(
  officers: readonly { account: string; since: number }[],
  account: string | null,
  now: number,
): boolean {
  return officers.some((one) => one.account === account?.toLowerCase() && one.since <= now);
}

/** Where the page of a line is. */
export const linePath = (line: string): string => `/payments/treasury/${line}`;

/** Where the page of a call for contributions is. */
export const callPath = (call: string): string => `/payments/treasury/contributions/${call}`;

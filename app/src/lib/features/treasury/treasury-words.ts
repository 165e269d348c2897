import type { ContributionKey } from "#lib/index/treasury.ts";
import { m } from "#lib/messages.ts";
import {
  formatDuration,
  formatNumber,
  formatShare,
  formatTime,
  shortened,
} from "#lib/ui/format.ts";
import { type Currency, formatMoney } from "#lib/ui/money.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import type { LineState } from "./budget-line.ts";
import type { CallState } from "./contributions.ts";
import type { LineEntry } from "./entries.ts";
import type { Funding } from "./funding.ts";

interface BadgeOfState {
  shape: Shape;
  tone: Tone;
  word: string;
}

export function lineStateBadge(state: LineState): BadgeOfState {
  switch (state) {
    case "upcoming":
      return { shape: "clock", tone: "neutral", word: m.treasury_line_upcoming() };
    case "open":
      return { shape: "disc", tone: "favour", word: m.treasury_line_open() };
    case "exhausted":
      return { shape: "ring", tone: "neutral", word: m.treasury_line_exhausted() };
    case "over":
      return { shape: "check", tone: "neutral", word: m.treasury_line_over() };
    case "closed":
      return { shape: "square", tone: "neutral", word: m.treasury_line_closed() };
  }
}

export function callStateBadge(state: CallState): BadgeOfState {
  switch (state) {
    case "open":
      return { shape: "clock", tone: "action", word: m.treasury_call_open() };
    case "paid":
      return { shape: "check", tone: "favour", word: m.treasury_call_paid() };
    case "overdue":
      return { shape: "cross", tone: "against", word: m.treasury_call_overdue() };
    case "closed":
      return { shape: "square", tone: "neutral", word: m.treasury_call_closed() };
  }
}

/** How members share a call. @param edition Name of the shares that the body decided on. */
export function keyWords(
  key: ContributionKey,
  { timepoint, edition }: { timepoint: number; edition: string | null },
): string {
  switch (key) {
    case "heads":
      return m.treasury_key_heads({ time: formatTime(timepoint, "minute", "UTC") });
    case "population":
      return m.treasury_key_population({ time: formatTime(timepoint, "minute", "UTC") });
    case "data":
      return m.treasury_key_data({ edition: edition ?? "" });
  }
}

/** How what a member owes was counted. */
export function shareSum(
  { total, totalShares }: { total: bigint; totalShares: bigint },
  { share }: { share: bigint },
  currency: Currency | null,
): string {
  return m.treasury_share_sum({
    total: formatMoney(total, currency),
    share: formatNumber(share),
    shares: formatNumber(totalShares),
  });
}

/** A part of a whole as percent; of nothing, nothing. */
export function partOf(part: bigint, whole: bigint): string {
  return formatShare(whole === 0n ? 0 : Number((part * 10_000n) / whole) / 10_000);
}

/** What an entry of a line was. */
export function entryWords({ funding }: Pick<LineEntry, "funding">): string {
  return funding ? fundingWords(funding) : m.treasury_entry_payment();
}

export function fundingWords(funding: Funding): string {
  switch (funding.kind) {
    case "escrow":
      return m.treasury_entry_escrow();
    case "stream":
      return m.treasury_entry_stream();
    case "top-up":
      return m.treasury_entry_top_up();
    case "other":
      return m.treasury_entry_other();
  }
}

/** What a proposal that waits would do, in one sentence. */
export function waitingSentence(
  proposal: { amount: bigint; target: string; reference: string | null; funding: Funding | null },
  currency: Currency | null,
): string {
  const amount = formatMoney(proposal.amount, currency);
  const { funding, reference } = proposal;
  if (!funding)
    return reference
      ? m.treasury_waits_payment_reference({ amount, payee: shortened(proposal.target), reference })
      : m.treasury_waits_payment({ amount, payee: shortened(proposal.target) });
  const payee = funding.payee === null ? "" : shortened(funding.payee);
  switch (funding.kind) {
    case "escrow":
      return m.treasury_waits_escrow({
        amount,
        payee,
        time: formatTime(funding.captureBy, "minute", "UTC"),
      });
    case "stream":
      return m.treasury_waits_stream({
        amount,
        payee,
        rate: formatMoney(funding.amountPerPeriod, currency),
        period: formatDuration(funding.period),
        time: formatTime(funding.until, "minute", "UTC"),
      });
    case "top-up":
      return m.treasury_waits_top_up({ amount, payee });
    case "other":
      return m.treasury_waits_other({ amount, target: shortened(proposal.target) });
  }
}

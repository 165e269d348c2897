import type { PaymentSubscription } from "#lib/index/payments.ts";

type Agreed = Pick<
  PaymentSubscription,
  "from" | "end" | "period" | "grace" | "amountPerPeriod" | "periods" | "status"
>;

/** A period of a subscription: times in seconds since 1970, amounts in units of the token. */
export interface Period {
  index: number;
  /** First second. */
  opensAt: number;
  /** First second after it. */
  endsAt: number;
  /** First second in which nothing can be collected for it any more. */
  closesAt: number;
  /** The most that can be collected for it. */
  share: bigint;
  collected: bigint;
  state: "ahead" | "open" | "collected" | "closed";
}

/** How many periods a subscription has; none if it was cancelled before it began. */
export function periodCount({ from, end, period }: Agreed): number {
  return Math.max(0, Math.ceil((end - from) / period));
}

/** A period as the contract counts it. */
export function periodAt(subscription: Agreed, index: number, now: number): Period {
  const { from, end, period, grace, amountPerPeriod } = subscription;
  const opensAt = from + index * period;
  const endsAt = Math.min(opensAt + period, end);
  const closesAt = endsAt + grace;
  const share = (BigInt(endsAt - opensAt) * amountPerPeriod) / BigInt(period);
  const collected = subscription.periods.find((one) => one.index === index)?.collected ?? 0n;
  const state =
    now < opensAt ? "ahead" : collected >= share ? "collected" : now < closesAt ? "open" : "closed";
  return { index, opensAt, endsAt, closesAt, share, collected, state };
}

/** Periods around a time, the latest first: the next one, the present one, and those before it. */
export function periodsAround(subscription: Agreed, now: number, most = 12): Period[] {
  const count = periodCount(subscription);
  const present = Math.floor((now - subscription.from) / subscription.period);
  const last = Math.min(count - 1, Math.max(0, present + 1));
  const first = Math.max(0, last - most + 1);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) =>
    periodAt(subscription, last - i, now),
  );
}

/** What can still be collected at a time for a period. */
export function collectable({ state, share, collected }: Period): bigint {
  return state === "open" ? share - collected : 0n;
}

/**
 * Where a subscription stands. `ahead`: its first period has not begun. `closing`: its last period is over, and can still be collected for.
 * `over`: nothing can be collected any more.
 */
export type SubscriptionState = "ahead" | "active" | "closing" | "over";

export function subscriptionState(
  { from, end, grace }: Pick<Agreed, "from" | "end" | "grace">,
  now: number,
): SubscriptionState {
  if (end <= from || now >= end + grace) return "over";
  if (now < from) return "ahead";
  return now < end ? "active" : "closing";
}

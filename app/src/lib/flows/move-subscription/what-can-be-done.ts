import { collectable, periodAt } from "#lib/features/payments/periods.ts";
import { judging, type Possibility, type Viewer } from "#lib/features/payments/what-can-be-done.ts";
import type { PaymentSubscription } from "#lib/index/payments.ts";

export type SubscriptionAction = "collect" | "cancel";

/** A period for which something can be collected now. Times are seconds since 1970, `left` units of the token. */
export interface OpenPeriod {
  /** From 0. */
  index: number;
  from: number;
  /** First second after it. */
  until: number;
  left: bigint;
}

type Asked = Pick<
  PaymentSubscription,
  "status" | "payer" | "payee" | "amountPerPeriod" | "period" | "from" | "end" | "grace" | "periods"
>;

/** More periods than these are not offered at once; they stay open after others are collected. */
const mostOffered = 60;

/** What can be collected for which periods now, the oldest first: it lapses first. */
export function openPeriods(subscription: Asked, now: number): OpenPeriod[] {
  const { period, from, end, grace } = subscription;
  if (now < from) return [];
  const latest = Math.floor((Math.min(now, end - 1) - from) / period);
  const oldest = Math.max(0, Math.floor((now - grace - from) / period) - 1);
  const found: OpenPeriod[] = [];
  for (let index = oldest; index <= latest && found.length < mostOffered; index++) {
    const at = periodAt(subscription, index, now);
    const left = collectable(at);
    if (at.opensAt < end && left > 0n)
      found.push({ index, from: at.opensAt, until: at.endsAt, left });
  }
  return found;
}

/** What can be done with a subscription, now or later, and by whom: as its contract judges it. */
export function whatCanBeDone(
  subscription: Asked,
  viewer: Viewer,
  now: number,
): Possibility<SubscriptionAction>[] {
  const { status, payer, payee, from, end, period, grace } = subscription;
  const possible = judging(viewer, now);
  const found: Possibility<SubscriptionAction>[] = [];
  // The last period ends with the subscription, and can be collected for until the grace is over.
  const last = end + grace - 1;
  if (openPeriods(subscription, now).length > 0)
    found.push(possible("collect", [payee], { until: last }));
  else {
    const next = from + Math.max(0, Math.floor((now - from) / period) + 1) * period;
    if (next < end) found.push(possible("collect", [payee], { after: next - 1, until: last }));
  }
  if (status === "active" && now < end)
    found.push(possible("cancel", [payer, payee], { until: end - 1 }));
  return found;
}

import { m } from "#lib/messages.ts";
import type {
  PaymentStream,
  PaymentSubscription,
  StreamEvent,
  SubscriptionEvent,
} from "#lib/index/payments.ts";
import { formatDuration } from "#lib/ui/format.ts";
import { type Currency, formatMoney } from "#lib/ui/money.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

import { accruesUntil, accrued, restOf, type StreamState, streamState } from "./accrual.ts";
import { partyName } from "./parties.ts";
import { inSentence, type PaymentContext } from "./payment-words.ts";
import { collectable, type Period, subscriptionState, type SubscriptionState } from "./periods.ts";

interface Badge {
  shape: Shape;
  tone: Tone;
  word: string;
}

export function streamBadge(state: StreamState): Badge {
  switch (state) {
    case "ahead":
      return { shape: "ring", tone: "neutral", word: m.payments_stream_state_ahead() };
    case "running":
      return { shape: "disc", tone: "action", word: m.payments_stream_state_running() };
    case "dry":
      return { shape: "half", tone: "neutral", word: m.payments_stream_state_dry() };
    case "resting":
      return { shape: "pause", tone: "attention", word: m.payments_stream_state_resting() };
    case "paused":
      return { shape: "pause", tone: "neutral", word: m.payments_stream_state_paused() };
    case "over":
      return { shape: "clock", tone: "against", word: m.payments_stream_state_over() };
    case "ended":
      return { shape: "square", tone: "neutral", word: m.payments_stream_state_ended() };
  }
}

/** "€720 in 1 day from Ministry North to Operator Beta". */
export function streamTitle(
  stream: PaymentStream,
  { currency, names }: Pick<PaymentContext, "currency" | "names">,
): string {
  return m.payments_stream_title({
    amount: formatMoney(stream.amountPerPeriod, currency),
    time: formatDuration(stream.period),
    payer: partyName(names, stream.payer),
    payee: partyName(names, stream.payee),
  });
}

/** How a stream stands, in a sentence. */
export function streamSentence(
  stream: PaymentStream,
  reading: bigint | null,
  { currency, names, now }: PaymentContext,
): string {
  const money = (units: bigint) => formatMoney(units, currency);
  const inputs = {
    payer: partyName(names, stream.payer),
    payee: partyName(names, stream.payee),
    accrued: money(accrued(stream, now, reading)),
    until: inSentence(stream.until),
  };
  switch (streamState(stream, now, reading)) {
    case "ahead":
      return m.payments_stream_is_ahead({
        ...inputs,
        deposited: money(stream.deposited),
        from: inSentence(stream.from),
      });
    case "running":
      return stream.meter === null
        ? m.payments_stream_is_running(inputs)
        : m.payments_stream_is_running_metered(inputs);
    case "dry":
      return m.payments_stream_is_dry(inputs);
    case "resting": {
      const node = stream.node?.host ?? "";
      return restOf(stream.node) === "retired"
        ? m.payments_stream_is_resting_for_good({ ...inputs, node })
        : m.payments_stream_is_resting({ ...inputs, node });
    }
    case "paused":
      return m.payments_stream_is_paused(inputs);
    case "over":
      return m.payments_stream_is_over(inputs);
    case "ended":
      return m.payments_stream_is_ended({
        ...inputs,
        paid: money(stream.paid),
        returned: money(stream.returned),
      });
  }
}

/** What ends by itself at a stream; `until` is the last second before. */
export function streamWaits(
  stream: PaymentStream,
  now: number,
): { key: string; until: number; words: string }[] {
  if (stream.status === "ended") return [];
  const until = stream.until - 1;
  if (now > until) return [{ key: "over", until, words: m.payments_stream_wait_over() }];
  const dry = accruesUntil(stream);
  return [
    ...(dry !== null && dry < stream.until
      ? [{ key: "dry", until: dry, words: m.payments_stream_wait_dry() }]
      : []),
    { key: "until", until, words: m.payments_stream_wait_until() },
  ];
}

export function streamEventTitle(event: StreamEvent, currency: Currency | undefined): string {
  const money = (units: bigint) => formatMoney(units, currency);
  switch (event.__typename) {
    case "StreamOpened":
      return m.payments_did_opened({ amount: money(event.deposited) });
    case "StreamToppedUp":
      return m.payments_did_topped_up({ amount: money(event.amount) });
    case "StreamWithdrawn":
      return m.payments_did_withdrawn({ amount: money(event.toPayee), fee: money(event.fee) });
    case "StreamPaused":
      return m.payments_did_paused();
    case "StreamResumed":
      return m.payments_did_resumed();
    case "StreamEnded":
      return m.payments_did_ended({
        payee: money(event.toPayee),
        fee: money(event.fee),
        payer: money(event.toPayer),
      });
  }
}

/** Beside how it stands in time it may have been cancelled, which is a badge of its own. */
export function subscriptionBadge(state: SubscriptionState): Badge {
  switch (state) {
    case "ahead":
      return { shape: "ring", tone: "neutral", word: m.payments_subscription_state_ahead() };
    case "active":
      return { shape: "disc", tone: "action", word: m.payments_subscription_state_active() };
    case "closing":
      return { shape: "half", tone: "action", word: m.payments_subscription_state_closing() };
    case "over":
      return { shape: "square", tone: "neutral", word: m.payments_subscription_state_over() };
  }
}

export const cancelledBadge = (): Badge => ({
  shape: "cross",
  tone: "against",
  word: m.payments_subscription_cancelled(),
});

/** "Operator Beta may collect €250 in 1 day from Ministry North". */
export function subscriptionTitle(
  subscription: PaymentSubscription,
  { currency, names }: Pick<PaymentContext, "currency" | "names">,
): string {
  return m.payments_subscription_title({
    amount: formatMoney(subscription.amountPerPeriod, currency),
    time: formatDuration(subscription.period),
    payer: partyName(names, subscription.payer),
    payee: partyName(names, subscription.payee),
  });
}

/** How a subscription stands, in a sentence. */
export function subscriptionSentence(
  subscription: PaymentSubscription,
  { currency, names, now }: PaymentContext,
): string {
  const inputs = {
    payee: partyName(names, subscription.payee),
    amount: formatMoney(subscription.amountPerPeriod, currency),
    collected: formatMoney(subscription.collected, currency),
    from: inSentence(subscription.from),
    until: inSentence(subscription.end),
    closes: inSentence(subscription.end + subscription.grace),
  };
  switch (subscriptionState(subscription, now)) {
    case "ahead":
      return m.payments_subscription_is_ahead(inputs);
    case "active":
      return m.payments_subscription_is_active(inputs);
    case "closing":
      return m.payments_subscription_is_closing(inputs);
    case "over":
      return m.payments_subscription_is_over(inputs);
  }
}

export function periodBadge({ state }: Period): Badge {
  switch (state) {
    case "ahead":
      return { shape: "ring", tone: "neutral", word: m.payments_period_ahead() };
    case "open":
      return { shape: "disc", tone: "action", word: m.payments_period_open() };
    case "collected":
      return { shape: "check", tone: "favour", word: m.payments_period_collected() };
    case "closed":
      return { shape: "bar", tone: "neutral", word: m.payments_period_closed() };
  }
}

/** What ends by itself at a subscription: the time to collect for each period that is open, what ends first first. */
export function subscriptionWaits(
  subscription: PaymentSubscription,
  periods: readonly Period[],
  { currency, names }: PaymentContext,
): { key: string; until: number; words: string }[] {
  return periods
    .filter((period) => collectable(period) > 0n)
    .toSorted((a, b) => a.closesAt - b.closesAt)
    .map((period) => ({
      key: String(period.index),
      until: period.closesAt - 1,
      words: m.payments_period_wait({
        payee: partyName(names, subscription.payee),
        amount: formatMoney(collectable(period), currency),
        number: period.index + 1,
      }),
    }));
}

export function subscriptionEventTitle(
  event: SubscriptionEvent,
  currency: Currency | undefined,
): string {
  switch (event.__typename) {
    case "Subscribed":
      return m.payments_did_subscribed();
    case "SubscriptionCollected":
      return m.payments_did_collected({
        amount: formatMoney(event.amount, currency),
        fee: formatMoney(event.fee, currency),
        number: event.period + 1,
      });
    case "SubscriptionCancelled":
      return m.payments_did_cancelled();
  }
}

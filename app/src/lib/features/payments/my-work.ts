import type { Index } from "#lib/index/client.ts";
import {
  type Claimable,
  claimablesQuery,
  type Payment,
  paymentsQuery,
  type PaymentStream,
  type PaymentSubscription,
  streamsQuery,
  subscriptionsQuery,
} from "#lib/index/payments.ts";

import { accrued } from "./accrual.ts";
import { namesOfOrganisations, type PartyNames } from "./parties.ts";
import { type PaymentAct, paymentActs, paymentsToActOn } from "./payment-acts.ts";
import { waitsOf } from "./payment-state.ts";
import { collectable, type Period, periodsAround } from "./periods.ts";

type Hex = `0x${string}`;

/** What of one kind is asked for at most. */
const mostAsked = 200;

/** What waits for an account, what ends first first. */
export interface MyWork {
  payments: { payment: Payment; acts: PaymentAct[]; until: number | null }[];
  /** `amount` can be withdrawn; `isOver`: it can be ended. */
  streams: { stream: PaymentStream; amount: bigint; isOver: boolean }[];
  /** The period whose time ends first. */
  subscriptions: { subscription: PaymentSubscription; period: Period; amount: bigint }[];
  claimables: Claimable[];
  names: PartyNames;
}

/**
 * Asks the index what waits for an account.
 *
 * @param readingOf What the meter of a stream says; null where nobody here knows it.
 */
export async function readMyWork(
  index: Index,
  account: Hex,
  now: number,
  readingOf: (stream: PaymentStream) => bigint | null,
): Promise<MyWork> {
  const own = account.toLowerCase() as Hex;
  const some = { first: mostAsked, skip: 0 };
  const [payments, streams, subscriptions, claimables] = await Promise.all([
    index.ask(paymentsQuery, { ...some, where: paymentsToActOn(own, now) }),
    index.ask(streamsQuery, { ...some, where: streamsToActOn(own, now) }),
    index.ask(subscriptionsQuery, { ...some, where: { payee: own, from_lte: String(now) } }),
    index.ask(claimablesQuery, { account: own }),
  ]);
  const work = {
    payments: paymentsOf(payments.payments, own, now),
    streams: streamsOf(streams.paymentStreams, own, now, readingOf),
    subscriptions: subscriptionsOf(subscriptions.paymentSubscriptions, now),
    claimables: claimables.claimables,
  };
  const parties = [
    ...work.payments.map(({ payment }) => payment),
    ...work.streams.map(({ stream }) => stream),
    ...work.subscriptions.map(({ subscription }) => subscription),
  ].flatMap(({ payer, payee }) => [payer, payee]);
  return { ...work, names: await namesOfOrganisations(index, parties) };
}

function streamsToActOn(own: Hex, now: number): Record<string, unknown> {
  const open = { status_not: "ENDED" };
  return {
    or: [
      { ...open, payee: own },
      { ...open, payer: own, until_lte: String(now) },
    ],
  };
}

function paymentsOf(payments: readonly Payment[], own: Hex, now: number): MyWork["payments"] {
  return payments
    .map((payment) => ({
      payment,
      acts: paymentActs(payment, own, now),
      until: waitsOf(payment, now)[0]?.until ?? null,
    }))
    .filter(({ acts }) => acts.length > 0)
    .sort((a, b) => (a.until ?? Infinity) - (b.until ?? Infinity));
}

function streamsOf(
  streams: readonly PaymentStream[],
  own: Hex,
  now: number,
  readingOf: (stream: PaymentStream) => bigint | null,
): MyWork["streams"] {
  return streams
    .map((stream) => ({
      stream,
      amount: own === stream.payee ? accrued(stream, now, readingOf(stream)) : 0n,
      isOver: now >= stream.until,
    }))
    .filter(({ amount, isOver }) => amount > 0n || isOver);
}

function subscriptionsOf(
  subscriptions: readonly PaymentSubscription[],
  now: number,
): MyWork["subscriptions"] {
  return subscriptions
    .flatMap((subscription) => {
      const open = periodsAround(subscription, now).filter((period) => collectable(period) > 0n);
      const period = open.at(-1);
      return period ? [{ subscription, period, amount: collectable(period) }] : [];
    })
    .sort((a, b) => a.period.closesAt - b.period.closesAt);
}

/** How many things wait. */
export function workCount({ payments, streams, subscriptions, claimables }: MyWork): number {
  return payments.length + streams.length + subscriptions.length + claimables.length;
}

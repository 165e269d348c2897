import { error } from "@sveltejs/kit";

import { readTokens } from "#lib/chain/read-tokens.ts";
import { readParties } from "#lib/features/payments/parties.ts";
import { stepsShown } from "#lib/features/payments/payment.ts";
import { subscriptionQuery } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const id = params.id.toLowerCase();
  const { paymentSubscription } = /^0x[0-9a-f]{64}$/.test(id)
    ? await reading.index.ask(subscriptionQuery, { id, first: stepsShown, after: "-1" })
    : { paymentSubscription: null };
  if (paymentSubscription === null)
    error(404, m.payments_subscription_not_found(), {
      remedy: m.payments_subscription_not_found_hint(),
    });
  const { events, ...subscription } = paymentSubscription;
  const [currencies, names, now] = await Promise.all([
    readTokens(reading.chain, reading.addresses, [subscription.token]),
    readParties(reading, [
      subscription.payer,
      subscription.payee,
      ...events.map(({ actor }) => actor),
    ]),
    reading.now,
  ]);
  return { subscription, events, currencies, names, now };
};

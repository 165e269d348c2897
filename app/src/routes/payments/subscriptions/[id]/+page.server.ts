import { error } from "@sveltejs/kit";

import { readTokens } from "#lib/chain/read-tokens.ts";
import type { PartyNames } from "#lib/features/payments/parties.ts";
import { subscriptionQuery } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, addresses, now } = await pageReading();
  const id = params.id.toLowerCase();
  const { paymentSubscription: subscription } = /^0x[0-9a-f]{64}$/.test(id)
    ? await index.ask(subscriptionQuery, { id, first: 1000, after: "-1" })
    : { paymentSubscription: null };
  if (subscription === null)
    error(404, m.payments_subscription_not_found(), {
      remedy: m.payments_subscription_not_found_hint(),
    });
  const names: PartyNames = {};
  return {
    subscription,
    currencies: await readTokens(chain, addresses, [subscription.token]),
    names,
    now: await now,
  };
};

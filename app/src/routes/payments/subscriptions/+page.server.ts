import { readTokens } from "#lib/chain/read-tokens.ts";
import { readParties } from "#lib/features/payments/parties.ts";
import {
  readFilter,
  subscriptionStates,
  subscriptionWhere,
} from "#lib/features/payments/payment-filter.ts";
import { subscriptionsQuery } from "#lib/index/payments.ts";
import { pageReading } from "#lib/server/sources.ts";
import { cut, window } from "#lib/ui/paging.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const filter = readFilter(url.searchParams, subscriptionStates);
  const { paymentSubscriptions } = await reading.index.ask(subscriptionsQuery, {
    ...window(filter.page),
    where: subscriptionWhere(filter, await reading.now),
  });
  const { entries, more } = cut(paymentSubscriptions);
  const [currencies, names, now] = await Promise.all([
    readTokens(
      reading.chain,
      reading.addresses,
      entries.map(({ token }) => token),
    ),
    readParties(
      reading,
      entries.flatMap(({ payer, payee }) => [payer, payee]),
    ),
    reading.now,
  ]);
  return { filter, entries, more, currencies, names, now };
};

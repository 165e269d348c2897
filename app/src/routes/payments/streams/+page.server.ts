import { readTokens } from "#lib/chain/read-tokens.ts";
import { nodeThatCounts } from "#lib/features/payments/accrual.ts";
import { readParties } from "#lib/features/payments/parties.ts";
import { readFilter, streamStatuses, streamWhere } from "#lib/features/payments/payment-filter.ts";
import { streamsQuery } from "#lib/index/payments.ts";
import { pageReading } from "#lib/server/sources.ts";
import { cut, window } from "#lib/ui/paging.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const filter = readFilter(url.searchParams, streamStatuses);
  const { paymentStreams } = await reading.index.ask(streamsQuery, {
    ...window(filter.page),
    where: streamWhere(filter),
  });
  const { entries: found, more } = cut(paymentStreams);
  const entries = found.map((stream) => ({
    ...stream,
    node: nodeThatCounts(stream, reading.addresses.NodeRegistry),
  }));
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

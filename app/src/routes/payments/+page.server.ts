import { readTokens } from "#lib/chain/read-tokens.ts";
import { paymentsQuery } from "#lib/index/payments.ts";
import { pageReading } from "#lib/server/sources.ts";
import { cut, pageOf, window } from "#lib/ui/paging.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index, chain, addresses, now } = await pageReading();
  const page = pageOf(url.searchParams);
  const { payments } = await index.ask(paymentsQuery, { ...window(page), where: {} });
  const { entries, more } = cut(payments);
  return {
    page,
    entries,
    more,
    currencies: await readTokens(
      chain,
      addresses,
      entries.map(({ token }) => token),
    ),
    now: await now,
  };
};

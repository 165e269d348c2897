import { readTokens } from "#lib/chain/read-tokens.ts";
import {
  ageing,
  obligationsByDay,
  owedByToken,
  volumesByDay,
} from "#lib/features/payments/money-charts.ts";
import { readParties } from "#lib/features/payments/parties.ts";
import { listedStates, paymentWhere, readFilter } from "#lib/features/payments/payment-filter.ts";
import { mostOpen, readMoney } from "#lib/features/payments/read-money.ts";
import { paymentsQuery } from "#lib/index/payments.ts";
import { pageReading } from "#lib/server/sources.ts";
import { cut, window } from "#lib/ui/paging.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const { index, chain, addresses } = reading;
  const now = await reading.now;
  const filter = readFilter(url.searchParams, listedStates);
  const [{ payments }, { volumes, obligations, levels, before, open }] = await Promise.all([
    index.ask(paymentsQuery, { ...window(filter.page), where: paymentWhere(filter, now) }),
    readMoney(index, now),
  ]);
  const { entries, more } = cut(payments);
  const [currencies, names] = await Promise.all([
    readTokens(
      chain,
      addresses,
      [...entries, ...volumes, ...obligations].map(({ token }) => token),
    ),
    readParties(
      reading,
      entries.flatMap(({ payer, payee }) => [payer, payee]),
    ),
  ]);
  return {
    filter,
    entries,
    more,
    currencies,
    names,
    now,
    volumes: volumesByDay(volumes, now),
    obligations: owedByToken(obligations),
    levels: obligationsByDay(obligations, levels, before, now),
    ages: ageing(open, now),
    isCut: open.length >= mostOpen,
    openCount: open.length,
  };
};

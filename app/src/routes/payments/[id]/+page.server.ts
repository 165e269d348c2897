import { error } from "@sveltejs/kit";

import { readTokens } from "#lib/chain/read-tokens.ts";
import type { PartyNames } from "#lib/features/payments/parties.ts";
import { paymentQuery } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, addresses, now } = await pageReading();
  const id = params.id.toLowerCase();
  const { payment: payment } = /^0x[0-9a-f]{64}$/.test(id)
    ? await index.ask(paymentQuery, { id, first: 1000, after: "-1" })
    : { payment: null };
  if (payment === null)
    error(404, m.payments_payment_not_found(), { remedy: m.payments_payment_not_found_hint() });
  const names: PartyNames = {};
  return {
    payment,
    currencies: await readTokens(chain, addresses, [payment.token]),
    names,
    now: await now,
  };
};

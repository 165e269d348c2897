import { error } from "@sveltejs/kit";

import { readTokens } from "#lib/chain/read-tokens.ts";
import { readParties } from "#lib/features/payments/parties.ts";
import { stepsShown } from "#lib/features/payments/payment.ts";
import { paymentQuery } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const id = params.id.toLowerCase();
  const { payment } = /^0x[0-9a-f]{64}$/.test(id)
    ? await reading.index.ask(paymentQuery, { id, first: stepsShown, after: "-1" })
    : { payment: null };
  if (payment === null)
    error(404, m.payments_payment_not_found(), { remedy: m.payments_payment_not_found_hint() });
  const { events, ...facts } = payment;
  const [currencies, names, now] = await Promise.all([
    readTokens(reading.chain, reading.addresses, [facts.token]),
    readParties(reading, [
      facts.payer,
      facts.payee,
      facts.operator,
      facts.arbiter,
      facts.authorisedBy,
      ...facts.officials,
      ...facts.shares.map(({ payee }) => payee),
      ...events.map((event) => ("actor" in event ? event.actor : null)),
    ]),
    reading.now,
  ]);
  return { payment: facts, events, currencies, names, now };
};

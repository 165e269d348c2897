import { error } from "@sveltejs/kit";

import { readTokens } from "#lib/chain/read-tokens.ts";
import { nodeThatCounts } from "#lib/features/payments/accrual.ts";
import { readParties } from "#lib/features/payments/parties.ts";
import { stepsShown } from "#lib/features/payments/payment.ts";
import { readMeter } from "#lib/features/payments/read-meter.ts";
import { streamQuery } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const id = params.id.toLowerCase();
  const { paymentStream } = /^0x[0-9a-f]{64}$/.test(id)
    ? await reading.index.ask(streamQuery, { id, first: stepsShown, after: "-1" })
    : { paymentStream: null };
  if (paymentStream === null)
    error(404, m.payments_stream_not_found(), { remedy: m.payments_stream_not_found_hint() });
  const { events, ...found } = paymentStream;
  const stream = { ...found, node: nodeThatCounts(found, reading.addresses.NodeRegistry) };
  const [currencies, names, meterReading, now] = await Promise.all([
    readTokens(reading.chain, reading.addresses, [stream.token]),
    readParties(reading, [
      stream.payer,
      stream.payee,
      stream.sponsor,
      stream.openedBy,
      ...events.map(({ actor }) => actor),
    ]),
    readMeter(reading.chain, stream),
    reading.now,
  ]);
  return {
    stream,
    events,
    meterReading,
    currencies,
    names,
    now,
  };
};

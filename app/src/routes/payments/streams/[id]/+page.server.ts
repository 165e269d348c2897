import { error } from "@sveltejs/kit";

import { readTokens } from "#lib/chain/read-tokens.ts";
import type { PartyNames } from "#lib/features/payments/parties.ts";
import { streamQuery } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, addresses, now } = await pageReading();
  const id = params.id.toLowerCase();
  const { paymentStream: stream } = /^0x[0-9a-f]{64}$/.test(id)
    ? await index.ask(streamQuery, { id, first: 1000, after: "-1" })
    : { paymentStream: null };
  if (stream === null)
    error(404, m.payments_stream_not_found(), { remedy: m.payments_stream_not_found_hint() });
  const names: PartyNames = {};
  return {
    stream,
    currencies: await readTokens(chain, addresses, [stream.token]),
    names,
    now: await now,
  };
};

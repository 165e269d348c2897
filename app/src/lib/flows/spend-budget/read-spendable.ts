import type { Addresses } from "#lib/endpoints.ts";
import type { Index } from "#lib/index/client.ts";
import { streamsQuery } from "#lib/index/payments.ts";
import { spendableQuery } from "#lib/index/treasury.ts";

type Hex = `0x${string}`;

/** Streams that are offered for a top-up, the newest first. */
const mostStreams = 100;

/** What a payment in a token can be for: streams that the treasury pays, services of nodes; and the least fee of a new one. */
export async function readSpendable(
  index: Index,
  { Treasury }: Pick<Addresses, "Treasury">,
  token: Hex,
  now: number,
) {
  const [{ paymentToken, nodes }, { paymentStreams }] = await Promise.all([
    index.ask(spendableQuery, { token }),
    index.ask(streamsQuery, {
      first: mostStreams,
      skip: 0,
      where: { payer: Treasury.toLowerCase(), token, status_not: "ENDED", until_gt: String(now) },
    }),
  ]);
  return {
    streams: paymentStreams,
    nodes,
    fee: paymentToken?.allowed ? paymentToken.feeMinimum : null,
  };
}

import { error } from "@sveltejs/kit";

import { verifiersFromContract } from "#lib/chain/contract-views.ts";
import { readProposal } from "#lib/features/proposals/read-proposals.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, url }) => {
  const reading = await pageReading();
  const read = await readProposal(reading, params.id, url.searchParams.get("body"));
  if (!read) {
    error(404, m.proposal_detail_not_found({ id: params.id }), {
      remedy: m.proposal_detail_not_found_hint(),
    });
  }
  const { source: _source, ...found } = read;
  const [now, verifiers] = await Promise.all([
    reading.now,
    verifiersFromContract(reading.chain, found.memberRegistry),
  ]);
  return { now, passkeyVerifier: verifiers?.passkey ?? null, ...found };
};

import { error } from "@sveltejs/kit";

import { verifiersFromContract } from "#lib/chain/contract-views.ts";
import { readProposal } from "#lib/features/proposals/read-proposals.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const read = await readProposal(reading, params.id);
  const found = read?.proposals[0];
  if (!read || !found) {
    error(404, m.proposal_detail_not_found({ id: params.id }), {
      remedy: m.proposal_detail_not_found_hint(),
    });
  }
  const [now, verifiers] = await Promise.all([
    reading.now,
    verifiersFromContract(reading.chain, reading.addresses.MemberRegistry),
  ]);
  return {
    now,
    mandates: read.mandates,
    passkeyVerifier: verifiers?.passkey ?? null,
    ...found,
  };
};

import { error } from "@sveltejs/kit";

import { verifiersFromContract } from "#lib/chain/contract-views.ts";
import { readDeliberation } from "#lib/features/proposals/deliberation.ts";
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
  const now = await reading.now;
  const { proposalId, body, facts } = found.proposal;
  const [verifiers, said] = await Promise.all([
    verifiersFromContract(reading.chain, found.memberRegistry),
    readDeliberation(reading.chain, {
      deliberation: reading.addresses.Deliberation,
      council: body.address,
      memberRegistry: found.memberRegistry,
      proposalId,
      begun: now > facts.voteStart,
    }),
  ]);
  return { now, said, verifiers, ...found };
};

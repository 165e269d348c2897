import { error } from "@sveltejs/kit";

import { verifiersFromContract } from "#lib/chain/contract-views.ts";
import { readDeliberation } from "#lib/features/proposals/deliberation.ts";
import { readProposal } from "#lib/features/proposals/read-proposals.ts";
import type { Veto } from "#lib/features/bodies/vetoes.ts";
import { readVetoes } from "#lib/features/bodies/read-vetoes.ts";
import { type BodyName, isSame, nameBodies, readBodies } from "#lib/chain/bodies.ts";
import { m } from "#lib/messages.ts";
import { type PageReading, pageReading } from "#lib/server/sources.ts";

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
  const [veto, verifiers, said] = await Promise.all([
    // A proposal that was stopped is cancelled; its proposer may have done so as well.
    facts.cancelled === null ? null : readVeto(reading, body.address, proposalId),

    verifiersFromContract(reading.chain, found.memberRegistry),
    readDeliberation(reading.chain, {
      deliberation: reading.addresses.Deliberation,
      council: body.address,
      memberRegistry: found.memberRegistry,
      proposalId,
      begun: now > facts.voteStart,
    }),
  ]);
  return { now, said, veto, verifiers, ...found };
};

/** Who stopped a proposal and why, with the body that the holder is; null when nobody stopped it. */
async function readVeto(
  reading: PageReading,
  council: string,
  proposalId: bigint,
): Promise<(Veto & { by: BodyName | null }) | null> {
  const { used } = await readVetoes(reading);
  const veto = used.find((entry) => entry.council === council && entry.proposalId === proposalId);
  if (!veto) return null;
  const bodies = await readBodies(reading.chain, reading.addresses);
  const holder = bodies.filter(({ Council }) => isSame(Council, veto.holder));
  const [by] = await nameBodies(reading.chain, reading.addresses, holder);
  return { ...veto, by: by ?? null };
}

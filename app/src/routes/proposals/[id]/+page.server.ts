import { error } from "@sveltejs/kit";

import { councilAbi } from "#generated/contracts/Council.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { verifiersFromContract } from "#lib/chain/contract-views.ts";
import { readDeliberation } from "#lib/features/proposals/deliberation.ts";
import type { Proposal } from "#lib/features/proposals/proposal.ts";
import { readProposal } from "#lib/features/proposals/read-proposals.ts";
import type { HeldRight } from "#lib/flows/stop-proposal/stop-eligibility.ts";
import type { Reach, Veto } from "#lib/features/bodies/vetoes.ts";
import { readVetoes, type Vetoes } from "#lib/features/bodies/read-vetoes.ts";
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
  const { grants, used } = await readVetoes(reading);
  const [veto, stopping, verifiers, said] = await Promise.all([
    // A proposal that was stopped is cancelled; its proposer may have done so as well.
    facts.cancelled === null ? null : vetoOf(reading, used, body.address, proposalId),
    readStopping(reading, grants, found.proposal),

    verifiersFromContract(reading.chain, found.memberRegistry),
    readDeliberation(reading.chain, {
      deliberation: reading.addresses.Deliberation,
      council: body.address,
      memberRegistry: found.memberRegistry,
      proposalId,
      begun: now > facts.voteStart,
    }),
  ]);
  return { now, said, veto, stopping, verifiers, ...found };
};

/** Who stopped a proposal and why, with the body that the holder is; null when nobody stopped it. */
async function vetoOf(
  reading: PageReading,
  used: Vetoes["used"],
  council: string,
  proposalId: bigint,
): Promise<(Veto & { by: BodyName | null }) | null> {
  const veto = used.find((entry) => entry.council === council && entry.proposalId === proposalId);
  if (!veto) return null;
  const bodies = await readBodies(reading.chain, reading.addresses);
  const holder = bodies.filter(({ Council }) => isSame(Council, veto.holder));
  const [by] = await nameBodies(reading.chain, reading.addresses, holder);
  return { ...veto, by: by ?? null };
}

/** Who may stop decisions of the body, and what of the proposal such a right is measured against; null when nobody may. */
async function readStopping(
  { chain, addresses }: PageReading,
  grants: Vetoes["grants"],
  { body, calls }: Proposal,
): Promise<{ rights: HeldRight[]; reach: Reach } | null> {
  const council = body.address;
  const rights = grants
    .filter((grant) => grant.over === null && isSame(grant.council, council))
    .map(({ holder, targets, notAfter, over }) => ({ holder, targets, notAfter, over }));
  if (rights.length === 0) return null;
  try {
    const table = await chain.readContract({
      address: council,
      abi: councilAbi,
      functionName: "classTable",
    });
    const targets = [...new Set(calls.map(({ target }) => target))];
    const pinned = await Promise.all(
      targets.map(async (target) => {
        const isPinned = await chain.readContract({
          address: table,
          abi: decisionClassesAbi,
          functionName: "isPinned",
          args: [target],
        });
        return isPinned ? [target] : [];
      }),
    );
    return { rights, reach: { council, pinned: pinned.flat(), vetoes: addresses.Vetoes } };
  } catch {
    // Every page says by itself that the chain gives no answer; without it nobody can stop anything.
    return null;
  }
}

import type { PageSources } from "#lib/chain/events.ts";
import { readVetoes } from "#lib/features/bodies/read-vetoes.ts";
import type { ShownVeto } from "#lib/features/bodies/shown-veto.ts";
import type { Veto, VetoGrant } from "#lib/features/bodies/vetoes.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import { proposalTitle } from "#lib/features/proposals/proposal.ts";
import type { ReadProposal } from "#lib/features/proposals/read-proposals.ts";
import { m } from "#lib/messages.ts";
import { shortened } from "#lib/ui/format.ts";

/** Rights to stop decisions and what was stopped by them, with the names of those of the proposals that the page has read anyway. */
export async function readShownVetoes(
  sources: PageSources,
  proposals: readonly ReadProposal[],
): Promise<{ grants: VetoGrant[]; used: ShownVeto[] }> {
  const { grants, used } = await readVetoes(sources);
  return { grants, used: used.map((veto) => shown(veto, proposals)) };
}

function shown(veto: Veto, proposals: readonly ReadProposal[]): ShownVeto {
  const { council, proposalId, holder, reason, at } = veto;
  const read = proposals.find(
    ({ proposal }) => proposal.body.address === council && proposal.proposalId === veto.proposalId,
  )?.proposal;
  const told = veto.proposal && {
    number: veto.proposal.number,
    text: readDescription(veto.proposal.description),
  };
  const known = read ?? told;
  const id = `0x${proposalId.toString(16).padStart(64, "0")}`;
  return {
    council,
    holder,
    reason,
    at,
    proposalId: id,
    address: known ? String(known.number) : id,
    title: known
      ? m.veto_proposal_named({ number: known.number, title: proposalTitle(known, []) })
      : m.veto_proposal({ id: shortened(id) }),
  };
}

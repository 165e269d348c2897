import { error } from "@sveltejs/kit";

import { readProposal } from "#lib/features/proposals/read-proposals.ts";
import { m } from "#lib/messages.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, deployment } = await sources();
  const [now, read] = await Promise.all([
    chainNow(chain),
    readProposal({ index, chain, addresses: deployment.addresses }, params.id),
  ]);
  const found = read?.proposals[0];
  if (!read || !found) {
    error(404, m.proposal_detail_not_found({ id: params.id }), {
      remedy: m.proposal_detail_not_found_hint(),
    });
  }
  return { now, mandates: read.mandates, ...found };
};

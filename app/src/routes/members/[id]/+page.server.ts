import { error } from "@sveltejs/kit";

import { readMember } from "#lib/features/members/read-members.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import { m } from "#lib/messages.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, deployment } = await sources();
  const [now, read] = await Promise.all([
    chainNow(chain),
    readMember({ index, chain, addresses: deployment.addresses }, params.id),
  ]);
  if (!read) {
    error(404, m.members_not_found({ id: params.id }), { remedy: m.members_not_found_hint() });
  }
  if (read.source === "contracts") return { now, member: read.member, known: null };

  const {
    representatives,
    votes,
    statusHistory,
    weightHistory,
    mandateKey,
    designatedKey,
    registeredAt,
    registeredIn,
  } = read.member;
  return {
    now,
    member: read.member,
    known: {
      mandateKey,
      designatedKey,
      registeredAt,
      registeredIn,
      representatives,
      votes: votes.map(({ proposal, ...vote }) => ({
        ...vote,
        proposal: { number: proposal.number, title: readDescription(proposal.description).title },
      })),
      statusHistory,
      weightHistory,
    },
  };
};

import { error } from "@sveltejs/kit";

import { readMandates, readVotable } from "#lib/features/mandates/read-mandates.ts";
import { readMember } from "#lib/features/members/read-members.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const reading = await pageReading();
  const registry = reading.addresses.MemberRegistry;
  const [now, read, mandates] = await Promise.all([
    reading.now,
    readMember(reading, params.id),
    readMandates(reading, registry),
  ]);
  if (!read) {
    error(404, m.members_not_found({ id: params.id }), { remedy: m.members_not_found_hint() });
  }
  const { account } = read.member;
  const proxy = {
    registry,
    member: mandates.members.find((member) => member.account === account) ?? null,
    members: mandates.members,
    votable: (await readVotable(reading, reading.addresses.Council, now)).map(
      ({ description, ...votable }) => ({ ...votable, title: readDescription(description).title }),
    ),
  };
  if (read.source === "contracts") return { now, member: read.member, proxy, known: null };

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
    proxy,
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

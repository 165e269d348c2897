import { type BodyContracts, type BodyName, nameBodies, readBodies } from "#lib/chain/bodies.ts";
import { isMember } from "#lib/chain/contract-views.ts";
import { readMandates, readVotable } from "#lib/features/mandates/read-mandates.ts";
import { readMember } from "#lib/features/members/read-members.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import type { PageReading } from "#lib/server/sources.ts";

/** A member of a body by its code or its account id, with its mandates; null when the body has no such member. */
export async function readMemberPage(reading: PageReading, body: BodyContracts, id: string) {
  const registry = body.MemberRegistry;
  const [now, read, mandates, [named]] = await Promise.all([
    reading.now,
    readMember(reading, body, id),
    readMandates(reading, registry),
    nameBodies(reading.chain, reading.addresses, [body]),
  ]);
  if (!read || !named) return null;
  const { account } = read.member;
  const elsewhere = await seatsElsewhere(reading, body, account);
  const proxy = {
    registry,
    member: mandates.members.find((member) => member.account === account) ?? null,
    members: mandates.members,
    votable: (await readVotable(reading, body.Council, now)).map(({ description, ...votable }) => ({
      ...votable,
      title: readDescription(description).title,
    })),
  };
  if (read.source === "contracts")
    return { now, body: named, elsewhere, member: read.member, proxy, known: null };

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
    body: named,
    elsewhere,
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
}

export type MemberPageData = NonNullable<Awaited<ReturnType<typeof readMemberPage>>>;

/** The other bodies in which the same account id stands for a member. */
async function seatsElsewhere(
  { chain, addresses }: PageReading,
  { Council }: BodyContracts,
  account: `0x${string}`,
): Promise<BodyName[]> {
  const others = (await readBodies(chain, addresses)).filter((body) => body.Council !== Council);
  const sits = await Promise.all(
    others.map(async ({ MemberRegistry }) => isMember(chain, MemberRegistry, account)),
  );
  return nameBodies(
    chain,
    addresses,
    others.filter((_, i) => sits[i]),
  );
}

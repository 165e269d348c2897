import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";
import { isSame } from "#lib/chain/bodies.ts";
import { membersFromContract } from "#lib/chain/contract-views.ts";
import type { EventReader, PageSources } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { presentListings, readParameters } from "#lib/features/bodies/read-parameters.ts";
import type { NamedBody } from "#lib/features/proposals/known-contracts.ts";
import { readHolders } from "#lib/features/proposals/read-holders.ts";
import { presentRules } from "#lib/features/proposals/read-rules.ts";
import { IndexError } from "#lib/index/client.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { rosterQuery } from "#lib/index/members.ts";

import type { ChoosableBody, ChoosableMember, ListedBodies } from "./body-choices.ts";

/** `PermissionViews` lists so many bodies at most. */
const mostListed = 4;

/** A body with what measures about its members and its rules can concern. */
export async function readChoosableBody(
  sources: PageSources,
  { name, ...body }: NamedBody,
): Promise<ChoosableBody> {
  const { chain, addresses } = sources;
  const [members, { representatives, members: mandated }, rules, { changes }, least] =
    await Promise.all([
      readRoster(sources, body),
      readHolders(sources, body),
      presentRules(chain, body.DecisionClasses),
      readParameters(sources, body),
      chain.readContract({
        address: body.DecisionClasses,
        abi: decisionClassesAbi,
        functionName: "leastParticipants",
      }),
    ]);
  const cooperations = new Map<number, readonly number[]>();
  for (const change of changes)
    if (change.what === "cooperation") cooperations.set(change.cooperation, change.participants);
  return {
    council: body.Council,
    name,
    isAssembly: isSame(body.Council, addresses.Council),
    MemberRegistry: body.MemberRegistry,
    DecisionClasses: body.DecisionClasses,
    members,
    mandates: { representatives, members: mandated },
    rules,
    listings: presentListings(changes).map((listing) => ({
      target: listing.target,
      selector: listing.selector,
      class: listing.class,
      cooperation: listing.cooperation,
    })),
    cooperations: [...cooperations].map(([cooperation, participants]) => ({
      cooperation,
      participants,
    })),
    leastParticipants: Number(least),
  };
}

/** Bodies that nobody can shut out, in small letters. */
export async function readListedBodies(
  chain: EventReader,
  { PermissionViews: address }: Pick<Addresses, "PermissionViews">,
): Promise<ListedBodies> {
  const listed = await chain.readContract({
    address,
    abi: permissionViewsAbi,
    functionName: "bodies",
  });
  const councils = listed.map(({ council }) => council.toLowerCase() as `0x${string}`);
  return { councils, maximum: mostListed };
}

/** All members that a body ever had, by their codes; of one that the index does not know, its register says who they are. */
async function readRoster(
  { index, chain, isLate }: PageSources,
  body: Omit<NamedBody, "name">,
): Promise<ChoosableMember[]> {
  const registry = body.MemberRegistry.toLowerCase();
  const { members } = await indexOrContract(
    async (): Promise<{ members: ChoosableMember[] }> => {
      const answer = await index.ask(rosterQuery, { registry, registryId: registry });
      if (answer.memberRegistry === null)
        throw new IndexError("refused", `The index does not know the register ${registry}.`);
      return { members: answer.members };
    },
    async () => ({ members: await membersFromContract(chain, body) }),
    isLate,
  );
  return members.toSorted((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
}

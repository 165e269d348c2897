import { councilAbi } from "#generated/contracts/Council.ts";
import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";
import { type BodyContracts, isSame } from "#lib/chain/bodies.ts";
import { type EventReader, type PageSources, wholeChain } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { councilsQuery } from "#lib/index/bodies.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

type Hex = `0x${string}`;

/** A Council that was given the privilege of a body, with the register of those who decide in it. */
export interface ListedCouncil {
  /** In small letters. */
  council: Hex;
  memberRegistry: Hex;
  /** Whether it has the privilege still. */
  present: boolean;
}

/** Every Council that was ever a body's: those that were dismissed after a hand-over as well. */
export async function readCouncils({
  index,
  chain,
  addresses,
  isLate,
}: PageSources): Promise<ListedCouncil[]> {
  const { councils } = await indexOrContract(
    async () => {
      const { privilegedBodies } = await index.ask(councilsQuery, {});
      return {
        councils: privilegedBodies.map(({ id, ...rest }): ListedCouncil => ({
          council: id,
          ...rest,
        })),
      };
    },
    async () => ({ councils: await councilsFromContracts(chain, addresses) }),
    isLate,
  );
  return councils;
}

async function councilsFromContracts(
  chain: EventReader,
  { PermissionViews: address }: Pick<Addresses, "PermissionViews">,
): Promise<ListedCouncil[]> {
  const views = { address, abi: permissionViewsAbi } as const;
  const [bodies, said] = await Promise.all([
    chain.readContract({ ...views, functionName: "bodies" }),
    chain.getContractEvents({ ...views, eventName: "BodyRemoved", ...wholeChain }),
  ]);
  const present = bodies.map(({ council, memberRegistry }) => ({
    council: lower(council),
    memberRegistry: lower(memberRegistry),
    present: true,
  }));
  const removed = new Set(said.map(({ args }) => lower(args.council)));
  const gone = [...removed].filter((council) => !present.some((one) => one.council === council));
  // The removal names the Council alone; what was removed is asked, and need not be one that answers.
  const former = gone.map(async (council): Promise<ListedCouncil[]> => {
    try {
      const memberRegistry = await chain.readContract({
        address: council,
        abi: councilAbi,
        functionName: "memberRegistry",
      });
      return [{ council, memberRegistry: lower(memberRegistry), present: false }];
    } catch {
      return [];
    }
  });
  return [...present, ...(await Promise.all(former)).flat()];
}

/** The Councils beside one that decide, or have decided, for the same members: they come before it or after it. */
export function otherCouncils(
  councils: readonly ListedCouncil[],
  body: Pick<BodyContracts, "Council" | "MemberRegistry">,
): ListedCouncil[] {
  return councils.filter(
    ({ council, memberRegistry }) =>
      isSame(memberRegistry, body.MemberRegistry) && !isSame(council, body.Council),
  );
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}

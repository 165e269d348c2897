import { councilAbi } from "#generated/contracts/Council.ts";
import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";
import type { Addresses } from "#lib/endpoints.ts";

import type { ContractReader } from "./contract-views.ts";

type Hex = `0x${string}`;

/** A body by its contracts, under the names that those of the Assembly have among the addresses. */
export type BodyContracts = Pick<Addresses, "Council" | "MemberRegistry" | "DecisionClasses">;

/** A body as people call it. */
export interface BodyName {
  /** Address of its Council, in small letters. */
  council: Hex;
  name: string;
  isAssembly: boolean;
}

/** Bodies with the names that their Councils give; one that gives no answer is called by its address. */
export async function nameBodies(
  chain: ContractReader,
  addresses: Pick<Addresses, "Council">,
  bodies: readonly Pick<BodyContracts, "Council">[],
): Promise<BodyName[]> {
  return Promise.all(
    bodies.map(async ({ Council: council }) => {
      const name = await chain
        .readContract({ address: council, abi: councilAbi, functionName: "name" })
        .catch(() => council);
      return { council, name, isAssembly: isSame(council, addresses.Council) };
    }),
  );
}

/** Where the page of a member is: of the Assembly's under its own heading, of any other's below its body. */
export function memberPath(body: Pick<BodyName, "council" | "isAssembly">, id: string): string {
  return body.isAssembly ? `/members/${id}` : `/bodies/${body.council}/members/${id}`;
}

/** Where the page of a proposal is, by its number or its id. Numbers count within a body: those of other bodies than the Assembly name theirs. */
export function decisionPath(
  { number, council }: { number: number | string; council: string },
  addresses: Pick<Addresses, "Council">,
): string {
  const isAssembly = isSame(council, addresses.Council);
  return `/proposals/${number}${bodyQuery({ council: council.toLowerCase(), isAssembly })}`;
}

/** How an address names a body: not at all the Assembly, any other by its Council. */
export function bodyQuery({ council, isAssembly }: { council: string; isAssembly: boolean }) {
  return isAssembly ? "" : `?body=${council}`;
}

/** Where the mandates of a member are. */
export function mandatesPath(
  { council, isAssembly }: Pick<BodyName, "council" | "isAssembly">,
  code?: string,
): string {
  const asked = new URLSearchParams();
  if (!isAssembly) asked.set("body", council);
  if (code !== undefined) asked.set("member", code);
  return asked.size === 0 ? "/mandates" : `/mandates?${asked}`;
}

export function assemblyOf(addresses: Addresses): BodyContracts {
  return inSmallLetters(addresses);
}

/** The bodies that the network was founded with, the Assembly first. */
export function foundingBodies(addresses: Addresses): BodyContracts[] {
  return [
    assemblyOf(addresses),
    {
      Council: addresses.EmergencyCouncil,
      MemberRegistry: addresses.EmergencyMemberRegistry,
      DecisionClasses: addresses.EmergencyDecisionClasses,
    },
    {
      Council: addresses.OperatorsCommittee,
      MemberRegistry: addresses.OperatorsMemberRegistry,
      DecisionClasses: addresses.OperatorsDecisionClasses,
    },
  ].map(inSmallLetters);
}

/**
 * All bodies of the network: those of the founding, and whatever the Assembly has added since. What was added stands in no index, so
 * the contracts are asked in any case; while they give no answer, the bodies of the founding are shown.
 */
export async function readBodies(
  chain: ContractReader,
  addresses: Addresses,
): Promise<BodyContracts[]> {
  const founding = foundingBodies(addresses);
  try {
    const listed = await chain.readContract({
      address: addresses.PermissionViews,
      abi: permissionViewsAbi,
      functionName: "bodies",
    });
    const added = listed.filter(
      ({ council }) => !founding.some((body) => isSame(body.Council, council)),
    );
    const further = added.map(async ({ council, memberRegistry }) =>
      inSmallLetters({
        Council: council,
        MemberRegistry: memberRegistry,
        DecisionClasses: await chain.readContract({
          address: council,
          abi: councilAbi,
          functionName: "classTable",
        }),
      }),
    );
    return [...founding, ...(await Promise.all(further))];
  } catch (error) {
    console.error("The chain does not say which bodies there are.", error);
    return founding;
  }
}

/** Whether two addresses are one, in whatever letters they are written. */
export function isSame(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

function inSmallLetters({ Council, MemberRegistry, DecisionClasses }: BodyContracts) {
  const lower = (address: Hex) => address.toLowerCase() as Hex;
  return {
    Council: lower(Council),
    MemberRegistry: lower(MemberRegistry),
    DecisionClasses: lower(DecisionClasses),
  };
}

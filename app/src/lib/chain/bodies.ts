import { councilAbi } from "#generated/contracts/Council.ts";
import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";
import type { Addresses } from "#lib/endpoints.ts";

import type { ContractReader } from "./contract-views.ts";

type Hex = `0x${string}`;

/** A body by its contracts, under the names that those of the Assembly have among the addresses. */
export type BodyContracts = Pick<Addresses, "Council" | "MemberRegistry" | "DecisionClasses">;

/** The bodies that the network was founded with, the Assembly first. */
export function foundingBodies(addresses: Addresses): BodyContracts[] {
  return [
    addresses,
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

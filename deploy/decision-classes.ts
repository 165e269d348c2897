import { getAbiItem, toFunctionSelector, type AbiFunction, type Hex } from "viem";

import { nodeRegistryAbi } from "../generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "../generated/contracts/OrganisationRegistry.ts";

/** Values of `DecisionClass` in `contracts/types/DecisionClass.sol`. */
export const DecisionClass = { reinforced: 0, qualified: 1, simple: 2 } as const;

/**
 * The calls that the shipped system decides with less than a reinforced majority. Whatever is not listed here is reinforced.
 */
const listed = {
  NodeRegistry: {
    admitNode: DecisionClass.qualified,
    suspendNode: DecisionClass.qualified,
    reinstateNode: DecisionClass.qualified,
    retireNode: DecisionClass.qualified,
    replaceNode: DecisionClass.qualified,
  },
  OrganisationRegistry: {
    registerOrganisation: DecisionClass.simple,
    suspendOrganisation: DecisionClass.qualified,
    reinstateOrganisation: DecisionClass.qualified,
    retireOrganisation: DecisionClass.qualified,
  },
} as const;

const abis = { NodeRegistry: nodeRegistryAbi, OrganisationRegistry: organisationRegistryAbi };

export interface ListedClass {
  target: keyof typeof listed;
  selector: Hex;
  decisionClass: number;
}

export const listedClasses: ListedClass[] = Object.entries(listed).flatMap(([name, functions]) => {
  const target = name as keyof typeof listed;
  return Object.entries(functions).map(([functionName, decisionClass]) => {
    const item = getAbiItem({ abi: abis[target] as readonly AbiFunction[], name: functionName });
    return { target, selector: toFunctionSelector(item), decisionClass };
  });
});

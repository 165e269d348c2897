import type { Abi } from "viem";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { councilAbi } from "#generated/contracts/Council.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import { validatorSetAbi } from "#generated/contracts/ValidatorSet.ts";
import type { Addresses, ContractName } from "#lib/endpoints.ts";

import type { KnownContract } from "./decode-call.ts";

const abis: Record<ContractName, Abi> = {
  Authority: authorityAbi,
  Council: councilAbi,
  DecisionClasses: decisionClassesAbi,
  MemberRegistry: memberRegistryAbi,
  NodeRegistry: nodeRegistryAbi,
  OrganisationRegistry: organisationRegistryAbi,
  ValidatorSet: validatorSetAbi,
};

/** Our contracts by address in lower case, so that the target of a call is recognised. */
export function knownContracts(addresses: Addresses): Map<string, KnownContract> {
  return new Map(
    Object.entries(addresses).map(([name, address]) => [
      address.toLowerCase(),
      { name, abi: abis[name as ContractName] },
    ]),
  );
}

import { getAbiItem, toFunctionSelector, type AbiFunction, type Hex } from "viem";

import { accountRegistryAbi } from "../generated/contracts/AccountRegistry.ts";
import { networkDirectoryAbi } from "../generated/contracts/NetworkDirectory.ts";
import { nodeMonitoringAbi } from "../generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAbi } from "../generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "../generated/contracts/OrganisationRegistry.ts";
import { paymentRulesAbi } from "../generated/contracts/PaymentRules.ts";
import { treasuryAbi } from "../generated/contracts/Treasury.ts";
import { trustedIssuersRegistryAbi } from "../generated/contracts/TrustedIssuersRegistry.ts";
import { trustedSchemasRegistryAbi } from "../generated/contracts/TrustedSchemasRegistry.ts";
import { timestampsAbi } from "../generated/contracts/Timestamps.ts";

/** Values of `DecisionClass` in `contracts/types/DecisionClass.sol`. */
export const DecisionClass = {
  reinforced: 0,
  qualified: 1,
  simple: 2,
  unanimity: 3,
  participating: 4,
  objection: 5,
} as const;

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
    describeOrganisation: DecisionClass.qualified,
    placeOrganisation: DecisionClass.qualified,
  },
  NetworkDirectory: {
    registerNetwork: DecisionClass.qualified,
    setNetworkResource: DecisionClass.qualified,
  },
  AccountRegistry: {
    suspendAccount: DecisionClass.qualified,
    reinstateAccount: DecisionClass.qualified,
    restrictTarget: DecisionClass.qualified,
    permitSender: DecisionClass.qualified,
    setGasPolicy: DecisionClass.qualified,
    resetGas: DecisionClass.qualified,
  },
  NodeMonitoring: {
    setQuarantineRule: DecisionClass.qualified,
  },
  TrustedIssuersRegistry: {
    admitRootTao: DecisionClass.qualified,
    dismissRootTao: DecisionClass.qualified,
  },
  TrustedSchemasRegistry: {
    insertSchema: DecisionClass.qualified,
    updateSchema: DecisionClass.qualified,
    updateMetadata: DecisionClass.qualified,
  },
  PaymentRules: {
    allowToken: DecisionClass.qualified,
    dismissToken: DecisionClass.qualified,
    appointArbiter: DecisionClass.qualified,
    dismissArbiter: DecisionClass.qualified,
  },
  Treasury: {
    openBudgetLine: DecisionClass.qualified,
    setCeiling: DecisionClass.qualified,
    setTwoPersonAbove: DecisionClass.qualified,
    closeBudgetLine: DecisionClass.qualified,
    fundByDecision: DecisionClass.qualified,
    setContributionShares: DecisionClass.qualified,
    callContributions: DecisionClass.qualified,
    closeContributions: DecisionClass.qualified,
  },
  Timestamps: {
    insertHashAlgorithm: DecisionClass.qualified,
    updateHashAlgorithm: DecisionClass.qualified,
  },
} as const;

const abis = {
  AccountRegistry: accountRegistryAbi,
  NetworkDirectory: networkDirectoryAbi,
  NodeMonitoring: nodeMonitoringAbi,
  NodeRegistry: nodeRegistryAbi,
  OrganisationRegistry: organisationRegistryAbi,
  TrustedIssuersRegistry: trustedIssuersRegistryAbi,
  TrustedSchemasRegistry: trustedSchemasRegistryAbi,
  PaymentRules: paymentRulesAbi,
  Treasury: treasuryAbi,
  Timestamps: timestampsAbi,
};

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

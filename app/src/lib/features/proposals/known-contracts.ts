import type { Abi } from "viem";

import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";
import { authorityAbi } from "#generated/contracts/Authority.ts";
import { circuitBreakerAbi } from "#generated/contracts/CircuitBreaker.ts";
import { councilAbi } from "#generated/contracts/Council.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { deliberationAbi } from "#generated/contracts/Deliberation.ts";
import { identityRegistryAbi } from "#generated/contracts/IdentityRegistry.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { networkDirectoryAbi } from "#generated/contracts/NetworkDirectory.ts";
import { nodeMonitoringAbi } from "#generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";
import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { trustedIssuersRegistryAbi } from "#generated/contracts/TrustedIssuersRegistry.ts";
import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";
import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";
import { euroTokenAbi } from "#generated/contracts/EuroToken.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentRulesAbi } from "#generated/contracts/PaymentRules.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { statusListsAbi } from "#generated/contracts/StatusLists.ts";
import { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { timestampsAbi } from "#generated/contracts/Timestamps.ts";
import { validatorSetAbi } from "#generated/contracts/ValidatorSet.ts";
import { vetoesAbi } from "#generated/contracts/Vetoes.ts";
import type { BodyContracts, BodyName } from "#lib/chain/bodies.ts";
import type { Addresses, ContractName } from "#lib/endpoints.ts";

import type { KnownContract } from "./decode-call.ts";

const abis: Record<ContractName, Abi> = {
  AccountRegistry: accountRegistryAbi,
  Authority: authorityAbi,
  CircuitBreaker: circuitBreakerAbi,
  Council: councilAbi,
  DecisionClasses: decisionClassesAbi,
  Deliberation: deliberationAbi,
  EmergencyCouncil: councilAbi,
  EmergencyDecisionClasses: decisionClassesAbi,
  EmergencyMemberRegistry: memberRegistryAbi,
  IdentityRegistry: identityRegistryAbi,
  MemberRegistry: memberRegistryAbi,
  NetworkDirectory: networkDirectoryAbi,
  NodeMonitoring: nodeMonitoringAbi,
  NodeRegistry: nodeRegistryAbi,
  OrganisationRegistry: organisationRegistryAbi,
  OperatorsCommittee: councilAbi,
  OperatorsDecisionClasses: decisionClassesAbi,
  OperatorsMemberRegistry: memberRegistryAbi,
  PermissionViews: permissionViewsAbi,
  DidRegistry: didRegistryAbi,
  TrustedIssuersRegistry: trustedIssuersRegistryAbi,
  TrustedSchemasRegistry: trustedSchemasRegistryAbi,
  TrustedPoliciesRegistry: trustedPoliciesRegistryAbi,
  StatusLists: statusListsAbi,
  EuroToken: euroTokenAbi,
  Treasury: treasuryAbi,
  PaymentRules: paymentRulesAbi,
  PaymentEscrow: paymentEscrowAbi,
  PaymentStreams: paymentStreamsAbi,
  Subscriptions: subscriptionsAbi,
  Timestamps: timestampsAbi,
  ValidatorSet: validatorSetAbi,
  Vetoes: vetoesAbi,
};

/** Bodies have contracts of the same kinds, each under a name of its own. */
const contracts: Partial<Record<ContractName, ContractName>> = {
  EmergencyCouncil: "Council",
  EmergencyDecisionClasses: "DecisionClasses",
  EmergencyMemberRegistry: "MemberRegistry",
  OperatorsCommittee: "Council",
  OperatorsDecisionClasses: "DecisionClasses",
  OperatorsMemberRegistry: "MemberRegistry",
};

/** The bodies of the founding beside the Assembly, by the name of their Council, to which their registers belong. */
const councils: Partial<Record<ContractName, ContractName>> = {
  EmergencyDecisionClasses: "EmergencyCouncil",
  EmergencyMemberRegistry: "EmergencyCouncil",
  OperatorsDecisionClasses: "OperatorsCommittee",
  OperatorsMemberRegistry: "OperatorsCommittee",
};

/** A body with the contracts that it consists of. */
export type NamedBody = BodyContracts & Pick<BodyName, "name">;

/**
 * Our contracts by address in lower case, so that the target of a call is recognised.
 * @param bodies Bodies of which those that were added after the founding are known as well.
 */
export function knownContracts(
  addresses: Addresses,
  bodies: readonly NamedBody[] = [],
): Map<string, KnownContract> {
  const founded = Object.entries(addresses).map(([key, address]): [string, KnownContract] => {
    const name = key as ContractName;
    const council = councils[name];
    return [
      address.toLowerCase(),
      {
        name,
        contract: contracts[name] ?? name,
        abi: abis[name],
        ...(council && { body: { council: lower(addresses[council]), name: council } }),
      },
    ];
  });
  const added = bodies.flatMap(({ name, ...parts }) => {
    const body = { council: lower(parts.Council), name };
    return (["Council", "MemberRegistry", "DecisionClasses"] as const).map(
      (part): [string, KnownContract] => [
        lower(parts[part]),
        {
          name: part === "Council" ? name : part,
          contract: part,
          abi: abis[part],
          ...(part !== "Council" && { body }),
        },
      ],
    );
  });
  return new Map([...added, ...founded]);
}

function lower(address: `0x${string}`): `0x${string}` {
  return address.toLowerCase() as `0x${string}`;
}

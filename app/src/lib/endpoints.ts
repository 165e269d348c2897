import type { Address } from "viem";

/** Contracts that the app talks to. */
export const contractNames = [
  "Authority",
  "MemberRegistry",
  "DecisionClasses",
  "Council",
  "Deliberation",
  "Vetoes",
  "OrganisationRegistry",
  "NodeRegistry",
  "ValidatorSet",
  "NetworkDirectory",
  "AccountRegistry",
  "NodeMonitoring",
  "PermissionViews",
  "DidRegistry",
  "TrustedIssuersRegistry",
  "TrustedSchemasRegistry",
  "TrustedPoliciesRegistry",
  "IdentityRegistry",
  "Timestamps",
  "StatusLists",
  "EuroToken",
  "Treasury",
  "PaymentRules",
  "PaymentEscrow",
  "PaymentStreams",
  "Subscriptions",
  "CircuitBreaker",
  "EmergencyCouncil",
  "EmergencyMemberRegistry",
  "EmergencyDecisionClasses",
  "OperatorsCommittee",
  "OperatorsMemberRegistry",
  "OperatorsDecisionClasses",
] as const;

export type ContractName = (typeof contractNames)[number];

export type Addresses = Record<ContractName, Address>;

/** Where chain and index are, as the server knows it. The browser gets only `Deployment`. */
export interface Endpoints {
  chainId: number;
  rpc: string;
  graphql: string;
  addresses: Addresses;
  startedAt: string | undefined;
  /** Under which clients reach the public API; undefined where nobody has said it. */
  api: string | undefined;
  /** Addresses of enforcers by a name for people; empty where none is configured. */
  enforcers: Readonly<Record<string, string>>;
}

/** What the browser needs to know; it reaches chain and index through this server. */
export interface Deployment {
  chainId: number;
  addresses: Addresses;
  /** The embedded chain of `npm start`, on which anybody may act for anybody. */
  development: boolean;
}

/** Chain id of the embedded chain; the development wallet exists on no other. */
export const developmentChainId = 31337;

export function deploymentOf({ chainId, addresses }: Endpoints): Deployment {
  return { chainId, addresses, development: chainId === developmentChainId };
}

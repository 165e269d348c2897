import type { Address, Hex } from "viem";

import System from "./modules/System.ts";

/** One member of the body as it stands in the genesis. */
export interface GenesisMember {
  account: Address;
  /** ASCII code, left-aligned in 32 bytes. */
  code: Hex;
  /** 0 member, 1 observer. */
  class: number;
  weight: bigint;
  weightYear: number;
  mandateKey: Address;
}

/** What every body has: its members and its times. */
export interface BodyParameters {
  /** At most 31 bytes. */
  name: string;
  members: GenesisMember[];
  votingDelay: number;
  votingPeriod: number;
  baseDelay: number;
  selfCallDelay: number;
  /** By how much a vote is extended, once: when members ask for more time, or when what would be the outcome turns near its end. */
  extension: number;
  /** Proposals that a member makes at most in the time of one proposal, from 1 to 15; 0 for no limit. */
  proposalLimit: number;
  /** Members that an enhanced cooperation needs at least: nine of the Union's states (Article 20(2) TEU). */
  leastParticipants: number;
}

/** Parameters of a network, by Ignition module; times in seconds. */
export interface SystemParameters {
  Access: { expiration: number };
  Nodes: {
    validators: Address[];
    floor: number;
    churnLimit: number;
    churnPeriod: number;
    /** Monitors that put a silent validator into quarantine, and the seconds within which they report. */
    quarantineMonitors: number;
    quarantineWindow: number;
  };
  /** The Assembly of Members. */
  Governance: BodyParameters;
  /** The Emergency Council, of which no decision waits. */
  Emergency: Omit<BodyParameters, "baseDelay">;
  /** The Operators' Committee. */
  Operators: BodyParameters;
  System: {
    /** How long a group of functions can be paused, rests afterwards, and how often holders of rights have to show themselves. */
    maxPause: number;
    coolDown: number;
    heartbeatPeriod: number;
    /** How long the first rights of the Emergency Council last. */
    emergencyTerm: number;
    /** Bounds of the fee of payments in test e-money, in basis points, at most 500. */
    feeMinimum: number;
    feeMaximum: number;
    delay_ADMIN: number;
    delay_MEMBERSHIP: number;
    delay_DECISION_CLASSES: number;
    delay_ORGANISATIONS: number;
    delay_NODES: number;
    delay_UPGRADES: number;
    delay_NETWORKS: number;
    delay_ACCOUNTS: number;
    delay_CIRCUITS: number;
    delay_OPERATIONS: number;
    delay_VETOES: number;
    delay_TRUST_ANCHORS: number;
    delay_SCHEMAS: number;
    delay_POLICIES: number;
    delay_PAYMENT_RULES: number;
    delay_BUDGETS: number;
    /** The committee's own. */
    delay_OPERATIONS_operators: number;
  };
}

/** Contracts of the system by the name under which everybody knows them, with the name of what each was deployed from. */
export const systemContracts = {
  Authority: "Authority",
  CircuitBreaker: "CircuitBreaker",
  MemberRegistry: "MemberRegistry",
  DecisionClasses: "DecisionClasses",
  Deliberation: "Deliberation",
  Vetoes: "Vetoes",
  Council: "Council",
  EmergencyMemberRegistry: "MemberRegistry",
  EmergencyDecisionClasses: "DecisionClasses",
  EmergencyCouncil: "Council",
  OperatorsMemberRegistry: "MemberRegistry",
  OperatorsDecisionClasses: "DecisionClasses",
  OperatorsCommittee: "Council",
  OrganisationRegistry: "OrganisationRegistry",
  NodeRegistry: "NodeRegistry",
  ValidatorSet: "ValidatorSet",
  NetworkDirectory: "NetworkDirectory",
  AccountRegistry: "AccountRegistry",
  NodeMonitoring: "NodeMonitoring",
  PermissionViews: "PermissionViews",
  DidRegistry: "DidRegistry",
  TrustedIssuersRegistry: "TrustedIssuersRegistry",
  TrustedSchemasRegistry: "TrustedSchemasRegistry",
  TrustedPoliciesRegistry: "TrustedPoliciesRegistry",
  IdentityRegistry: "IdentityRegistry",
  Timestamps: "Timestamps",
  StatusLists: "StatusLists",
  EuroToken: "EuroToken",
  Treasury: "Treasury",
  PaymentRules: "PaymentRules",
  PaymentEscrow: "PaymentEscrow",
  PaymentStreams: "PaymentStreams",
  Subscriptions: "Subscriptions",
} as const;

export type SystemAddresses = Record<keyof typeof systemContracts, Address>;

/** What the deployment needs of a Hardhat connection: Ignition and the provider. */
interface Connection {
  ignition: { deploy: (module: typeof System, options: object) => Promise<DeployedContracts> };
}

type DeployedContracts = Record<Uncapitalize<keyof SystemAddresses>, { address: Address }>;

/** Deploys the whole system on a fresh chain. The deployer (account 0) holds no role afterwards. */
export async function deploySystem(
  connection: Connection,
  parameters: SystemParameters,
): Promise<SystemAddresses> {
  const contracts = await connection.ignition.deploy(System, {
    parameters: parameters as unknown as Record<string, never>,
  });
  const names = Object.keys(systemContracts) as (keyof SystemAddresses)[];
  return Object.fromEntries(
    names.map((name) => [name, contracts[uncapitalised(name)].address]),
  ) as SystemAddresses;
}

const uncapitalised = <Name extends string>(name: Name) =>
  `${name.charAt(0).toLowerCase()}${name.slice(1)}` as Uncapitalize<Name>;

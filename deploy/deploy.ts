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
  Governance: {
    name: string;
    members: GenesisMember[];
    votingDelay: number;
    votingPeriod: number;
    baseDelay: number;
    selfCallDelay: number;
  };
  System: {
    delay_ADMIN: number;
    delay_MEMBERSHIP: number;
    delay_DECISION_CLASSES: number;
    delay_ORGANISATIONS: number;
    delay_NODES: number;
    delay_UPGRADES: number;
    delay_NETWORKS: number;
    delay_ACCOUNTS: number;
  };
}

/** Contracts of the system by the name under which everybody knows them. */
export type SystemAddresses = Record<
  | "Authority"
  | "MemberRegistry"
  | "DecisionClasses"
  | "Council"
  | "OrganisationRegistry"
  | "NodeRegistry"
  | "ValidatorSet"
  | "NetworkDirectory"
  | "AccountRegistry"
  | "NodeMonitoring"
  | "PermissionViews",
  Address
>;

/** What the deployment needs of a Hardhat connection: Ignition and the provider. */
interface Connection {
  ignition: { deploy: (module: typeof System, options: object) => Promise<DeployedContracts> };
}

type DeployedContracts = Record<
  | "authority"
  | "memberRegistry"
  | "decisionClasses"
  | "council"
  | "organisationRegistry"
  | "nodeRegistry"
  | "validatorSet"
  | "networkDirectory"
  | "accountRegistry"
  | "nodeMonitoring"
  | "permissionViews",
  { address: Address }
>;

/** Deploys the whole system on a fresh chain. The deployer (account 0) holds no role afterwards. */
export async function deploySystem(
  connection: Connection,
  parameters: SystemParameters,
): Promise<SystemAddresses> {
  const contracts = await connection.ignition.deploy(System, {
    parameters: parameters as unknown as Record<string, never>,
  });
  return {
    Authority: contracts.authority.address,
    MemberRegistry: contracts.memberRegistry.address,
    DecisionClasses: contracts.decisionClasses.address,
    Council: contracts.council.address,
    OrganisationRegistry: contracts.organisationRegistry.address,
    NodeRegistry: contracts.nodeRegistry.address,
    ValidatorSet: contracts.validatorSet.address,
    NetworkDirectory: contracts.networkDirectory.address,
    AccountRegistry: contracts.accountRegistry.address,
    NodeMonitoring: contracts.nodeMonitoring.address,
    PermissionViews: contracts.permissionViews.address,
  };
}

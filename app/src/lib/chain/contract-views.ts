import { type Address, hexToString, type PublicClient, trim } from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import { validatorSetAbi } from "#generated/contracts/ValidatorSet.ts";
import type { Addresses } from "#lib/endpoints.ts";

/**
 * What the contracts say by themselves, for the time in which the index gives no answer. They know the present only:
 * histories, lists of nodes and keys of representatives stand in their events.
 */
export type ContractReader = Pick<PublicClient, "readContract">;

type Hex = `0x${string}`;

const memberClasses = ["member", "observer"] as const;
const memberStatuses = ["none", "active", "suspended", "left"] as const;
export const organisationStatuses = ["none", "active", "suspended", "retired"] as const;
export const nodeKinds = ["validator", "boot", "observer", "bridge"] as const;
/** What an account may do, in the order of `Access` in `contracts/permissions/IAccountRegistry.sol`. */
export const accessLevels = ["none", "read", "transact", "deploy", "full"] as const;
/** After what members share a call for contributions, in the order of `contracts/payments/ITreasury.sol`. */
export const contributionKeys = ["heads", "population", "data"] as const;
export type ContributionKey = (typeof contributionKeys)[number];
/** How lists of the test e-money name an account, in the order of `contracts/payments/IEuroToken.sol`. */
export const moneyStatuses = ["open", "allowed", "blocked"] as const;
export type MoneyStatus = (typeof moneyStatuses)[number];
/** Decimals of the test e-money, which its contract has for ever. */
export const euroDecimals = 6;
export const nodeStatuses = [
  "none",
  "pending",
  "active",
  "suspended",
  "retired",
  "standby",
  "quarantined",
] as const;
/** What an organisation is, in the order of `OrganisationKind` in `contracts/nodes/IOrganisationRegistry.sol`. */
export const organisationKinds = [
  "unspecified",
  "state_body",
  "agency",
  "operator",
  "auditor",
  "regulator",
  "service_provider",
  "cloud_provider",
  "institutional_user",
] as const;
/** How far a network has come, in the order of `NetworkStage` in `contracts/nodes/INetworkDirectory.sol`. */
export const networkStages = ["none", "development", "pilot", "production", "retired"] as const;

/** The name of an enumeration's value; a value beyond ours means that the contract is newer than this app. */
export function named<const Names extends readonly string[]>(
  names: Names,
  value: number,
): Names[number] {
  const name = names[value];
  if (name === undefined)
    throw new Error(
      `The contract answered ${value}, where one of ${names.join(", ")} was expected.`,
    );
  return name;
}

export interface ContractMember {
  account: Hex;
  code: string;
  index: number;
  class: (typeof memberClasses)[number];
  status: Exclude<(typeof memberStatuses)[number], "none">;
  weight: bigint;
  weightYear: number;
}

/** All members in the order of their places. */
export async function membersFromContract(
  chain: ContractReader,
  { MemberRegistry: address }: Pick<Addresses, "MemberRegistry">,
): Promise<ContractMember[]> {
  const contract = { address, abi: memberRegistryAbi } as const;
  const total = await chain.readContract({ ...contract, functionName: "memberCount" });
  const accounts = await Promise.all(
    Array.from({ length: Number(total) }, (_, i) =>
      chain.readContract({ ...contract, functionName: "memberAt", args: [BigInt(i)] }),
    ),
  );
  const members = await Promise.all(
    accounts.map((account) => memberFromContract(chain, address, account)),
  );
  return members.filter((member) => member !== null);
}

/** Whether an account id stands for somebody who has not left a body; not when the chain gives no answer. */
export async function isMember(
  chain: ContractReader,
  registry: Address,
  account: Address,
): Promise<boolean> {
  try {
    const member = await memberFromContract(chain, registry, account);
    return member !== null && member.status !== "left";
  } catch {
    // Every page says by itself that the chain gives no answer.
    return false;
  }
}

async function memberFromContract(
  chain: ContractReader,
  address: Address,
  account: Address,
): Promise<ContractMember | null> {
  const member = await chain.readContract({
    address,
    abi: memberRegistryAbi,
    functionName: "member",
    args: [account],
  });
  const status = named(memberStatuses, member.status);
  if (status === "none") return null;
  return {
    account: account.toLowerCase() as Hex,
    code: hexToString(trim(member.code, { dir: "right" })),
    index: member.index,
    class: named(memberClasses, member.class),
    status,
    weight: member.weight,
    weightYear: member.weightYear,
  };
}

/** Contracts that verify keys which are no accounts; null for a kind that the body does not take. */
export interface KeyVerifiers {
  p256: Hex | null;
  passkey: Hex | null;
  seal: Hex | null;
}

/** By which verifiers keys are told apart; null when the chain gives no answer. */
export async function verifiersFromContract(
  chain: ContractReader,
  registry: Address,
): Promise<KeyVerifiers | null> {
  try {
    const { p256, passkey, seal } = await chain.readContract({
      address: registry,
      abi: memberRegistryAbi,
      functionName: "verifiers",
    });
    const known = (verifier: Address) => wordOrNull(verifier.toLowerCase() as Hex);
    return { p256: known(p256), passkey: known(passkey), seal: known(seal) };
  } catch {
    // Every page says by itself that the chain gives no answer.
    return null;
  }
}

export interface ContractNode {
  id: Hex;
  host: string;
  port: number;
  kind: (typeof nodeKinds)[number];
  status: (typeof nodeStatuses)[number];
  network: number;
  publicKey: Hex;
  organisation: { id: Hex; name: string };
  activeSecondsBefore: number;
  activeSince: number | null;
}

/** One node by its id; null when the register does not know it. */
export async function nodeFromContract(
  chain: ContractReader,
  { NodeRegistry, OrganisationRegistry }: Addresses,
  id: Hex,
): Promise<ContractNode | null> {
  const node = await chain.readContract({
    address: NodeRegistry,
    abi: nodeRegistryAbi,
    functionName: "node",
    args: [id],
  });
  const status = named(nodeStatuses, node.status);
  if (status === "none") return null;
  const { name } = await chain.readContract({
    address: OrganisationRegistry,
    abi: organisationRegistryAbi,
    functionName: "organisation",
    args: [node.organisation],
  });
  return {
    id,
    host: node.host,
    port: node.port,
    kind: named(nodeKinds, node.kind),
    status,
    network: Number(node.network),
    publicKey: node.publicKey,
    organisation: { id: node.organisation, name },
    activeSecondsBefore: Number(node.activeSecondsBefore),
    activeSince: node.activeSince === 0 ? null : node.activeSince,
  };
}

export interface ContractOrganisation {
  id: Hex;
  identifier: string;
  name: string;
  status: Exclude<(typeof organisationStatuses)[number], "none">;
}

/** One organisation by its id; null when the register does not know it. */
export async function organisationFromContract(
  chain: ContractReader,
  { OrganisationRegistry }: Addresses,
  id: Hex,
): Promise<ContractOrganisation | null> {
  const {
    identifier,
    name,
    status: value,
  } = await chain.readContract({
    address: OrganisationRegistry,
    abi: organisationRegistryAbi,
    functionName: "organisation",
    args: [id],
  });
  const status = named(organisationStatuses, value);
  return status === "none" ? null : { id, identifier, name, status };
}

/** Addresses of the validators of this chain. */
export async function validatorsFromContract(
  chain: ContractReader,
  { ValidatorSet }: Addresses,
): Promise<Hex[]> {
  const validators = await chain.readContract({
    address: ValidatorSet,
    abi: validatorSetAbi,
    functionName: "getValidators",
  });
  return validators.map((validator) => validator.toLowerCase() as Hex);
}

/** A text of the contracts in which empty, or nothing but zeros, stands for "not told". */
export function textOrNull(text: string): string | null {
  const told = text.replaceAll("\0", "");
  return told === "" ? null : told;
}

/** A word of the contracts in which 0 stands for "none". */
export function wordOrNull(word: Hex): Hex | null {
  return /^0x0*$/.test(word) ? null : word;
}

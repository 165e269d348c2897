import { keccak256 } from "viem";

import { account, at, concat, emit, type Emitted, hash, type Hex, word } from "./suite.ts";

/** Account ids and representatives of a small Assembly, as the deployment would leave it. */
export const belgium = account("Belgium");
export const france = account("France");
export const malta = account("Malta");
export const norway = account("Norway");

export const genesis = hash(0x6e);

/** Keys of the members' representatives. */
export const keyOf = (member: Hex): Hex => account(`representative of ${member}`);

export const memberId = (member: Hex): Hex => concat(at.MemberRegistry, member);

export const proposalId = (number: bigint): Hex =>
  concat(at.Council, `0x${number.toString(16).padStart(64, "0")}`);

export function register(
  member: Hex,
  code: string,
  index: number,
  weight: number,
  kind = 0,
  transaction = genesis,
): Emitted {
  return emit(transaction, "MemberRegistry", "MemberRegistered", {
    account: member,
    actor: account("deployer"),
    code: word(code),
    index,
    class: kind,
    weight,
    weightYear: 2025,
  });
}

export function appoint(member: Hex, key = keyOf(member), transaction = genesis): Emitted {
  return emit(transaction, "MemberRegistry", "RepresentativeAppointed", {
    account: member,
    key,
    actor: account(`mandate of ${member}`),
    notAfter: 4_000_000_000,
  });
}

/** Three members and an observer, each with a representative. */
export const members: Emitted[] = [
  register(belgium, "BE", 0, 11_000),
  register(france, "FR", 1, 68_000),
  register(malta, "MT", 2, 500),
  register(norway, "NO", 3, 5_500, 1),
  appoint(belgium),
  appoint(france),
  appoint(malta),
];

export const settings: Emitted[] = [
  emit(genesis, "Council", "VotingDelaySet", { oldVotingDelay: 0, newVotingDelay: 10 }),
  emit(genesis, "Council", "VotingPeriodSet", { oldVotingPeriod: 0, newVotingPeriod: 604_800 }),
  emit(genesis, "Council", "ProposalThresholdSet", {
    oldProposalThreshold: 0,
    newProposalThreshold: 0,
  }),
  emit(genesis, "Council", "BaseDelaySet", { oldBaseDelaySeconds: 0, newBaseDelaySeconds: 30 }),
];

export const operator = hash(0x0b0e);
export const administrator = account("administrator of the operator");
export const publicKey: Hex = `0x${"ab".repeat(64)}`;
export const node: Hex = keccak256(publicKey);
export const nodeAddress: Hex = `0x${node.slice(26)}`;

export const registerOperator: Emitted[] = [
  emit(hash(0x0a1), "OrganisationRegistry", "OrganisationRegistered", {
    organisation: operator,
    actor: at.Authority,
    identifier: "EUID-BE-0001",
    name: "Operator X",
  }),
  emit(hash(0x0a1), "OrganisationRegistry", "AdministratorAppointed", {
    organisation: operator,
    administrator,
    actor: at.Authority,
  }),
];

export const registerNode = emit(hash(0x0a2), "NodeRegistry", "NodeRegistered", {
  node,
  organisation: operator,
  actor: administrator,
  network: 31_337,
  kind: 0,
  publicKey,
  host: "node.operator-x.example",
  port: 30_303,
});

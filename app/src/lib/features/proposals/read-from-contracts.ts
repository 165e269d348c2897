import { councilAbi } from "#generated/contracts/Council.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { roles } from "#generated/roles.ts";
import {
  type ContractMember,
  membersFromContract,
  named,
  nodeFromContract,
  organisationFromContract,
} from "#lib/chain/contract-views.ts";
import { blockTimes, type EventReader, wholeChain } from "#lib/chain/events.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import type { BodyContracts } from "#lib/chain/bodies.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { BodyRow, ProposalDetailRow } from "#lib/index/proposals.ts";

import {
  type CouncilEvent,
  isCouncilEvent,
  isMandateEvent,
  type MandateEvent,
  mandatesFromEvents,
  memberOfKeyAt,
  proposalsFromEvents,
} from "./from-events.ts";
import type { Mandates } from "./standing.ts";
import { decisionClasses, type RuleChange, ruleKinds, ruleOf } from "./voting-rules.ts";

type Hex = `0x${string}`;

/** Which proposals are wanted: out of all of them, newest first and without the times of their steps. */
export type Choose = (rows: ProposalDetailRow[]) => ProposalDetailRow[];

/** The body, some of its proposals and its mandates as the contracts and their events tell them. */
export async function readBody(
  chain: EventReader,
  addresses: BodyContracts,
  choose: Choose,
): Promise<{
  body: BodyRow;
  rows: ProposalDetailRow[];
  mandates: Mandates;
  ruleChanges: RuleChange[];
}> {
  const council = { address: addresses.Council, abi: councilAbi } as const;
  const [name, votingPeriod, events, { members, said }, ruleChanges, head] = await Promise.all([
    chain.readContract({ ...council, functionName: "name" }),
    chain.readContract({ ...council, functionName: "votingPeriod" }),
    councilEvents(chain, addresses),
    readMandateEvents(chain, addresses),
    readRuleChanges(chain, addresses),
    chain.getBlock({ blockTag: "latest" }),
  ]);
  const rows = await chosenRows(chain, events, choose, (key, proposed) => {
    const member = memberOfKeyAt(key, proposed, said, members);
    return member && { account: member.account, code: member.code };
  });
  const snapshots = [...new Set(rows.map(({ snapshot }) => snapshot))].toSorted((a, b) => a - b);
  const roll = await Promise.all(
    members.map(async (member) => ({
      ...member,
      weightHistory: await Promise.all(
        snapshots.map(async (timepoint) => ({
          timepoint,
          ...(await shareAt(chain, addresses, member, timepoint, Number(head.timestamp))),
        })),
      ),
    })),
  );
  return {
    body: {
      id: addresses.Council.toLowerCase() as Hex,
      name,
      votingPeriod: Number(votingPeriod),
      memberRegistry: {
        id: addresses.MemberRegistry.toLowerCase() as Hex,
        members: roll,
      },
    },
    rows,
    mandates: mandatesFromEvents(said, members),
    ruleChanges,
  };
}

/** What a body changed of its rules. */
async function readRuleChanges(
  chain: EventReader,
  { DecisionClasses }: BodyContracts,
): Promise<RuleChange[]> {
  const said = await chain.getContractEvents({
    address: DecisionClasses,
    abi: decisionClassesAbi,
    eventName: "RuleSet",
    ...wholeChain,
  });
  return said.map(({ args }) => ({
    edition: args.edition,
    decisionClass: named(decisionClasses, args.class),
    rule: ruleOf(named(ruleKinds, args.kind), args),
  }));
}

/** Some of a body's proposals alone, without who could vote on them. */
export async function readRows(
  chain: EventReader,
  addresses: BodyContracts,
  choose: Choose,
): Promise<ProposalDetailRow[]> {
  return chosenRows(chain, await councilEvents(chain, addresses), choose, () => null);
}

/** Who acts for the members at present, and the members themselves. */
export async function readMandates(
  chain: EventReader,
  addresses: BodyContracts,
): Promise<{ members: ContractMember[]; mandates: Mandates }> {
  const { members, said } = await readMandateEvents(chain, addresses);
  return { members, mandates: mandatesFromEvents(said, members) };
}

async function councilEvents(
  chain: EventReader,
  { Council }: BodyContracts,
): Promise<CouncilEvent[]> {
  const said = await chain.getContractEvents({ address: Council, abi: councilAbi, ...wholeChain });
  return (said as { eventName: string }[]).filter(isCouncilEvent);
}

async function readMandateEvents(
  chain: EventReader,
  addresses: BodyContracts,
): Promise<{ members: ContractMember[]; said: MandateEvent[] }> {
  const [members, said] = await Promise.all([
    membersFromContract(chain, addresses),
    chain.getContractEvents({
      address: addresses.MemberRegistry,
      abi: memberRegistryAbi,
      ...wholeChain,
    }),
  ]);
  return { members, said: (said as { eventName: string }[]).filter(isMandateEvent) };
}

/** The chosen proposals with the times of their steps, for which nobody else's blocks are asked for. */
async function chosenRows(
  chain: EventReader,
  events: readonly CouncilEvent[],
  choose: Choose,
  proposingMember: Parameters<typeof proposalsFromEvents>[2],
): Promise<ProposalDetailRow[]> {
  const there = proposalsFromEvents(events, () => 0, proposingMember);
  const chosen = new Set(choose(there).map(({ proposalId }) => proposalId));
  const timeOf = await blockTimes(
    chain,
    events.filter(({ args }) => chosen.has(args.proposalId)),
  );
  return proposalsFromEvents(events, timeOf, proposingMember).filter(({ proposalId }) =>
    chosen.has(proposalId),
  );
}

/** Names of what calls concern, as the registers themselves have them. */
export async function namedInContracts(
  chain: EventReader,
  addresses: Addresses,
  ids: { nodes: readonly Hex[]; organisations: readonly Hex[] },
) {
  const [nodes, organisations] = await Promise.all([
    Promise.all(ids.nodes.map((id) => nodeFromContract(chain, addresses, id))),
    Promise.all(ids.organisations.map((id) => organisationFromContract(chain, addresses, id))),
  ]);
  return {
    nodes: nodes.flatMap((node) => (node ? [{ ...node, network: BigInt(node.network) }] : [])),
    organisations: organisations.filter((organisation) => organisation !== null),
    roles: Object.entries(roles).map(([label, roleId]) => ({ roleId, label })),
  };
}

/** What a member's vote counts at a timepoint; a timepoint still ahead counts as the present. */
async function shareAt(
  chain: EventReader,
  addresses: BodyContracts,
  member: ContractMember,
  timepoint: number,
  now: number,
): Promise<{ heads: number; weight: bigint }> {
  if (timepoint >= now) {
    const counts = member.status === "active" && member.class === "member";
    return { heads: counts ? 1 : 0, weight: counts ? member.weight : 0n };
  }
  const [heads, weight] = await chain.readContract({
    address: addresses.MemberRegistry,
    abi: memberRegistryAbi,
    functionName: "votesAt",
    args: [member.account, timepoint],
  });
  return { heads, weight };
}

import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import {
  Body,
  Member,
  MemberRegistry,
  Node,
  Organisation,
  Proposal,
  ProposalCall,
} from "../generated/schema";
import { memberId, proposalCallId, proposalId } from "../ids";
import { totalsAt } from "./member-registry";

/** A proposal that its Council has announced before. */
export function loadProposal(council: Bytes, number: BigInt): Proposal {
  return Proposal.load(proposalId(council, number))!;
}

/** Once the snapshot has passed, its totals are fixed: no later event changes them. */
export function fixTotals(proposal: Proposal, event: ethereum.Event): void {
  if (proposal.totalsAtSnapshot !== null || event.block.timestamp <= proposal.snapshot) return;
  const registry = MemberRegistry.load(Body.load(proposal.body)!.memberRegistry)!;
  proposal.totalsAtSnapshot = totalsAt(registry, proposal.snapshot);
}

/** One call of a proposal, with what its first two arguments name as far as it is registered. */
export function createProposalCall(proposal: Proposal, index: i32, memberRegistry: Bytes): void {
  const calldata = proposal.calldatas[index];
  const call = new ProposalCall(proposalCallId(proposal.id, index));
  call.proposal = proposal.id;
  call.index = index;
  call.target = proposal.targets[index];
  call.value = proposal.values[index];
  call.calldata = calldata;
  call.selector = selectorOf(calldata);

  const nodes: Bytes[] = [];
  const organisations: Bytes[] = [];
  const members: Bytes[] = [];
  for (let i = 0; i < 2; ++i) {
    const end = 4 + 32 * (i + 1);
    if (calldata.length < end) break;
    const word = slice(calldata, end - 32, end);
    const member = memberId(memberRegistry, slice(word, 12, 32));
    if (Node.load(word) != null && !nodes.includes(word)) nodes.push(word);
    if (Organisation.load(word) != null && !organisations.includes(word)) organisations.push(word);
    if (isAddress(word) && Member.load(member) != null && !members.includes(member))
      members.push(member);
  }
  call.nodes = nodes;
  call.organisations = organisations;
  call.members = members;
  call.save();
}

/** First four bytes of calldata; empty when it is shorter. */
export function selectorOf(calldata: Bytes): Bytes {
  return calldata.length < 4 ? new Bytes(0) : slice(calldata, 0, 4);
}

function isAddress(word: Bytes): boolean {
  for (let i = 0; i < 12; ++i) {
    if (word[i] != 0) return false;
  }
  return true;
}

function slice(bytes: Bytes, start: i32, end: i32): Bytes {
  return Bytes.fromUint8Array(bytes.subarray(start, end));
}

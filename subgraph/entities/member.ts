import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Member, MemberStatusChange, WeightChange } from "../generated/schema";
import { eventId, memberId, ordinalOf } from "../ids";
import { changeTotals, getOrCreateMemberRegistry } from "./member-registry";
import { getOrCreateTransaction } from "./transaction";

/** A member that its register has announced before. */
export function loadMember(memberRegistry: Bytes, account: Bytes): Member {
  return Member.load(memberId(memberRegistry, account))!;
}

/** Brings what the member's vote counts, and the totals, in line with class, status and registered weight. */
export function reweigh(member: Member, event: ethereum.Event): void {
  const votes = member.status == "ACTIVE" && member.class_ == "MEMBER";
  const heads = votes ? 1 : 0;
  const weight = votes ? member.weight : BigInt.zero();
  const gainedHeads = heads - member.votingHeads;
  const gainedWeight = weight.minus(member.votingWeight);
  member.votingHeads = heads;
  member.votingWeight = weight;

  const change = new WeightChange(eventId(event));
  change.member = member.id;
  change.timepoint = event.block.timestamp;
  change.ordinal = ordinalOf(event);
  change.heads = heads;
  change.weight = weight;
  change.registeredWeight = member.weight;
  change.weightYear = member.weightYear;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();

  changeTotals(getOrCreateMemberRegistry(member.memberRegistry), gainedHeads, gainedWeight, event);
}

export function recordMemberStatus(member: Member, actor: Bytes, event: ethereum.Event): void {
  const change = new MemberStatusChange(eventId(event));
  change.member = member.id;
  change.status = member.status;
  change.actor = actor;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();
}

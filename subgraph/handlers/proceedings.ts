import { Bytes } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { getOrCreateTransaction } from "../entities/transaction";
import {
  MoreTimeAsked as MoreTimeAskedLog,
  ProposalSponsored as ProposalSponsoredLog,
} from "../generated/Deliberation/Deliberation";
import {
  Body,
  MoreTimeAsked,
  MoreTimeRequest,
  Proposal,
  ProposalSponsored,
  Sponsorship,
  Vetoed,
  VetoGranted,
  VetoRevoked,
  VetoRight,
} from "../generated/schema";
import {
  Vetoed as VetoedLog,
  VetoGranted as VetoGrantedLog,
  VetoRevoked as VetoRevokedLog,
} from "../generated/Vetoes/Vetoes";
import { eventId, memberId, ordinalOf, proposalId, vetoRightId, voteId } from "../ids";

export function handleProposalSponsored(event: ProposalSponsoredLog): void {
  const params = event.params;
  // Anybody can make these contracts speak of a Council of its own, which is none of ours.
  const proposal = Proposal.load(proposalId(params.council, params.proposalId));
  if (proposal == null) return;
  const said = new Sponsorship(voteId(proposal.id, params.member));
  said.proposal = proposal.id;
  said.member = memberId(Body.load(proposal.body)!.memberRegistry, params.member);
  said.key = params.key;
  said.ordinal = ordinalOf(event);
  said.timestamp = event.block.timestamp;
  said.transaction = getOrCreateTransaction(event).id;
  said.save();

  const log = new ProposalSponsored(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.account = params.member;
  log.key = params.key;
  log.save();
}

export function handleMoreTimeAsked(event: MoreTimeAskedLog): void {
  const params = event.params;
  const proposal = Proposal.load(proposalId(params.council, params.proposalId));
  if (proposal == null) return;
  const said = new MoreTimeRequest(voteId(proposal.id, params.member));
  said.proposal = proposal.id;
  said.member = memberId(Body.load(proposal.body)!.memberRegistry, params.member);
  said.key = params.key;
  said.ordinal = ordinalOf(event);
  said.timestamp = event.block.timestamp;
  said.transaction = getOrCreateTransaction(event).id;
  said.save();

  const log = new MoreTimeAsked(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.account = params.member;
  log.key = params.key;
  log.heads = params.heads;
  log.weight = params.weight;
  log.save();
}

export function handleVetoGranted(event: VetoGrantedLog): void {
  const params = event.params;
  const targets = changetype<Bytes[]>(params.targets);
  const right = new VetoRight(vetoRightId(params.council, params.holder));
  right.council = params.council;
  right.holder = params.holder;
  right.targets = targets;
  right.notAfter = params.notAfter;
  right.grantedAt = event.block.timestamp;
  right.grantedIn = getOrCreateTransaction(event).id;
  right.revokedAt = null;
  right.revokedIn = null;
  right.save();

  const log = new VetoGranted(eventId(event));
  describe(log, event);
  log.right = right.id;
  log.actor = params.actor;
  log.targets = targets;
  log.notAfter = params.notAfter;
  log.save();
}

export function handleVetoRevoked(event: VetoRevokedLog): void {
  const params = event.params;
  const right = VetoRight.load(vetoRightId(params.council, params.holder))!;
  right.revokedAt = event.block.timestamp;
  right.revokedIn = getOrCreateTransaction(event).id;
  right.save();

  const log = new VetoRevoked(eventId(event));
  describe(log, event);
  log.right = right.id;
  log.actor = params.actor;
  log.save();
}

export function handleVetoed(event: VetoedLog): void {
  const params = event.params;
  const proposal = Proposal.load(proposalId(params.council, params.proposalId));
  if (proposal == null) return;
  proposal.vetoedBy = params.holder;
  proposal.vetoReason = params.reason;
  proposal.save();

  const log = new Vetoed(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.holder = params.holder;
  log.reason = params.reason;
  log.save();
}

import { BigInt, Bytes, crypto, ethereum } from "@graphprotocol/graph-ts";

import { getOrCreateBody } from "../entities/body";
import { describe } from "../entities/event";
import { loadMember } from "../entities/member";
import { createProposalCall, fixTotals, loadProposal } from "../entities/proposal";
import { memberOfKey } from "../entities/representative";
import { getOrCreateTransaction } from "../entities/transaction";
import { decisionClasses, placesIn, voteSupport, voteWay } from "../enums";
import {
  AccessManagerIgnoredSet as AccessManagerIgnoredSetLog,
  BallotRefused as BallotRefusedLog,
  BallotsNotTried as BallotsNotTriedLog,
  BaseDelaySet as BaseDelaySetLog,
  ProposalCanceled as ProposalCanceledLog,
  ProposalClassified as ProposalClassifiedLog,
  ProposalCreated as ProposalCreatedLog,
  ProposalDecided as ProposalDecidedLog,
  ProposalExecuted as ProposalExecutedLog,
  ProposalExtended as ProposalExtendedLog,
  ProposalQueued as ProposalQueuedLog,
  ProposalRulesFixed as ProposalRulesFixedLog,
  ProposalThresholdSet as ProposalThresholdSetLog,
  RulesNoticed as RulesNoticedLog,
  VoteCast as VoteCastLog,
  VoteCastBy as VoteCastByLog,
  VotingDelaySet as VotingDelaySetLog,
  VotingPeriodSet as VotingPeriodSetLog,
} from "../generated/Council/Council";
import {
  AccessManagerIgnoredSet,
  BallotRefused,
  BallotsNotTried,
  BaseDelaySet,
  Proposal,
  ProposalCanceled,
  ProposalClassified,
  ProposalCreated,
  ProposalDecided,
  ProposalExecuted,
  ProposalExtended,
  ProposalQueued,
  ProposalRulesFixed,
  ProposalThresholdSet,
  RulesNoticed,
  Vote,
  VoteCast,
  VoteCastBy,
  VotePoint,
  VotingDelaySet,
  VotingPeriodSet,
} from "../generated/schema";
import { eventId, ordinalOf, proposalId, voteId } from "../ids";

export function handleProposalCreated(event: ProposalCreatedLog): void {
  const params = event.params;
  const body = getOrCreateBody(event.address);
  body.proposalCount = body.proposalCount + 1;
  body.save();

  const targets = changetype<Bytes[]>(params.targets);
  const proposal = new Proposal(proposalId(event.address, params.proposalId));
  proposal.proposalId = params.proposalId;
  proposal.number = body.proposalCount;
  proposal.body = body.id;
  proposal.proposer = params.proposer;
  proposal.proposingMember = memberOfKey(body.memberRegistry, params.proposer);
  proposal.targets = targets;
  proposal.values = params.values;
  proposal.calldatas = params.calldatas;
  proposal.description = params.description;
  proposal.descriptionHash = hashOfDescription(event);
  // The classes follow in the next event of the same transaction.
  proposal.classes = [];
  proposal.codeHash = new Bytes(0);
  // An event follows where it is judged by other rules than those that are shipped.
  proposal.rulesEdition = 0;
  proposal.snapshot = params.voteStart;
  proposal.deadline = params.voteEnd;
  proposal.forHeads = 0;
  proposal.forWeight = BigInt.zero();
  proposal.againstHeads = 0;
  proposal.againstWeight = BigInt.zero();
  proposal.abstainHeads = 0;
  proposal.abstainWeight = BigInt.zero();
  proposal.createdBlock = event.block.number;
  proposal.createdAt = event.block.timestamp;
  proposal.createdIn = getOrCreateTransaction(event).id;
  proposal.save();
  for (let i = 0; i < targets.length; ++i) createProposalCall(proposal, i, body.memberRegistry);

  const log = new ProposalCreated(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.proposer = params.proposer;
  log.targets = targets;
  log.values = params.values;
  log.calldatas = params.calldatas;
  log.voteStart = params.voteStart;
  log.voteEnd = params.voteEnd;
  log.description = params.description;
  log.save();
}

export function handleProposalClassified(event: ProposalClassifiedLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  proposal.classes = decisionClasses(params.classes);
  proposal.codeHash = params.codeHash;
  proposal.save();

  const log = new ProposalClassified(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.classes = proposal.classes;
  log.codeHash = params.codeHash;
  log.save();
}

export function handleProposalRulesFixed(event: ProposalRulesFixedLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  const participants = placesIn(params.participants);
  proposal.rulesEdition = params.edition.toI32();
  if (participants.length > 0) {
    proposal.cooperation = params.cooperation;
    proposal.participants = participants;
  }
  proposal.save();

  const log = new ProposalRulesFixed(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.edition = proposal.rulesEdition;
  log.cooperation = params.cooperation;
  log.participants = participants;
  log.save();
}

export function handleRulesNoticed(event: RulesNoticedLog): void {
  const body = getOrCreateBody(event.address);
  body.rulesEdition = event.params.edition.toI32();
  body.save();

  const log = new RulesNoticed(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.edition = body.rulesEdition;
  log.save();
}

export function handleVoteCast(event: VoteCastLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  const body = getOrCreateBody(event.address);
  const member = loadMember(body.memberRegistry, params.voter);
  const support = voteSupport(params.support);
  const transaction = getOrCreateTransaction(event);

  const vote = new Vote(voteId(proposal.id, params.voter));
  vote.proposal = proposal.id;
  vote.member = member.id;
  vote.support = support;
  vote.weight = params.weight;
  vote.reason = params.reason;
  vote.sender = event.transaction.from;
  // Another way is told by the next event of the same transaction.
  vote.way = "IN_PERSON";
  vote.key = event.transaction.from;
  vote.ordinal = ordinalOf(event);
  vote.block = event.block.number;
  vote.timestamp = event.block.timestamp;
  vote.transaction = transaction.id;
  vote.save();

  if (support == "FOR") {
    proposal.forHeads = proposal.forHeads + 1;
    proposal.forWeight = proposal.forWeight.plus(params.weight);
  } else if (support == "AGAINST") {
    proposal.againstHeads = proposal.againstHeads + 1;
    proposal.againstWeight = proposal.againstWeight.plus(params.weight);
  } else {
    proposal.abstainHeads = proposal.abstainHeads + 1;
    proposal.abstainWeight = proposal.abstainWeight.plus(params.weight);
  }
  fixTotals(proposal, event);
  proposal.save();

  // The store numbers the points itself and gives them the time of the block.
  const point = new VotePoint(0);
  point.body = body.id;
  point.votes = 1;
  point.weight = params.weight;
  point.save();

  const log = new VoteCast(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.member = member.id;
  log.account = params.voter;
  log.support = support;
  log.weight = params.weight;
  log.reason = params.reason;
  log.save();
}

export function handleVoteCastBy(event: VoteCastByLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  const registry = getOrCreateBody(event.address).memberRegistry;
  const vote = Vote.load(voteId(proposal.id, params.voter))!;
  vote.way = voteWay(params.way);
  vote.key = params.key;
  const acting = memberOfKey(registry, params.key);
  if (acting !== null && acting.notEqual(vote.member)) vote.carriedBy = acting;
  vote.save();

  const log = new VoteCastBy(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.vote = vote.id;
  log.member = vote.member;
  log.account = params.voter;
  log.key = params.key;
  log.way = vote.way;
  log.save();
}

export function handleBallotRefused(event: BallotRefusedLog): void {
  const params = event.params;
  const log = new BallotRefused(eventId(event));
  describe(log, event);
  log.proposal = loadProposal(event.address, params.proposalId).id;
  log.account = params.member;
  log.index = params.index;
  log.reason = params.reason;
  log.save();
}

export function handleBallotsNotTried(event: BallotsNotTriedLog): void {
  const params = event.params;
  const log = new BallotsNotTried(eventId(event));
  describe(log, event);
  log.proposal = loadProposal(event.address, params.proposalId).id;
  log.count = params.count;
  log.save();
}

export function handleProposalDecided(event: ProposalDecidedLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  proposal.decidedBlock = event.block.number;
  proposal.decidedAt = event.block.timestamp;
  proposal.decidedIn = getOrCreateTransaction(event).id;
  proposal.decidedSucceeded = params.succeeded;
  fixTotals(proposal, event);
  proposal.save();

  const log = new ProposalDecided(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.succeeded = params.succeeded;
  log.save();
}

export function handleProposalExtended(event: ProposalExtendedLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  proposal.deadline = params.extendedDeadline;
  proposal.extendedBlock = event.block.number;
  proposal.extendedAt = event.block.timestamp;
  proposal.extendedIn = getOrCreateTransaction(event).id;
  fixTotals(proposal, event);
  proposal.save();

  const log = new ProposalExtended(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.deadline = params.extendedDeadline;
  log.save();
}

export function handleProposalQueued(event: ProposalQueuedLog): void {
  const params = event.params;
  const proposal = loadProposal(event.address, params.proposalId);
  proposal.queuedBlock = event.block.number;
  proposal.queuedAt = event.block.timestamp;
  proposal.queuedIn = getOrCreateTransaction(event).id;
  proposal.eta = params.etaSeconds;
  fixTotals(proposal, event);
  proposal.save();

  const log = new ProposalQueued(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.eta = params.etaSeconds;
  log.save();
}

export function handleProposalExecuted(event: ProposalExecutedLog): void {
  const proposal = loadProposal(event.address, event.params.proposalId);
  proposal.executedBlock = event.block.number;
  proposal.executedAt = event.block.timestamp;
  proposal.executedIn = getOrCreateTransaction(event).id;
  fixTotals(proposal, event);
  proposal.save();

  const log = new ProposalExecuted(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.save();
}

export function handleProposalCanceled(event: ProposalCanceledLog): void {
  const proposal = loadProposal(event.address, event.params.proposalId);
  proposal.cancelledBlock = event.block.number;
  proposal.cancelledAt = event.block.timestamp;
  proposal.cancelledIn = getOrCreateTransaction(event).id;
  fixTotals(proposal, event);
  proposal.save();

  const log = new ProposalCanceled(eventId(event));
  describe(log, event);
  log.proposal = proposal.id;
  log.save();
}

export function handleVotingDelaySet(event: VotingDelaySetLog): void {
  const params = event.params;
  const body = getOrCreateBody(event.address);
  body.votingDelay = params.newVotingDelay;
  body.save();

  const log = new VotingDelaySet(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.oldVotingDelay = params.oldVotingDelay;
  log.newVotingDelay = params.newVotingDelay;
  log.save();
}

export function handleVotingPeriodSet(event: VotingPeriodSetLog): void {
  const params = event.params;
  const body = getOrCreateBody(event.address);
  body.votingPeriod = params.newVotingPeriod;
  body.save();

  const log = new VotingPeriodSet(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.oldVotingPeriod = params.oldVotingPeriod;
  log.newVotingPeriod = params.newVotingPeriod;
  log.save();
}

export function handleProposalThresholdSet(event: ProposalThresholdSetLog): void {
  const params = event.params;
  const body = getOrCreateBody(event.address);
  body.proposalThreshold = params.newProposalThreshold;
  body.save();

  const log = new ProposalThresholdSet(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.oldProposalThreshold = params.oldProposalThreshold;
  log.newProposalThreshold = params.newProposalThreshold;
  log.save();
}

export function handleBaseDelaySet(event: BaseDelaySetLog): void {
  const params = event.params;
  const body = getOrCreateBody(event.address);
  body.baseDelay = params.newBaseDelaySeconds;
  body.save();

  const log = new BaseDelaySet(eventId(event));
  describe(log, event);
  log.body = body.id;
  log.oldBaseDelay = params.oldBaseDelaySeconds;
  log.newBaseDelay = params.newBaseDelaySeconds;
  log.save();
}

export function handleAccessManagerIgnoredSet(event: AccessManagerIgnoredSetLog): void {
  const params = event.params;
  const log = new AccessManagerIgnoredSet(eventId(event));
  describe(log, event);
  log.body = getOrCreateBody(event.address).id;
  log.target = params.target;
  log.selector = params.selector;
  log.ignored = params.ignored;
  log.save();
}

/** ProposalCreated as the log holds it, with the text as bytes. */
const createdTypes = "(uint256,address,address[],uint256[],string[],bytes[],uint256,uint256,bytes)";

/**
 * Hash of the text as it was sent. The text of the event is no longer the same where it held a zero or was not UTF-8, and
 * whoever queues the proposal needs the hash of the very bytes: the receipt has them.
 */
function hashOfDescription(event: ProposalCreatedLog): Bytes {
  const logs = event.receipt!.logs;
  let i = 0;
  while (logs[i].logIndex != event.logIndex) ++i;
  // A tuple with parts of any length stands behind its offset; the data of an event leaves the offset out.
  const offset = new Bytes(32);
  offset.fill(0);
  offset[31] = 32;
  const description = ethereum
    .decode(createdTypes, offset.concat(logs[i].data))!
    .toTuple()[8]
    .toBytes();
  return Bytes.fromByteArray(crypto.keccak256(description));
}

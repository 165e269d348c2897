import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { describe } from "../entities/event";
import { getOrCreatePaymentToken, newPaymentPoint } from "../entities/payment-token";
import { getOrCreateTransaction } from "../entities/transaction";
import { loadBudgetLine, loadContributionCall, propose, spend } from "../entities/treasury";
import { addressOrNull, asciiOf, wordOrNull } from "../entities/words";
import { contributionKey } from "../enums";
import {
  BudgetLine,
  BudgetLineClosed,
  BudgetLineOpened,
  CeilingSet,
  Contribution,
  ContributionCall,
  ContributionEdition,
  ContributionMade,
  ContributionsCalled,
  ContributionsClosed,
  ContributionShare,
  ContributionSharesSet,
  Fundable,
  FundableFunction,
  FundableKnown,
  FundableSet,
  FundingDecided,
  FundingMade,
  FundingProposed,
  InstructionGiven,
  PaymentMade,
  PaymentProposed,
  PayoutCollected,
  ProposalConfirmed,
  ProposalWithdrawn,
  TreasuryProposal,
  TwoPersonAboveSet,
} from "../generated/schema";
import {
  BudgetLineClosed as BudgetLineClosedLog,
  BudgetLineOpened as BudgetLineOpenedLog,
  CeilingSet as CeilingSetLog,
  ContributionMade as ContributionMadeLog,
  ContributionsCalled as ContributionsCalledLog,
  ContributionsClosed as ContributionsClosedLog,
  ContributionSharesSet as ContributionSharesSetLog,
  FundableKnown as FundableKnownLog,
  FundableSet as FundableSetLog,
  FundingDecided as FundingDecidedLog,
  FundingMade as FundingMadeLog,
  FundingProposed as FundingProposedLog,
  InstructionGiven as InstructionGivenLog,
  PaymentMade as PaymentMadeLog,
  PaymentProposed as PaymentProposedLog,
  PayoutCollected as PayoutCollectedLog,
  ProposalConfirmed as ProposalConfirmedLog,
  ProposalWithdrawn as ProposalWithdrawnLog,
  TwoPersonAboveSet as TwoPersonAboveSetLog,
} from "../generated/Treasury/Treasury";
import {
  contributionId,
  contributionShareId,
  eventId,
  fundableFunctionId,
  fundableId,
  treasuryEntryId,
} from "../ids";

// Budget lines.

export function handleBudgetLineOpened(event: BudgetLineOpenedLog): void {
  const params = event.params;
  const line = new BudgetLine(treasuryEntryId(event.address, params.line));
  line.treasury = event.address;
  line.line = params.line;
  line.name = asciiOf(params.line);
  line.token = getOrCreatePaymentToken(params.token).id;
  line.from = params.from;
  line.until = params.until;
  line.ceiling = params.ceiling;
  line.spent = BigInt.zero();
  line.twoPersonAbove = params.twoPersonAbove;
  line.spentAlone = BigInt.zero();
  line.aloneDay = BigInt.zero();
  line.documentHash = params.documentHash;
  line.openedAt = event.block.timestamp;
  line.openedIn = getOrCreateTransaction(event).id;
  line.save();

  const log = new BudgetLineOpened(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.actor = params.actor;
  log.ceiling = params.ceiling;
  log.twoPersonAbove = params.twoPersonAbove;
  log.from = params.from;
  log.until = params.until;
  log.documentHash = params.documentHash;
  log.save();
}

export function handleCeilingSet(event: CeilingSetLog): void {
  const params = event.params;
  const line = loadBudgetLine(event.address, params.line);
  line.ceiling = params.ceiling;
  line.documentHash = params.documentHash;
  line.save();

  const log = new CeilingSet(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.actor = params.actor;
  log.ceiling = params.ceiling;
  log.documentHash = params.documentHash;
  log.save();
}

export function handleTwoPersonAboveSet(event: TwoPersonAboveSetLog): void {
  const params = event.params;
  const line = loadBudgetLine(event.address, params.line);
  line.twoPersonAbove = params.twoPersonAbove;
  line.save();

  const log = new TwoPersonAboveSet(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.actor = params.actor;
  log.twoPersonAbove = params.twoPersonAbove;
  log.save();
}

export function handleBudgetLineClosed(event: BudgetLineClosedLog): void {
  const params = event.params;
  const line = loadBudgetLine(event.address, params.line);
  line.closedAt = event.block.timestamp;
  line.save();

  const log = new BudgetLineClosed(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.actor = params.actor;
  log.save();
}

// Contracts for payments.

export function handleFundableKnown(event: FundableKnownLog): void {
  const params = event.params;
  const fundable = new Fundable(fundableId(event.address, params.target));
  fundable.treasury = event.address;
  fundable.target = params.target;
  fundable.known = params.known;
  fundable.setIn = getOrCreateTransaction(event).id;
  fundable.save();

  const log = new FundableKnown(eventId(event));
  describe(log, event);
  log.fundable = fundable.id;
  log.actor = params.actor;
  log.known = params.known;
  log.save();
}

export function handleFundableSet(event: FundableSetLog): void {
  const params = event.params;
  const fundable = fundableId(event.address, params.target);
  const entry = new FundableFunction(fundableFunctionId(fundable, params.selector));
  entry.fundable = fundable;
  entry.selector = params.selector;
  entry.named = params.fundable;
  entry.setIn = getOrCreateTransaction(event).id;
  entry.save();

  const log = new FundableSet(eventId(event));
  describe(log, event);
  log.fundableFunction = entry.id;
  log.actor = params.actor;
  log.named = params.fundable;
  log.save();
}

// Payments.

export function handlePaymentMade(event: PaymentMadeLog): void {
  const params = event.params;
  const line = loadBudgetLine(event.address, params.line);
  const proposer = addressOrNull(params.proposer);
  spend(line, params.amount, params.spent, proposer, event);
  const point = newPaymentPoint(line.token, event);
  point.captured = params.amount;
  point.save();

  const log = new PaymentMade(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.payee = params.payee;
  log.paymentReference = wordOrNull(params.paymentReference);
  log.actor = params.actor;
  log.proposer = proposer;
  log.amount = params.amount;
  log.spent = params.spent;
  log.save();
}

/** What the contract took is counted in the volumes when the contract tells of it. */
export function handleFundingMade(event: FundingMadeLog): void {
  const params = event.params;
  const line = loadBudgetLine(event.address, params.line);
  const proposer = addressOrNull(params.proposer);
  spend(line, params.amount, params.spent, proposer, event);

  const log = new FundingMade(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.target = params.target;
  log.actor = params.actor;
  log.proposer = proposer;
  log.call = params.call;
  log.amount = params.amount;
  log.spent = params.spent;
  log.save();
}

/** A decision counts for no single person. */
export function handleFundingDecided(event: FundingDecidedLog): void {
  const params = event.params;
  const line = loadBudgetLine(event.address, params.line);
  line.spent = params.spent;
  line.save();

  const log = new FundingDecided(eventId(event));
  describe(log, event);
  log.line = line.id;
  log.target = params.target;
  log.actor = params.actor;
  log.call = params.call;
  log.amount = params.amount;
  log.spent = params.spent;
  log.save();
}

export function handleInstructionGiven(event: InstructionGivenLog): void {
  const params = event.params;
  const log = new InstructionGiven(eventId(event));
  describe(log, event);
  log.target = params.target;
  log.selector = params.selector;
  log.actor = params.actor;
  log.call = params.call;
  log.save();
}

export function handlePaymentProposed(event: PaymentProposedLog): void {
  const params = event.params;
  const proposal = propose(
    params.id,
    "PAYMENT",
    treasuryEntryId(event.address, params.line),
    params.payee,
    params.proposer,
    params.amount,
    params.expiresAt,
    event,
  );
  proposal.paymentReference = wordOrNull(params.paymentReference);
  proposal.save();

  const log = new PaymentProposed(eventId(event));
  describe(log, event);
  log.line = proposal.line;
  log.proposal = proposal.id;
  log.payee = params.payee;
  log.proposer = params.proposer;
  log.amount = params.amount;
  log.paymentReference = proposal.paymentReference;
  log.expiresAt = params.expiresAt;
  log.save();
}

export function handleFundingProposed(event: FundingProposedLog): void {
  const params = event.params;
  const proposal = propose(
    params.id,
    "FUNDING",
    treasuryEntryId(event.address, params.line),
    params.target,
    params.proposer,
    params.amount,
    params.expiresAt,
    event,
  );
  proposal.call = params.call;
  proposal.save();

  const log = new FundingProposed(eventId(event));
  describe(log, event);
  log.line = proposal.line;
  log.proposal = proposal.id;
  log.target = params.target;
  log.proposer = params.proposer;
  log.call = params.call;
  log.amount = params.amount;
  log.expiresAt = params.expiresAt;
  log.save();
}

export function handleProposalConfirmed(event: ProposalConfirmedLog): void {
  const params = event.params;
  const proposal = TreasuryProposal.load(params.id)!;
  proposal.endedBy = params.actor;
  proposal.confirmedAt = event.block.timestamp;
  proposal.save();

  const log = new ProposalConfirmed(eventId(event));
  describe(log, event);
  log.line = proposal.line;
  log.proposal = proposal.id;
  log.actor = params.actor;
  log.save();
}

export function handleProposalWithdrawn(event: ProposalWithdrawnLog): void {
  const params = event.params;
  const proposal = TreasuryProposal.load(params.id)!;
  proposal.endedBy = params.actor;
  proposal.withdrawnAt = event.block.timestamp;
  proposal.save();

  const log = new ProposalWithdrawn(eventId(event));
  describe(log, event);
  log.line = proposal.line;
  log.proposal = proposal.id;
  log.actor = params.actor;
  log.save();
}

/** The contract itself says, too, that what waited for the treasury was claimed. */
export function handlePayoutCollected(event: PayoutCollectedLog): void {
  const params = event.params;
  const log = new PayoutCollected(eventId(event));
  describe(log, event);
  log.custody = params.custody;
  log.token = params.token;
  log.actor = params.actor;
  log.amount = params.amount;
  log.save();
}

// Contributions.

export function handleContributionSharesSet(event: ContributionSharesSetLog): void {
  const params = event.params;
  const members = params.members;
  const shares = params.shares;
  const edition = new ContributionEdition(treasuryEntryId(event.address, params.edition));
  let total = BigInt.zero();
  for (let i = 0; i < members.length; ++i) {
    const share = new ContributionShare(contributionShareId(edition.id, members[i]));
    share.edition = edition.id;
    share.member = members[i];
    share.share = shares[i];
    share.save();
    total = total.plus(shares[i]);
  }
  edition.treasury = event.address;
  edition.edition = params.edition;
  edition.name = asciiOf(params.edition);
  edition.totalShares = total;
  edition.setIn = getOrCreateTransaction(event).id;
  edition.save();

  const log = new ContributionSharesSet(eventId(event));
  describe(log, event);
  log.edition = edition.id;
  log.actor = params.actor;
  log.save();
}

export function handleContributionsCalled(event: ContributionsCalledLog): void {
  const params = event.params;
  const edition: Bytes | null = wordOrNull(params.edition);
  const call = new ContributionCall(treasuryEntryId(event.address, params.call));
  call.treasury = event.address;
  call.call = params.call;
  call.name = asciiOf(params.call);
  call.token = getOrCreatePaymentToken(params.token).id;
  call.total = params.total;
  call.contributed = BigInt.zero();
  call.key = contributionKey(params.key);
  call.timepoint = params.timepoint;
  call.edition = edition === null ? null : treasuryEntryId(event.address, params.edition);
  call.totalShares = params.totalShares;
  call.due = params.due;
  call.calledAt = event.block.timestamp;
  call.calledIn = getOrCreateTransaction(event).id;
  call.save();

  const log = new ContributionsCalled(eventId(event));
  describe(log, event);
  log.call = call.id;
  log.actor = params.actor;
  log.total = params.total;
  log.save();
}

export function handleContributionsClosed(event: ContributionsClosedLog): void {
  const params = event.params;
  const call = loadContributionCall(event.address, params.call);
  call.closedAt = event.block.timestamp;
  call.save();

  const log = new ContributionsClosed(eventId(event));
  describe(log, event);
  log.call = call.id;
  log.actor = params.actor;
  log.save();
}

export function handleContributionMade(event: ContributionMadeLog): void {
  const params = event.params;
  const call = loadContributionCall(event.address, params.call);
  call.contributed = call.contributed.plus(params.amount);
  call.save();
  const contribution = new Contribution(contributionId(call.id, params.member));
  contribution.call = call.id;
  contribution.member = params.member;
  contribution.amount = params.contributed;
  contribution.paidAt = event.block.timestamp;
  contribution.save();

  const log = new ContributionMade(eventId(event));
  describe(log, event);
  log.contribution = contribution.id;
  log.call = call.id;
  log.member = params.member;
  log.payer = params.payer;
  log.amount = params.amount;
  log.contributed = params.contributed;
  log.save();
}

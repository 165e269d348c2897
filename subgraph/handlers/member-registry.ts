import { getOrCreateMemberRegistry } from "../entities/member-registry";
import { describe } from "../entities/event";
import { loadMember, recordMemberStatus, reweigh } from "../entities/member";
import { appoint, endRepresentation, getOrCreateRepresentative } from "../entities/representative";
import { endProxy } from "../entities/proxy";
import { getOrCreateTransaction } from "../entities/transaction";
import { textOf } from "../entities/words";
import { memberClass, memberStatus } from "../enums";
import {
  KeyAppointed as KeyAppointedLog,
  MandateKeyAccepted as MandateKeyAcceptedLog,
  MandateKeyDesignated as MandateKeyDesignatedLog,
  MandateRevoked as MandateRevokedLog,
  MemberClassChanged as MemberClassChangedLog,
  MemberRegistered as MemberRegisteredLog,
  MemberStatusChanged as MemberStatusChangedLog,
  MemberWeightChanged as MemberWeightChangedLog,
  ProxyEnded as ProxyEndedLog,
  ProxyGiven as ProxyGivenLog,
  RepresentativeAppointed as RepresentativeAppointedLog,
  RepresentativeEnded as RepresentativeEndedLog,
} from "../generated/MemberRegistry/MemberRegistry";
import {
  KeyAppointed,
  MandateKeyAccepted,
  MandateKeyDesignated,
  MandateRevoked,
  Member,
  MemberClassChanged,
  MemberRegistered,
  MemberStatusChanged,
  MemberWeightChanged,
  Proxy,
  ProxyEnded,
  ProxyGiven,
  RepresentativeAppointed,
  RepresentativeEnded,
} from "../generated/schema";
import { eventId, memberId } from "../ids";
import { BigInt } from "@graphprotocol/graph-ts";

export function handleMemberRegistered(event: MemberRegisteredLog): void {
  const params = event.params;
  const registry = getOrCreateMemberRegistry(event.address);

  const member = new Member(memberId(registry.id, params.account));
  member.memberRegistry = registry.id;
  member.account = params.account;
  member.code = textOf(params.code);
  member.index = params.index;
  member.class_ = memberClass(params.class_);
  member.status = "ACTIVE";
  member.weight = params.weight;
  member.weightYear = params.weightYear;
  member.votingHeads = 0;
  member.votingWeight = BigInt.zero();
  member.registeredBlock = event.block.number;
  member.registeredAt = event.block.timestamp;
  member.registeredIn = getOrCreateTransaction(event).id;
  reweigh(member, event);
  member.save();
  recordMemberStatus(member, params.actor, event);

  const log = new MemberRegistered(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.actor = params.actor;
  log.code = member.code;
  log.index = params.index;
  log.class_ = member.class_;
  log.weight = params.weight;
  log.weightYear = params.weightYear;
  log.save();
}

export function handleMemberWeightChanged(event: MemberWeightChangedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  member.weight = params.weight;
  member.weightYear = params.weightYear;
  reweigh(member, event);
  member.save();

  const log = new MemberWeightChanged(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.actor = params.actor;
  log.weight = params.weight;
  log.weightYear = params.weightYear;
  log.save();
}

export function handleMemberClassChanged(event: MemberClassChangedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  member.class_ = memberClass(params.class_);
  if (member.class_ == "OBSERVER") endProxy(member, event);
  reweigh(member, event);
  member.save();

  const log = new MemberClassChanged(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.actor = params.actor;
  log.class_ = member.class_;
  log.save();
}

export function handleMemberStatusChanged(event: MemberStatusChangedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  member.status = memberStatus(params.status);
  if (member.status == "LEFT") {
    // That the mandate is revoked stands in an event of its own.
    member.designatedKey = null;
  }
  reweigh(member, event);
  member.save();
  recordMemberStatus(member, params.actor, event);

  const log = new MemberStatusChanged(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.actor = params.actor;
  log.status = member.status;
  log.save();
}

export function handleMandateKeyDesignated(event: MandateKeyDesignatedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  member.designatedKey = params.key;
  member.save();

  const log = new MandateKeyDesignated(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.key = params.key;
  log.actor = params.actor;
  log.save();
}

export function handleMandateKeyAccepted(event: MandateKeyAcceptedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  member.mandateKey = params.key;
  member.designatedKey = null;
  member.save();

  const log = new MandateKeyAccepted(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.key = params.key;
  log.save();
}

export function handleMandateRevoked(event: MandateRevokedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  member.mandateKey = null;
  endProxy(member, event);
  member.save();
  const representatives = member.representatives.load();
  for (let i = 0; i < representatives.length; ++i) {
    if (representatives[i].endedAt === null) endRepresentation(representatives[i], event);
  }

  const log = new MandateRevoked(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.actor = params.actor;
  log.save();
}

export function handleRepresentativeAppointed(event: RepresentativeAppointedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  const representative = getOrCreateRepresentative(member, params.key);
  representative.signer = null;
  representative.notBefore = null;
  representative.notAfter = params.notAfter;
  appoint(representative, event);

  const log = new RepresentativeAppointed(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.representative = representative.id;
  log.key = params.key;
  log.actor = params.actor;
  log.notAfter = params.notAfter;
  log.save();
}

export function handleKeyAppointed(event: KeyAppointedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  const representative = getOrCreateRepresentative(member, params.key);
  representative.signer = params.signer;
  representative.notBefore = params.notBefore;
  representative.notAfter = params.notAfter;
  appoint(representative, event);

  const log = new KeyAppointed(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.representative = representative.id;
  log.key = params.key;
  log.actor = params.actor;
  log.signer = params.signer;
  log.notBefore = params.notBefore;
  log.notAfter = params.notAfter;
  log.save();
}

export function handleProxyGiven(event: ProxyGivenLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  const proxy = new Proxy(eventId(event));
  proxy.member = member.id;
  proxy.carrier = memberId(event.address, params.carrier);
  proxy.notAfter = params.notAfter;
  if (!params.proposalId.isZero()) proxy.coversProposal = params.proposalId;
  proxy.givenBlock = event.block.number;
  proxy.givenAt = event.block.timestamp;
  proxy.givenIn = getOrCreateTransaction(event).id;
  proxy.save();
  member.proxy = proxy.id;
  member.save();

  const log = new ProxyGiven(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.proxy = proxy.id;
  log.carrier = proxy.carrier;
  log.actor = params.actor;
  log.notAfter = params.notAfter;
  log.coversProposal = proxy.coversProposal;
  log.save();
}

export function handleProxyEnded(event: ProxyEndedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  endProxy(member, event);

  const log = new ProxyEnded(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.proxy = member.proxy!;
  log.carrier = memberId(event.address, params.carrier);
  log.actor = params.actor;
  log.save();
}

export function handleRepresentativeEnded(event: RepresentativeEndedLog): void {
  const params = event.params;
  const member = loadMember(event.address, params.account);
  const representative = getOrCreateRepresentative(member, params.key);
  endRepresentation(representative, event);

  const log = new RepresentativeEnded(eventId(event));
  describe(log, event);
  log.member = member.id;
  log.account = params.account;
  log.representative = representative.id;
  log.key = params.key;
  log.actor = params.actor;
  log.save();
}

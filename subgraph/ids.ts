import { BigInt, Bytes, crypto, ethereum } from "@graphprotocol/graph-ts";

/** Transaction hash, then the log index. */
export function eventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32());
}

/** Place of an event in the chain, by which everything is ordered: later events have larger ordinals. */
export function ordinalOf(event: ethereum.Event): BigInt {
  return event.block.number.leftShift(32).plus(event.logIndex);
}

export function memberId(memberRegistry: Bytes, account: Bytes): Bytes {
  return memberRegistry.concat(account);
}

export function representativeId(member: Bytes, key: Bytes): Bytes {
  return member.concat(key);
}

export function representativeKeyId(memberRegistry: Bytes, key: Bytes): Bytes {
  return memberRegistry.concat(key);
}

/** The Council is part of the id, because equal proposals in two bodies have equal proposal ids. */
export function proposalId(council: Bytes, number: BigInt): Bytes {
  return council.concat(bigEndian(number, 32));
}

export function proposalCallId(proposal: Bytes, index: i32): Bytes {
  return proposal.concatI32(index);
}

export function voteId(proposal: Bytes, account: Bytes): Bytes {
  return proposal.concat(account);
}

export function administratorId(organisation: Bytes, account: Bytes): Bytes {
  return organisation.concat(account);
}

export function validatorChangeId(event: Bytes, validator: Bytes): Bytes {
  return event.concat(validator);
}

export function networkId(chainId: BigInt): Bytes {
  return bigEndian(chainId, 8);
}

export function networkResourceId(network: Bytes, keyHash: Bytes): Bytes {
  return network.concat(keyHash);
}

export function driftId(report: Bytes, index: i32): Bytes {
  return report.concatI32(index);
}

export function permittedSenderId(target: Bytes, sender: Bytes): Bytes {
  return target.concat(sender);
}

export function roleId(number: BigInt): Bytes {
  return bigEndian(number, 8);
}

export function roleMemberId(role: Bytes, account: Bytes): Bytes {
  return role.concat(account);
}

export function targetFunctionId(target: Bytes, selector: Bytes): Bytes {
  return target.concat(selector);
}

/** The nonce is part of the id, because the same operation may be scheduled again. */
export function scheduledOperationId(operation: Bytes, nonce: BigInt): Bytes {
  return operation.concat(bigEndian(nonce, 4));
}

export function decisionClassEntryId(table: Bytes, target: Bytes, selector: Bytes): Bytes {
  return table.concat(target).concat(selector);
}

export function pinnedTargetId(table: Bytes, target: Bytes): Bytes {
  return table.concat(target);
}

export function pausableFunctionId(target: Bytes, selector: Bytes): Bytes {
  return target.concat(selector);
}

export function pauseRightId(group: Bytes, holder: Bytes): Bytes {
  return group.concat(holder);
}

/** Numbers keep the byte order that they have on chain; graph-ts stores them the other way round and signed. */
function bigEndian(number: BigInt, length: i32): Bytes {
  const bytes = new Bytes(length);
  bytes.fill(0);
  for (let i = 0; i < length && i < number.length; ++i) {
    bytes[length - 1 - i] = number[i];
  }
  return bytes;
}

export function vetoRightId(council: Bytes, holder: Bytes): Bytes {
  return council.concat(holder);
}

/** The hash that the registers know a text by: of a DID, or of a key's id. */
export function hashOf(text: string): Bytes {
  return Bytes.fromByteArray(crypto.keccak256(Bytes.fromUTF8(text)));
}

/** Terms of controllers and periods of keys are counted within their document. */
export function placeId(document: Bytes, index: i32): Bytes {
  return document.concatI32(index);
}

export function controllerTermId(document: Bytes, controller: Bytes): Bytes {
  return document.concat(controller);
}

export function verificationMethodId(document: Bytes, vMethodId: string): Bytes {
  return document.concat(hashOf(vMethodId));
}

export function relatedDidsId(vMethodId: string, relationship: i32): Bytes {
  return hashOf(vMethodId).concatI32(relationship);
}

export function issuerAttributeRevisionId(attribute: Bytes, revision: Bytes): Bytes {
  return attribute.concat(revision);
}

export function issuerProxyId(issuer: Bytes, proxy: Bytes): Bytes {
  return issuer.concat(proxy);
}

export function policyByIdId(number: BigInt): Bytes {
  return bigEndian(number, 8);
}

export function schemaRevisionId(schema: Bytes, revision: Bytes): Bytes {
  return Bytes.fromByteArray(crypto.keccak256(schema)).concat(revision);
}

export function schemaMetadataId(revision: Bytes, metadata: Bytes): Bytes {
  return revision.concat(metadata);
}

export function hashAlgorithmId(number: BigInt): Bytes {
  return bigEndian(number, 8);
}

export function recordVersionId(record: Bytes, number: BigInt): Bytes {
  return record.concat(bigEndian(number, 8));
}

export function recordOwnerId(record: Bytes, owner: Bytes): Bytes {
  return record.concat(owner);
}

export function statusListPublicationId(list: Bytes, sequence: BigInt): Bytes {
  return list.concat(bigEndian(sequence, 8));
}

export function identityDelegateId(identity: Bytes, delegateType: Bytes, delegate: Bytes): Bytes {
  return identity.concat(delegateType).concat(delegate);
}

export function identityAttributeId(identity: Bytes, name: Bytes, value: Bytes): Bytes {
  return identity.concat(name).concat(Bytes.fromByteArray(crypto.keccak256(value)));
}

export function identityRecoveryId(identity: Bytes, round: BigInt, newOwner: Bytes): Bytes {
  return identity.concat(bigEndian(round, 8)).concat(newOwner);
}

export function custodyId(contract: Bytes, token: Bytes): Bytes {
  return contract.concat(token);
}

export function claimableId(custody: Bytes, account: Bytes): Bytes {
  return custody.concat(account);
}

/** Shares and milestones of a payment, by their place in its annex. */
export function annexEntryId(payment: Bytes, index: i32): Bytes {
  return payment.concatI32(index);
}

export function subscriptionPeriodId(subscription: Bytes, index: BigInt): Bytes {
  return subscription.concat(bigEndian(index, 4));
}

/** Lines, calls for contributions and editions of shares: what a treasury knows by a word of the body's choice. */
export function treasuryEntryId(treasury: Bytes, word: Bytes): Bytes {
  return treasury.concat(word);
}

export function fundableId(treasury: Bytes, target: Bytes): Bytes {
  return treasury.concat(target);
}

export function fundableFunctionId(fundable: Bytes, selector: Bytes): Bytes {
  return fundable.concat(selector);
}

export function contributionId(call: Bytes, member: Bytes): Bytes {
  return call.concat(member);
}

export function contributionShareId(edition: Bytes, member: Bytes): Bytes {
  return edition.concat(member);
}

export function tokenHolderId(token: Bytes, account: Bytes): Bytes {
  return token.concat(account);
}

/** Id that the log directly before an event has, if the same transaction wrote it. */
export function previousEventId(event: ethereum.Event): Bytes {
  return event.transaction.hash.concatI32(event.logIndex.toI32() - 1);
}

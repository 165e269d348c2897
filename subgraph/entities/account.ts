import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import {
  Account,
  AccountChange,
  AccountSuspension,
  PermittedSender,
  RestrictedTarget,
} from "../generated/schema";
import { eventId, ordinalOf, permittedSenderId } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateAccount(address: Bytes): Account {
  const account = Account.load(address);
  return account == null ? new Account(address) : account;
}

/** A suspension goes with the address, whether it is registered or not. */
export function isSuspended(address: Bytes): boolean {
  const suspension = AccountSuspension.load(address);
  return suspension != null && suspension.suspended;
}

export function setSuspended(address: Bytes, suspended: boolean, event: ethereum.Event): void {
  const suspension = new AccountSuspension(address);
  suspension.suspended = suspended;
  suspension.setBlock = event.block.number;
  suspension.setAt = event.block.timestamp;
  suspension.setIn = getOrCreateTransaction(event).id;
  suspension.save();
}

export function recordAccount(account: Account, actor: Bytes, event: ethereum.Event): void {
  const removed = account.removedAt !== null;
  const change = new AccountChange(eventId(event));
  change.account = account.id;
  change.organisation = removed ? null : account.organisation;
  change.access = removed ? "NONE" : account.access;
  change.suspended = account.suspended;
  change.actor = actor;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();
}

export function restrictTarget(address: Bytes, restricted: boolean, event: ethereum.Event): void {
  const target = new RestrictedTarget(address);
  target.restricted = restricted;
  target.setBlock = event.block.number;
  target.setAt = event.block.timestamp;
  target.setIn = getOrCreateTransaction(event).id;
  target.save();
}

export function permitSender(
  target: Bytes,
  sender: Bytes,
  permitted: boolean,
  event: ethereum.Event,
): PermittedSender {
  // Senders may be named before their contract is restricted.
  if (RestrictedTarget.load(target) == null) restrictTarget(target, false, event);
  const entry = new PermittedSender(permittedSenderId(target, sender));
  entry.target = target;
  entry.sender = sender;
  entry.permitted = permitted;
  entry.setBlock = event.block.number;
  entry.setAt = event.block.timestamp;
  entry.setIn = getOrCreateTransaction(event).id;
  entry.save();
  return entry;
}

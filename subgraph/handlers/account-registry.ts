import {
  getOrCreateAccount,
  isSuspended,
  permitSender,
  recordAccount,
  restrictTarget,
  setSuspended,
} from "../entities/account";
import { describe } from "../entities/event";
import { getOrCreateTransaction } from "../entities/transaction";
import { wordOrNull } from "../entities/words";
import { accountAccess } from "../enums";
import {
  AccountAccessChanged as AccountAccessChangedLog,
  AccountRegistered as AccountRegisteredLog,
  AccountRemoved as AccountRemovedLog,
  AccountSuspensionChanged as AccountSuspensionChangedLog,
  GasConsumed as GasConsumedLog,
  GasPolicySet as GasPolicySetLog,
  GasReset as GasResetLog,
  OrganisationLimitsSet as OrganisationLimitsSetLog,
  SenderPermitted as SenderPermittedLog,
  TargetRestricted as TargetRestrictedLog,
} from "../generated/AccountRegistry/AccountRegistry";
import {
  Account,
  AccountAccessChanged,
  AccountRegistered,
  AccountRemoved,
  AccountSuspensionChanged,
  GasConsumed,
  GasPoint,
  GasPolicy,
  GasPolicySet,
  GasReset,
  OrganisationLimits,
  OrganisationLimitsSet,
  SenderPermitted,
  TargetRestricted,
} from "../generated/schema";
import { eventId } from "../ids";

export function handleAccountRegistered(event: AccountRegisteredLog): void {
  const params = event.params;
  // A removed account may be registered again, by another organisation too: it starts anew, its history stays.
  const account = getOrCreateAccount(params.account);
  account.organisation = params.organisation;
  account.access = accountAccess(params.access);
  account.suspended = isSuspended(params.account);
  account.registration = wordOrNull(params.registration);
  account.registeredBy = params.actor;
  account.registeredBlock = event.block.number;
  account.registeredAt = event.block.timestamp;
  account.registeredIn = getOrCreateTransaction(event).id;
  account.removedBlock = null;
  account.removedAt = null;
  account.removedIn = null;
  account.save();
  recordAccount(account, params.actor, event);

  const log = new AccountRegistered(eventId(event));
  describe(log, event);
  log.account = account.id;
  log.organisation = params.organisation;
  log.actor = params.actor;
  log.access = account.access;
  log.registration = params.registration;
  log.save();
}

export function handleAccountAccessChanged(event: AccountAccessChangedLog): void {
  const params = event.params;
  const account = getOrCreateAccount(params.account);
  account.access = accountAccess(params.access);
  account.save();
  recordAccount(account, params.actor, event);

  const log = new AccountAccessChanged(eventId(event));
  describe(log, event);
  log.account = account.id;
  log.organisation = params.organisation;
  log.actor = params.actor;
  log.access = account.access;
  log.save();
}

export function handleAccountRemoved(event: AccountRemovedLog): void {
  const params = event.params;
  const account = getOrCreateAccount(params.account);
  account.removedBlock = event.block.number;
  account.removedAt = event.block.timestamp;
  account.removedIn = getOrCreateTransaction(event).id;
  account.save();
  recordAccount(account, params.actor, event);

  const log = new AccountRemoved(eventId(event));
  describe(log, event);
  log.account = account.id;
  log.organisation = params.organisation;
  log.actor = params.actor;
  log.save();
}

export function handleAccountSuspensionChanged(event: AccountSuspensionChangedLog): void {
  const params = event.params;
  setSuspended(params.account, params.suspended, event);
  const account = Account.load(params.account);
  if (account != null) {
    account.suspended = params.suspended;
    account.save();
    recordAccount(account, params.actor, event);
  }

  const log = new AccountSuspensionChanged(eventId(event));
  describe(log, event);
  log.account = params.account;
  log.actor = params.actor;
  log.suspended = params.suspended;
  log.save();
}

export function handleOrganisationLimitsSet(event: OrganisationLimitsSetLog): void {
  const params = event.params;
  const limits = new OrganisationLimits(params.organisation);
  limits.organisation = params.organisation;
  limits.access = accountAccess(params.access);
  limits.accounts = params.accounts;
  limits.setBlock = event.block.number;
  limits.setAt = event.block.timestamp;
  limits.setIn = getOrCreateTransaction(event).id;
  limits.save();

  const log = new OrganisationLimitsSet(eventId(event));
  describe(log, event);
  log.limits = limits.id;
  log.actor = params.actor;
  log.access = limits.access;
  log.accounts = params.accounts;
  log.save();
}

export function handleTargetRestricted(event: TargetRestrictedLog): void {
  const params = event.params;
  restrictTarget(params.target, params.restricted, event);

  const log = new TargetRestricted(eventId(event));
  describe(log, event);
  log.target = params.target;
  log.actor = params.actor;
  log.restricted = params.restricted;
  log.save();
}

export function handleSenderPermitted(event: SenderPermittedLog): void {
  const params = event.params;
  const entry = permitSender(params.target, params.sender, params.permitted, event);

  const log = new SenderPermitted(eventId(event));
  describe(log, event);
  log.target = params.target;
  log.permittedSender = entry.id;
  log.actor = params.actor;
  log.permitted = params.permitted;
  log.save();
}

export function handleGasPolicySet(event: GasPolicySetLog): void {
  const params = event.params;
  const policy = new GasPolicy(event.address);
  policy.gasPerWindow = params.gasPerWindow;
  policy.window = params.window;
  policy.setBlock = event.block.number;
  policy.setAt = event.block.timestamp;
  policy.setIn = getOrCreateTransaction(event).id;
  policy.save();

  const log = new GasPolicySet(eventId(event));
  describe(log, event);
  log.actor = params.actor;
  log.gasPerWindow = params.gasPerWindow;
  log.window = params.window;
  log.save();
}

export function handleGasConsumed(event: GasConsumedLog): void {
  const params = event.params;
  const point = new GasPoint(0);
  point.organisation = params.organisation;
  point.gas = params.gas;
  point.save();

  const log = new GasConsumed(eventId(event));
  describe(log, event);
  log.organisation = params.organisation;
  log.account = params.account;
  log.actor = params.actor;
  log.gas = params.gas;
  log.drawn = params.drawn;
  log.save();
}

export function handleGasReset(event: GasResetLog): void {
  const log = new GasReset(eventId(event));
  describe(log, event);
  log.organisation = event.params.organisation;
  log.actor = event.params.actor;
  log.save();
}

// Events that several contracts share. Their classes differ by contract only in name, so one of them serves for all.
import { describe } from "../entities/event";
import {
  AuthorityUpdated as AuthorityUpdatedLog,
  Initialized as InitializedLog,
  Upgraded as UpgradedLog,
} from "../generated/NodeRegistry/NodeRegistry";
import { AuthorityUpdated, Initialized, Upgraded } from "../generated/schema";
import { eventId } from "../ids";

export function handleAuthorityUpdated(event: AuthorityUpdatedLog): void {
  const log = new AuthorityUpdated(eventId(event));
  describe(log, event);
  log.authority = event.params.authority;
  log.save();
}

export function handleUpgraded(event: UpgradedLog): void {
  const log = new Upgraded(eventId(event));
  describe(log, event);
  log.implementation = event.params.implementation;
  log.save();
}

export function handleInitialized(event: InitializedLog): void {
  const log = new Initialized(eventId(event));
  describe(log, event);
  log.version = event.params.version;
  log.save();
}

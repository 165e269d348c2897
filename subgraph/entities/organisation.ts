import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Administrator, Organisation, OrganisationStatusChange } from "../generated/schema";
import { administratorId, eventId, ordinalOf } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateOrganisation(id: Bytes): Organisation {
  const organisation = Organisation.load(id);
  return organisation == null ? new Organisation(id) : organisation;
}

export function getOrCreateAdministrator(organisation: Bytes, account: Bytes): Administrator {
  const id = administratorId(organisation, account);
  let administrator = Administrator.load(id);
  if (administrator == null) {
    administrator = new Administrator(id);
    administrator.organisation = organisation;
    administrator.account = account;
  }
  return administrator;
}

export function appointAdministrator(
  administrator: Administrator,
  actor: Bytes,
  event: ethereum.Event,
): void {
  administrator.appointedBy = actor;
  administrator.appointedBlock = event.block.number;
  administrator.appointedAt = event.block.timestamp;
  administrator.appointedIn = getOrCreateTransaction(event).id;
  administrator.removedBlock = null;
  administrator.removedAt = null;
  administrator.removedIn = null;
  administrator.save();
}

export function removeAdministrator(administrator: Administrator, event: ethereum.Event): void {
  administrator.removedBlock = event.block.number;
  administrator.removedAt = event.block.timestamp;
  administrator.removedIn = getOrCreateTransaction(event).id;
  administrator.save();
}

export function recordOrganisationStatus(
  organisation: Organisation,
  actor: Bytes,
  event: ethereum.Event,
): void {
  const change = new OrganisationStatusChange(eventId(event));
  change.organisation = organisation.id;
  change.status = organisation.status;
  change.actor = actor;
  change.ordinal = ordinalOf(event);
  change.block = event.block.number;
  change.timestamp = event.block.timestamp;
  change.transaction = getOrCreateTransaction(event).id;
  change.save();
}

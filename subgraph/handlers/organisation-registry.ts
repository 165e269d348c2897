import { describe } from "../entities/event";
import {
  appointAdministrator,
  getOrCreateAdministrator,
  getOrCreateOrganisation,
  recordOrganisationStatus,
  removeAdministrator,
} from "../entities/organisation";
import { getOrCreateTransaction } from "../entities/transaction";
import { textOf, textOrNull, wordOrNull } from "../entities/words";
import { organisationKind, organisationStatus } from "../enums";
import {
  AdministratorAppointed as AdministratorAppointedLog,
  AdministratorRemoved as AdministratorRemovedLog,
  AdministratorsReplaced as AdministratorsReplacedLog,
  OrganisationChosen as OrganisationChosenLog,
  OrganisationDescribed as OrganisationDescribedLog,
  OrganisationPlaced as OrganisationPlacedLog,
  OrganisationRegistered as OrganisationRegisteredLog,
  OrganisationStatusChanged as OrganisationStatusChangedLog,
} from "../generated/OrganisationRegistry/OrganisationRegistry";
import {
  AdministratorAppointed,
  AdministratorRemoved,
  AdministratorsReplaced,
  OrganisationChosen,
  OrganisationDescribed,
  OrganisationPlaced,
  OrganisationRegistered,
  OrganisationStatusChanged,
} from "../generated/schema";
import { eventId, hashOf } from "../ids";

export function handleOrganisationRegistered(event: OrganisationRegisteredLog): void {
  const params = event.params;
  const organisation = getOrCreateOrganisation(params.organisation);
  organisation.identifier = params.identifier;
  organisation.name = params.name;
  organisation.status = "ACTIVE";
  organisation.kind = "UNSPECIFIED";
  organisation.registeredBlock = event.block.number;
  organisation.registeredAt = event.block.timestamp;
  organisation.registeredIn = getOrCreateTransaction(event).id;
  organisation.save();
  recordOrganisationStatus(organisation, params.actor, event);

  const log = new OrganisationRegistered(eventId(event));
  describe(log, event);
  log.organisation = organisation.id;
  log.actor = params.actor;
  log.identifier = params.identifier;
  log.name = params.name;
  log.save();
}

export function handleOrganisationStatusChanged(event: OrganisationStatusChangedLog): void {
  const params = event.params;
  const organisation = getOrCreateOrganisation(params.organisation);
  organisation.status = organisationStatus(params.status);
  organisation.save();
  recordOrganisationStatus(organisation, params.actor, event);

  const log = new OrganisationStatusChanged(eventId(event));
  describe(log, event);
  log.organisation = organisation.id;
  log.actor = params.actor;
  log.status = organisation.status;
  log.save();
}

export function handleOrganisationDescribed(event: OrganisationDescribedLog): void {
  const params = event.params;
  const organisation = getOrCreateOrganisation(params.organisation);
  organisation.kind = organisationKind(params.kind);
  organisation.jurisdiction = textOrNull(textOf(params.jurisdiction));
  organisation.did = textOrNull(params.did);
  organisation.didDocument = params.did.length == 0 ? null : hashOf(params.did);
  organisation.document = wordOrNull(params.document);
  organisation.describedIn = getOrCreateTransaction(event).id;
  organisation.save();

  const log = new OrganisationDescribed(eventId(event));
  describe(log, event);
  log.organisation = organisation.id;
  log.actor = params.actor;
  log.kind = organisation.kind;
  log.jurisdiction = organisation.jurisdiction;
  log.did = params.did;
  log.document = params.document;
  log.save();
}

export function handleOrganisationPlaced(event: OrganisationPlacedLog): void {
  const params = event.params;
  const organisation = getOrCreateOrganisation(params.organisation);
  organisation.parent = wordOrNull(params.parent);
  organisation.save();

  const log = new OrganisationPlaced(eventId(event));
  describe(log, event);
  log.organisation = organisation.id;
  log.parent = organisation.parent;
  log.actor = params.actor;
  log.save();
}

export function handleAdministratorAppointed(event: AdministratorAppointedLog): void {
  const params = event.params;
  const administrator = getOrCreateAdministrator(params.organisation, params.administrator);
  appointAdministrator(administrator, params.actor, event);

  const log = new AdministratorAppointed(eventId(event));
  describe(log, event);
  log.organisation = params.organisation;
  log.administrator = administrator.id;
  log.actor = params.actor;
  log.save();
}

export function handleAdministratorRemoved(event: AdministratorRemovedLog): void {
  const params = event.params;
  const administrator = getOrCreateAdministrator(params.organisation, params.administrator);
  removeAdministrator(administrator, event);

  const log = new AdministratorRemoved(eventId(event));
  describe(log, event);
  log.organisation = params.organisation;
  log.administrator = administrator.id;
  log.actor = params.actor;
  log.save();
}

export function handleAdministratorsReplaced(event: AdministratorsReplacedLog): void {
  const params = event.params;
  const earlier = getOrCreateOrganisation(params.organisation).administrators.load();
  for (let i = 0; i < earlier.length; ++i) {
    if (earlier[i].removedAt === null) removeAdministrator(earlier[i], event);
  }
  const administrator = getOrCreateAdministrator(params.organisation, params.administrator);
  appointAdministrator(administrator, params.actor, event);

  const log = new AdministratorsReplaced(eventId(event));
  describe(log, event);
  log.organisation = params.organisation;
  log.administrator = administrator.id;
  log.actor = params.actor;
  log.save();
}

export function handleOrganisationChosen(event: OrganisationChosenLog): void {
  const log = new OrganisationChosen(eventId(event));
  describe(log, event);
  log.account = event.params.account;
  log.organisation = event.params.organisation;
  log.save();
}

import { transaction } from "./members.ts";
import {
  type Answer,
  asked,
  count,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

export const organisationStatus = word("ACTIVE", "SUSPENDED", "RETIRED");
export const organisationKind = word(
  "UNSPECIFIED",
  "STATE_BODY",
  "AGENCY",
  "OPERATOR",
  "AUDITOR",
  "REGULATOR",
  "SERVICE_PROVIDER",
  "CLOUD_PROVIDER",
  "INSTITUTIONAL_USER",
);
export const nodeStatus = word(
  "NONE",
  "PENDING",
  "ACTIVE",
  "SUSPENDED",
  "RETIRED",
  "STANDBY",
  "QUARANTINED",
);
export const nodeKind = word("VALIDATOR", "BOOT", "OBSERVER", "BRIDGE");

const nodeOfOrganisation = record({
  id: hex,
  host: text,
  kind: nodeKind,
  status: nodeStatus,
  network: count,
});

const organisationSummary = record({
  id: hex,
  identifier: text,
  name: text,
  status: organisationStatus,
  kind: organisationKind,
  jurisdiction: nullable(text),
  parent: nullable(record({ id: hex })),
  registeredAt: count,
  nodes: asked("first: 1000", list(record({ status: nodeStatus }))),
});

export type OrganisationSummary = Answer<typeof organisationSummary>;
export type OrganisationKind = OrganisationSummary["kind"];

export const organisationsQuery = query(
  "Organisations",
  { first: "Int!", skip: "Int!" },
  {
    organisations: asked("first: $first, skip: $skip, orderBy: name", list(organisationSummary)),
  },
);

const administrator = record({
  account: hex,
  appointedAt: count,
  appointedIn: transaction,
  removedAt: nullable(count),
  removedIn: nullable(transaction),
});

const organisationDetail = record({
  id: hex,
  identifier: text,
  name: text,
  status: organisationStatus,
  kind: organisationKind,
  jurisdiction: nullable(text),
  did: nullable(text),
  document: nullable(hex),
  describedIn: nullable(transaction),
  parent: nullable(record({ id: hex })),
  registeredAt: count,
  registeredIn: transaction,
  administrators: asked(
    "first: 200, orderBy: appointedAt, orderDirection: desc",
    list(administrator),
  ),
  nodes: asked("first: 1000, orderBy: registeredAt", list(nodeOfOrganisation)),
  statusHistory: asked(
    "first: 100, orderBy: ordinal, orderDirection: desc",
    list(
      record({
        id: hex,
        status: organisationStatus,
        timestamp: count,
        transaction: record({
          id: hex,
          executedProposals: list(record({ number: int, description: text })),
        }),
      }),
    ),
  ),
});

export type OrganisationDetail = Answer<typeof organisationDetail>;

export const organisationQuery = query(
  "Organisation",
  { id: "ID!" },
  {
    organisation: asked("id: $id", nullable(organisationDetail)),
  },
);

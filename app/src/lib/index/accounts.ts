import {
  type Answer,
  asked,
  count,
  flag,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

export const accountAccess = word("NONE", "READ", "TRANSACT", "DEPLOY", "FULL");
const status = word("ACTIVE", "SUSPENDED", "RETIRED");
const organisation = record({ id: hex, name: text, status });
const decisions = list(record({ number: int }));

const accountSummary = record({
  id: hex,
  access: accountAccess,
  suspended: flag,
  registeredAt: count,
  registeredBy: hex,
});

export type AccountSummary = Answer<typeof accountSummary>;

export const accountsQuery = query(
  "Accounts",
  { organisation: "String!" },
  {
    accounts: asked(
      "first: 1000, orderBy: registeredAt, orderDirection: desc, where: { organisation: $organisation, removedAt: null }",
      list(accountSummary),
    ),
  },
);

const accountChange = record({
  id: hex,
  organisation: nullable(record({ id: hex })),
  access: accountAccess,
  suspended: flag,
  actor: hex,
  timestamp: count,
  transaction: record({ id: hex, executedProposals: decisions }),
});

export type AccountChange = Answer<typeof accountChange>;

const accountDetail = record({
  id: hex,
  organisation,
  access: accountAccess,
  suspended: flag,
  registration: nullable(hex),
  registeredBy: hex,
  registeredAt: count,
  removedAt: nullable(count),
  history: asked("first: 200, orderBy: ordinal, orderDirection: desc", list(accountChange)),
});

export type AccountDetail = Answer<typeof accountDetail>;

export const accountQuery = query(
  "Account",
  { id: "ID!" },
  { account: asked("id: $id", nullable(accountDetail)) },
);

const named = record({ id: hex, name: text });

/** To which organisations accounts belong: those that are registered, and those that administer one. */
export const organisationsOfAccountsQuery = query(
  "OrganisationsOfAccounts",
  { accounts: "[Bytes!]!" },
  {
    accounts: asked(
      "first: 1000, where: { id_in: $accounts, removedAt: null }",
      list(record({ id: hex, organisation: named })),
    ),
    administrators: asked(
      "first: 1000, orderBy: appointedAt, where: { account_in: $accounts, removedAt: null }",
      list(record({ account: hex, organisation: named })),
    ),
  },
);

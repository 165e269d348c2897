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
  renamed,
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

const ofMember = record({ account: hex, code: text });

/** What accounts are in a body, by its register: representatives, and keys of mandates; and which of them pay out of the treasury. */
export const officesOfAccountsQuery = query(
  "OfficesOfAccounts",
  { accounts: "[Bytes!]!", registry: "String!", finance: "BigInt!", now: "BigInt!" },
  {
    representatives: asked(
      "first: 1000, orderBy: appointedAt, where: { key_in: $accounts, endedAt: null, notAfter_gte: $now, member_: { memberRegistry: $registry } }",
      list(record({ key: hex, member: ofMember })),
    ),
    mandates: renamed(
      "members",
      asked(
        "first: 1000, where: { mandateKey_in: $accounts, memberRegistry: $registry }",
        list(record({ account: hex, code: text, mandateKey: nullable(hex) })),
      ),
    ),
    officers: renamed(
      "roleMembers",
      asked(
        "first: 1000, where: { account_in: $accounts, revokedAt: null, executionDelay: 0, since_lte: $now, role_: { roleId: $finance } }",
        list(record({ account: hex })),
      ),
    ),
  },
);

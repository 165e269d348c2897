import {
  type Answer,
  asked,
  bigint,
  count,
  type Hex,
  hex,
  int,
  list,
  mapped,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

export const memberClass = word("MEMBER", "OBSERVER");
export const memberStatus = word("ACTIVE", "SUSPENDED", "LEFT");

/** A transaction that is shown as proof of a step. */
export const transaction = mapped(record({ id: hex }), ({ id }): Hex => id);

/** Null for a register that the index does not know. */
const known = asked("id: $registryId", nullable(record({ id: hex })));

const representative = record({
  key: hex,
  /** Last second of the mandate. */
  notAfter: count,
  appointedAt: count,
  appointedIn: transaction,
  endedAt: nullable(count),
});

const memberSummary = record({
  account: hex,
  code: text,
  index: int,
  class: memberClass,
  status: memberStatus,
  weight: bigint,
  weightYear: int,
  registeredAt: count,
  representatives: asked(
    "first: 20, orderBy: appointedAt, orderDirection: desc, where: { endedAt: null }",
    list(representative),
  ),
  votes: asked(
    "first: 1000, orderBy: ordinal, orderDirection: desc",
    list(record({ support: word("AGAINST", "FOR", "ABSTAIN"), timestamp: count })),
  ),
});

export type MemberSummary = Answer<typeof memberSummary>;
export type Representative = Answer<typeof representative>;

/** All members that were ever registered, in the order of their places. A body has at most 256. */
export const membersQuery = query(
  "Members",
  { registry: "String!", registryId: "ID!" },
  {
    memberRegistry: known,
    members: asked(
      "first: 1000, orderBy: index, where: { memberRegistry: $registry }",
      list(memberSummary),
    ),
    proposals: asked(
      "first: 1000, where: { body_: { memberRegistry: $registry } }",
      list(record({ snapshot: count })),
    ),
  },
);

/** Who was ever registered in a body, as a form that concerns them needs it. */
export const rosterQuery = query(
  "Roster",
  { registry: "String!", registryId: "ID!" },
  {
    memberRegistry: known,
    members: asked(
      "first: 1000, orderBy: index, where: { memberRegistry: $registry }",
      list(
        record({
          account: hex,
          code: text,
          index: int,
          class: memberClass,
          status: memberStatus,
          weight: bigint,
          weightYear: int,
        }),
      ),
    ),
  },
);

const memberDetail = record({
  account: hex,
  code: text,
  index: int,
  class: memberClass,
  status: memberStatus,
  weight: bigint,
  weightYear: int,
  votingHeads: int,
  mandateKey: nullable(hex),
  designatedKey: nullable(hex),
  registeredAt: count,
  registeredIn: transaction,
  representatives: asked(
    "first: 100, orderBy: appointedAt, orderDirection: desc",
    list(representative),
  ),
  votes: asked(
    "first: 100, orderBy: ordinal, orderDirection: desc",
    list(
      record({
        support: word("AGAINST", "FOR", "ABSTAIN"),
        weight: bigint,
        reason: text,
        timestamp: count,
        transaction,
        proposal: record({ number: int, description: text, body: record({ name: text }) }),
      }),
    ),
  ),
  statusHistory: asked(
    "first: 100, orderBy: ordinal, orderDirection: desc",
    list(
      record({
        id: hex,
        status: memberStatus,
        timestamp: count,
        transaction: record({
          id: hex,
          executedProposals: list(record({ number: int, body: record({ id: hex }) })),
        }),
      }),
    ),
  ),
  weightHistory: asked(
    "first: 100, orderBy: ordinal, orderDirection: desc",
    list(
      record({
        timepoint: count,
        heads: int,
        registeredWeight: bigint,
        weightYear: int,
        transaction,
      }),
    ),
  ),
});

export type MemberDetail = Answer<typeof memberDetail>;

/** A member by its code or its account id. */
export const memberQuery = query(
  "Member",
  { registryId: "ID!", where: "Member_filter!" },
  {
    memberRegistry: known,
    members: asked("first: 1, where: $where", list(memberDetail)),
  },
);

/** Who stands behind the keys of a body. */
export const representativesQuery = query(
  "Representatives",
  { registry: "String!", registryId: "ID!" },
  {
    memberRegistry: known,
    representatives: asked(
      "first: 1000, where: { endedAt: null, member_: { memberRegistry: $registry } }",
      list(
        record({
          key: hex,
          signer: nullable(hex),
          notBefore: nullable(count),
          notAfter: count,
          member: record({ account: hex, code: text, class: memberClass, status: memberStatus }),
        }),
      ),
    ),
    members: asked(
      "first: 1000, where: { memberRegistry: $registry, mandateKey_not: null }",
      list(record({ account: hex, code: text, mandateKey: nullable(hex) })),
    ),
    proxies: asked(
      "first: 1000, orderBy: givenAt, orderDirection: desc, where: { endedAt: null, member_: { memberRegistry: $registry } }",
      list(
        record({
          member: record({ account: hex, code: text }),
          carrier: record({ account: hex, code: text }),
          notAfter: count,
          coversProposal: nullable(bigint),
        }),
      ),
    ),
  },
);

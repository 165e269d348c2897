import { transaction } from "./members.ts";
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

/** An accreditation is of the first three types; what was revoked is nothing any more. */
export const issuerType = word("ROOT_TAO", "TAO", "TI", "REVOKED");

const party = record({
  id: hex,
  did: text,
  document: record({
    deactivatedAt: nullable(count),
    organisations: asked("first: 3, orderBy: name", list(record({ id: hex, name: text }))),
  }),
});

const accreditation = record({
  id: hex,
  issuer: party,
  issuerType,
  /** What it was reserved for, whether it is revoked or not. */
  reservedType: issuerType,
  /** Steps to the root. */
  depth: int,
  taoAttribute: record({ id: hex }),
  /** Hash of the body that its TAO committed and the issuer has not accepted yet. */
  committed: nullable(hex),
  accepted: nullable(hex),
  /** Types of credentials, each by keccak256 of its name. */
  scope: list(hex),
  reservedAt: count,
  acceptedAt: nullable(count),
  revokedAt: nullable(count),
});

/** An accreditation as the tree shows it. */
export type Accreditation = Answer<typeof accreditation>;

const rootTao = record({
  id: hex,
  did: text,
  admitted: flag,
  scope: list(hex),
  changedAt: count,
  changedIn: record({
    id: hex,
    executedProposals: list(record({ number: int, description: text })),
  }),
});

export type RootTao = Answer<typeof rootTao>;

/** All Root TAOs, those that were dismissed included. */
export const rootTaosQuery = query(
  "RootTaos",
  {},
  { rootTaos: asked("first: 100, orderBy: changedAt", list(rootTao)) },
);

/** Accreditations from the root downwards: who stands above comes before who stands below. */
export const accreditationsQuery = query(
  "Accreditations",
  { first: "Int!", skip: "Int!", where: "IssuerAttribute_filter!" },
  {
    issuerAttributes: asked(
      "first: $first, skip: $skip, orderBy: depth, where: $where",
      list(accreditation),
    ),
  },
);

const revision = record({
  index: int,
  revisionId: hex,
  issuerType,
  taoDid: text,
  rootTaoDid: text,
  /** A signed credential in UTF-8; empty in revisions that reserved or revoked. */
  body: hex,
  scope: list(hex),
  actor: hex,
  timestamp: count,
  transaction,
});

export type IssuerAttributeRevision = Answer<typeof revision>;

const attributeDetail = record({
  id: hex,
  issuerType,
  reservedType: issuerType,
  depth: int,
  issuer: record({ did: text }),
  tao: record({ did: text }),
  taoAttribute: record({ id: hex, scope: list(hex) }),
  rootTao: record({ did: text, admitted: flag, scope: list(hex) }),
  committed: nullable(hex),
  committedScope: list(hex),
  accepted: nullable(hex),
  scope: list(hex),
  reservedAt: count,
  reservedIn: transaction,
  acceptedAt: nullable(count),
  acceptedIn: nullable(transaction),
  revokedAt: nullable(count),
  revokedIn: nullable(transaction),
  revisions: asked("first: 100, orderBy: index, orderDirection: desc", list(revision)),
});

export type IssuerAttribute = Answer<typeof attributeDetail>;

const proxy = record({
  proxyId: hex,
  data: text,
  addedAt: count,
  updatedAt: count,
  removedAt: nullable(count),
});

export type IssuerProxy = Answer<typeof proxy>;

const issuerDetail = record({
  id: hex,
  did: text,
  hasAttributes: flag,
  registeredAt: count,
  document: record({ deactivatedAt: nullable(count) }),
  rootTao: nullable(rootTao),
  attributes: asked("first: 100, orderBy: reservedAt", list(attributeDetail)),
  accredits: asked("first: 1000, orderBy: reservedAt", list(accreditation)),
  /** Where it is reached now. */
  proxies: asked("first: 16, orderBy: addedAt, where: { removedAt: null }", list(proxy)),
});

export type IssuerDetail = Answer<typeof issuerDetail>;

/** An issuer with its accreditations and their revisions. Its id is keccak256 of its DID. */
export const issuerQuery = query(
  "Issuer",
  { id: "ID!" },
  { issuer: asked("id: $id", nullable(issuerDetail)) },
);

/** The bodies that were accepted first for a type of credentials, by keccak256 of its name. */
export const bodiesOfTypeQuery = query(
  "BodiesOfType",
  { type: "[Bytes!]!" },
  {
    issuerAttributeRevisions: asked(
      "first: 3, orderBy: ordinal, where: { scope_contains: $type }",
      list(record({ body: hex })),
    ),
  },
);

/** One accreditation with its revisions, by the id with which it was reserved. */
export const issuerAttributeQuery = query(
  "IssuerAttribute",
  { id: "ID!" },
  {
    issuerAttribute: asked("id: $id", nullable(attributeDetail)),
  },
);

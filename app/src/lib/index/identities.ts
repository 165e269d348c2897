import { transaction } from "./members.ts";
import {
  type Answer,
  asked,
  bigint,
  count,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
} from "./selection.ts";

const identitySummary = record({
  /** Address: did:ethr of this chain, with it at the end. */
  id: hex,
  owner: hex,
  deactivatedAt: nullable(count),
  changedAt: count,
});

export type IdentitySummary = Answer<typeof identitySummary>;

/** Lightweight identities of which something was said, the latest change first. */
export const identitiesQuery = query(
  "Identities",
  { first: "Int!", skip: "Int!", where: "Identity_filter!" },
  {
    identities: asked(
      "first: $first, skip: $skip, orderBy: changedAt, orderDirection: desc, where: $where",
      list(identitySummary),
    ),
  },
);

const delegate = record({
  delegateTypeText: text,
  delegate: hex,
  /** Seconds since 1970, up to 2^256. */
  validTo: bigint,
  changedAt: count,
  changedIn: transaction,
});

const attribute = record({
  nameText: text,
  value: hex,
  /** Seconds since 1970, up to 2^256; 0 once it was revoked. */
  validTo: bigint,
  changedAt: count,
  changedIn: transaction,
});

const recovery = record({
  round: count,
  newOwner: hex,
  approvals: int,
  executableFrom: nullable(count),
  expiry: count,
  executedAt: nullable(count),
});

const identityDetail = record({
  id: hex,
  owner: hex,
  deactivatedAt: nullable(count),
  changedAt: count,
  changedIn: transaction,
  /** They count while `guardiansOwner` is the owner. */
  guardians: list(hex),
  guardiansOwner: nullable(hex),
  guardianThreshold: int,
  guardianDelay: count,
  recoveryRound: count,
  delegates: asked("first: 1000, orderBy: changedAt, orderDirection: desc", list(delegate)),
  attributes: asked("first: 1000, orderBy: changedAt, orderDirection: desc", list(attribute)),
  recoveries: asked("first: 100, orderBy: approvedAt, orderDirection: desc", list(recovery)),
  ownerChanges: asked(
    "first: 100, orderBy: ordinal, orderDirection: desc",
    list(record({ owner: hex, timestamp: count, transaction })),
  ),
});

export type IdentityDetail = Answer<typeof identityDetail>;

/** A lightweight identity; null where nothing was ever said, so that the address owns itself. */
export const identityQuery = query(
  "Identity",
  { id: "ID!" },
  { identity: asked("id: $id", nullable(identityDetail)) },
);

import type { Index } from "./client.ts";
import { transaction } from "./members.ts";
import {
  type Answer,
  asked,
  count,
  flag,
  type Hex,
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

const latestEvent = record({ event: text, timestamp: count });

const didSummary = record({
  id: hex,
  did: text,
  insertedAt: count,
  deactivatedAt: nullable(count),
  latestEvent,
  /** Null for a DID that nobody ever accredited. */
  issuer: nullable(record({ hasAttributes: flag })),
  organisations: asked("first: 5, orderBy: name", list(record({ id: hex, name: text }))),
});

export type DidSummary = Answer<typeof didSummary>;

/** DIDs, the latest first. Filters: `{ deactivatedAt: null }`, `{ did_contains_nocase }`, `{ issuer_not: null }` and the like. */
export const didsQuery = query(
  "Dids",
  { first: "Int!", skip: "Int!", where: "DidDocument_filter!" },
  {
    didDocuments: asked(
      "first: $first, skip: $skip, orderBy: insertedAt, orderDirection: desc, where: $where",
      list(didSummary),
    ),
  },
);

/** DIDs that a DID controls at present, itself included. */
export const controlledDidsQuery = query(
  "ControlledDids",
  { controller: "String!", first: "Int!", skip: "Int!" },
  {
    controllerRelationships: asked(
      "first: $first, skip: $skip, orderBy: since, where: { controller: $controller, until: null }",
      list(record({ document: didSummary })),
    ),
  },
);

/** DIDs in which an account has a key, and whether the key was revoked. */
export const accountDidsQuery = query(
  "AccountDids",
  { account: "Bytes!", first: "Int!", skip: "Int!" },
  {
    verificationMethods: asked(
      "first: $first, skip: $skip, orderBy: addedAt, where: { account: $account }",
      list(record({ vMethodId: text, revokedAt: nullable(count), document: didSummary })),
    ),
  },
);

const step = record({
  id: hex,
  event: text,
  signer: hex,
  verificationMethod: nullable(record({ vMethodId: text })),
  oldVerificationMethod: nullable(record({ vMethodId: text })),
  relationship: nullable(text),
  controllerDid: nullable(text),
  notBefore: nullable(count),
  notAfter: nullable(count),
  block: count,
  timestamp: count,
  transaction: record({
    id: hex,
    executedProposals: list(record({ number: int, description: text })),
  }),
});

/** A step in the life of a DID. */
export type DidStep = Answer<typeof step>;

const verificationMethod = record({
  vMethodId: text,
  publicKey: hex,
  isSecp256k1: flag,
  account: nullable(hex),
  status: word("ACTIVE", "REVOKED", "EXPIRED"),
  addedAt: count,
  addedIn: transaction,
  revokedAt: nullable(count),
  revokedFrom: nullable(count),
  revokedIn: nullable(transaction),
  replaces: nullable(record({ vMethodId: text })),
});

export type VerificationMethod = Answer<typeof verificationMethod>;

const didDetail = record({
  id: hex,
  did: text,
  insertedBy: hex,
  insertedAt: count,
  insertedIn: transaction,
  deactivatedAt: nullable(count),
  deactivatedIn: nullable(transaction),
  verificationMethodCount: int,
  organisations: asked("first: 20, orderBy: name", list(record({ id: hex, name: text }))),
  issuer: nullable(record({ hasAttributes: flag })),
  rootTao: nullable(record({ admitted: flag })),
  /** Every key, revoked ones included. */
  verificationMethods: asked("first: 1000, orderBy: index", list(verificationMethod)),
  /** What it controls besides itself is what it controls at present. */
  controlled: asked(
    "first: 100, orderBy: since, where: { until: null }",
    list(record({ document: record({ did: text }) })),
  ),
  statusLists: asked("first: 100, orderBy: registeredAt", list(record({ id: hex, uri: text }))),
});

export type DidDetail = Answer<typeof didDetail>;

/** A DID with all its keys. Its id is keccak256 of its text. */
export const didQuery = query(
  "Did",
  { id: "ID!" },
  { didDocument: asked("id: $id", nullable(didDetail)) },
);

/** What was written about a DID, the latest first. */
export const didHistoryQuery = query(
  "DidHistory",
  { document: "String!", first: "Int!", skip: "Int!" },
  {
    didDocumentEvents: asked(
      "first: $first, skip: $skip, orderBy: ordinal, orderDirection: desc, where: { document: $document }",
      list(step),
    ),
  },
);

/** Bare events of a DID, the oldest first. */
export const didEventsQuery = query(
  "DidEvents",
  { document: "String!", first: "Int!", skip: "Int!" },
  {
    didDocumentEvents: asked(
      "first: $first, skip: $skip, orderBy: ordinal, where: { document: $document }",
      list(
        record({
          /** Hash of the transaction, then the log index in four bytes. */
          id: hex,
          event: text,
          signer: hex,
          block: count,
          timestamp: count,
        }),
      ),
    ),
  },
);

const heldRelationship = record({
  index: int,
  name: text,
  vMethodId: text,
  notBefore: count,
  notAfter: count,
  verificationMethod: record({ publicKey: hex, isSecp256k1: flag, account: nullable(hex) }),
});

/** What a key is for at the time that was asked for. */
export type HeldRelationship = Answer<typeof heldRelationship>;

const documentAtQuery = query(
  "DidDocumentAt",
  {
    id: "ID!",
    document: "String!",
    at: "BigInt!",
    terms: "ControllerRelationship_filter!",
    periods: "VerificationRelationship_filter!",
  },
  {
    didDocument: asked(
      "id: $id",
      nullable(record({ did: text, insertedAt: count, deactivatedAt: nullable(count) })),
    ),
    baseDocuments: asked(
      "first: 1, orderBy: ordinal, orderDirection: desc, where: { document: $document, since_lte: $at }",
      list(record({ content: text, since: count })),
    ),
    /** A DID has at most ten controllers at a time. */
    controllerRelationships: asked(
      "first: 10, orderBy: index, where: $terms",
      list(record({ controllerDid: text })),
    ),
    verificationRelationships: asked(
      "first: 1000, orderBy: index, where: $periods",
      list(heldRelationship),
    ),
  },
);

const heldRelationshipsQuery = query(
  "HeldRelationships",
  { periods: "VerificationRelationship_filter!" },
  {
    verificationRelationships: asked(
      "first: 1000, orderBy: index, where: $periods",
      list(heldRelationship),
    ),
  },
);

/** What resolving a DID for a time leads to. */
export type DidAt =
  | { outcome: "unknown" }
  | { outcome: "not-yet-inserted"; did: string; insertedAt: number }
  | { outcome: "deactivated"; did: string; deactivatedAt: number }
  | {
      outcome: "resolved";
      did: string;
      /** JSON of what is neither key nor controller. */
      baseDocument: string;
      controllers: string[];
      /** In the order of the register. */
      relationships: HeldRelationship[];
    };

/**
 * The document of a DID at a time, in seconds since 1970: what the register answers to `getDidDocumentByTimestamp`.
 * @param id keccak256 of the DID.
 */
export async function readDidAt(index: Index, id: Hex, at: number): Promise<DidAt> {
  const time = String(at);
  const answer = await index.ask(documentAtQuery, {
    id,
    document: id,
    at: time,
    terms: stillTrue({ document: id, since_lte: time }, "until", time),
    periods: periodsAt(id, time, -1),
  });
  const { didDocument } = answer;
  if (didDocument === null) return { outcome: "unknown" };
  const { did, insertedAt, deactivatedAt } = didDocument;
  const [base] = answer.baseDocuments;
  if (at < insertedAt || base === undefined)
    return { outcome: "not-yet-inserted", did, insertedAt };
  if (deactivatedAt !== null && at >= deactivatedAt)
    return { outcome: "deactivated", did, deactivatedAt };

  const relationships = [...answer.verificationRelationships];
  // The index gives a thousand entries at a time, and a document may have more.
  for (let last = answer.verificationRelationships; last.length === 1000;) {
    const after = relationships.at(-1)?.index ?? -1;
    last = (await index.ask(heldRelationshipsQuery, { periods: periodsAt(id, time, after) }))
      .verificationRelationships;
    relationships.push(...last);
  }
  return {
    outcome: "resolved",
    did,
    baseDocument: base.content,
    controllers: answer.controllerRelationships.map(({ controllerDid }) => controllerDid),
    relationships,
  };
}

function periodsAt(document: Hex, time: string, after: number) {
  return stillTrue(
    { document, index_gt: after, recordedAt_lte: time, notBefore_lte: time, notAfter_gte: time },
    "supersededAt",
    time,
  );
}

/** What was true, and nothing else was said before or at that time. */
function stillTrue(held: Record<string, unknown>, end: string, time: string) {
  return {
    or: [
      { ...held, [end]: null },
      { ...held, [`${end}_gt`]: time },
    ],
  };
}

/** When something about a document changed or will: ends of the slider, and the places at which it is worth stopping. */
export const didTimesQuery = query(
  "DidTimes",
  { document: "String!" },
  {
    changes: renamed(
      "didDocumentEvents",
      asked(
        "first: 1000, orderBy: ordinal, where: { document: $document }",
        list(record({ timestamp: count })),
      ),
    ),
    ends: renamed(
      "verificationRelationships",
      asked(
        "first: 1000, orderBy: index, where: { document: $document, supersededAt: null }",
        list(record({ notBefore: count, notAfter: count })),
      ),
    ),
  },
);

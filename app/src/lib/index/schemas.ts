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
} from "./selection.ts";

const metadata = record({ metadataId: hex, content: hex, timestamp: count, transaction });

const revisionSummary = record({
  schemaRevisionId: hex,
  /** JSON in UTF-8. */
  content: hex,
  latestMetadata: metadata,
  timestamp: count,
});

const schemaSummary = record({
  id: hex,
  /** In multibase base58btc. */
  schemaId: text,
  revisionCount: int,
  latestRevision: revisionSummary,
  insertedAt: count,
  updatedAt: count,
});

export type SchemaSummary = Answer<typeof schemaSummary>;

export const schemasQuery = query(
  "Schemas",
  { first: "Int!", skip: "Int!" },
  {
    schemas: asked(
      "first: $first, skip: $skip, orderBy: updatedAt, orderDirection: desc",
      list(schemaSummary),
    ),
  },
);

/** Schemas that a decision can change, with the hashes of all their revisions. */
export const choosableSchemasQuery = query(
  "ChoosableSchemas",
  { first: "Int!" },
  {
    schemas: asked(
      "first: $first, orderBy: updatedAt, orderDirection: desc",
      list(
        record({
          id: hex,
          schemaId: text,
          latestRevision: record({ schemaRevisionId: hex, content: hex }),
          revisions: asked("first: 1000", list(record({ schemaRevisionId: hex }))),
        }),
      ),
    ),
  },
);

const revision = record({
  index: int,
  schemaRevisionId: hex,
  content: hex,
  actor: hex,
  timestamp: count,
  transaction: record({
    id: hex,
    executedProposals: list(record({ number: int, description: text })),
  }),
  metadata: asked("first: 100, orderBy: index, orderDirection: desc", list(metadata)),
});

export type SchemaRevision = Answer<typeof revision>;

/** A schema with its revisions, the latest first. Its id is the raw bytes of what the multibase text shows. */
export const schemaQuery = query(
  "Schema",
  { id: "ID!" },
  {
    schema: asked(
      "id: $id",
      nullable(
        record({
          schemaId: text,
          insertedAt: count,
          revisions: asked("first: 100, orderBy: index, orderDirection: desc", list(revision)),
        }),
      ),
    ),
  },
);

/** The revision of a schema that was the last one at a time. The schema is named by the raw bytes of its id. */
export const schemaRevisionAtQuery = query(
  "SchemaRevisionAt",
  { schema: "String!", at: "BigInt!" },
  {
    schemaRevisions: asked(
      "first: 1, orderBy: index, orderDirection: desc, where: { schema: $schema, timestamp_lte: $at }",
      list(record({ schemaRevisionId: hex })),
    ),
  },
);

/** The schema that has a revision, by the raw bytes of its id; the first one where several were given the same content. */
export const schemaOfRevisionQuery = query(
  "SchemaOfRevision",
  { revision: "Bytes!" },
  {
    schemaRevisions: asked(
      "first: 1, orderBy: timestamp, where: { schemaRevisionId: $revision }",
      list(record({ schema: record({ id: hex }) })),
    ),
  },
);

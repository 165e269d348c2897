import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Schema, SchemaMetadata, SchemaRevision } from "../generated/schema";
import { schemaMetadataId, schemaRevisionId } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateSchema(id: Bytes, event: ethereum.Event): Schema {
  let schema = Schema.load(id);
  if (schema == null) {
    schema = new Schema(id);
    // Multibase marks base58btc by a z.
    schema.schemaId = "z" + id.toBase58();
    schema.revisionCount = 0;
    schema.insertedBlock = event.block.number;
    schema.insertedAt = event.block.timestamp;
    schema.insertedIn = getOrCreateTransaction(event).id;
  }
  schema.updatedAt = event.block.timestamp;
  schema.updatedIn = getOrCreateTransaction(event).id;
  return schema;
}

/** A revision is written before anything else is said of it. */
export function loadSchemaRevision(schema: Bytes, revisionId: Bytes): SchemaRevision {
  return SchemaRevision.load(schemaRevisionId(schema, revisionId))!;
}

export function addSchemaRevision(
  schema: Schema,
  revisionId: Bytes,
  content: Bytes,
  actor: Bytes,
  event: ethereum.Event,
): SchemaRevision {
  const revision = new SchemaRevision(schemaRevisionId(schema.id, revisionId));
  revision.index = schema.revisionCount;
  revision.schema = schema.id;
  revision.schemaRevisionId = revisionId;
  revision.content = content;
  revision.metadataCount = 0;
  revision.actor = actor;
  revision.block = event.block.number;
  revision.timestamp = event.block.timestamp;
  revision.transaction = getOrCreateTransaction(event).id;
  schema.revisionCount = revision.index + 1;
  schema.latestRevision = revision.id;
  return revision;
}

export function addSchemaMetadata(
  revision: SchemaRevision,
  metadataId: Bytes,
  content: Bytes,
  actor: Bytes,
  event: ethereum.Event,
): SchemaMetadata {
  const metadata = new SchemaMetadata(schemaMetadataId(revision.id, metadataId));
  metadata.index = revision.metadataCount;
  metadata.revision = revision.id;
  metadata.metadataId = metadataId;
  metadata.content = content;
  metadata.actor = actor;
  metadata.block = event.block.number;
  metadata.timestamp = event.block.timestamp;
  metadata.transaction = getOrCreateTransaction(event).id;
  metadata.save();
  revision.metadataCount = metadata.index + 1;
  revision.latestMetadata = metadata.id;
  return metadata;
}

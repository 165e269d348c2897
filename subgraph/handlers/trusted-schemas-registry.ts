import { describe } from "../entities/event";
import {
  addSchemaMetadata,
  addSchemaRevision,
  getOrCreateSchema,
  loadSchemaRevision,
} from "../entities/schema";
import { MetadataUpdated, SchemaInserted, SchemaUpdated } from "../generated/schema";
import {
  MetadataUpdated as MetadataUpdatedLog,
  SchemaInserted as SchemaInsertedLog,
  SchemaUpdated as SchemaUpdatedLog,
} from "../generated/TrustedSchemasRegistry/TrustedSchemasRegistry";
import { eventId } from "../ids";

export function handleSchemaInserted(event: SchemaInsertedLog): void {
  const params = event.params;
  const schema = getOrCreateSchema(params.schemaId, event);
  const revision = addSchemaRevision(
    schema,
    params.schemaRevisionId,
    params.schema,
    params.actor,
    event,
  );
  const metadata = addSchemaMetadata(
    revision,
    params.metadataId,
    params.metadata,
    params.actor,
    event,
  );
  revision.save();
  schema.save();

  const log = new SchemaInserted(eventId(event));
  describe(log, event);
  log.schema = schema.id;
  log.revision = revision.id;
  log.metadata = metadata.id;
  log.actor = params.actor;
  log.save();
}

export function handleSchemaUpdated(event: SchemaUpdatedLog): void {
  const params = event.params;
  const schema = getOrCreateSchema(params.schemaId, event);
  const revision = addSchemaRevision(
    schema,
    params.schemaRevisionId,
    params.schema,
    params.actor,
    event,
  );
  const metadata = addSchemaMetadata(
    revision,
    params.metadataId,
    params.metadata,
    params.actor,
    event,
  );
  revision.save();
  schema.save();

  const log = new SchemaUpdated(eventId(event));
  describe(log, event);
  log.schema = schema.id;
  log.revision = revision.id;
  log.metadata = metadata.id;
  log.actor = params.actor;
  log.save();
}

export function handleMetadataUpdated(event: MetadataUpdatedLog): void {
  const params = event.params;
  const schema = getOrCreateSchema(params.schemaId, event);
  const revision = loadSchemaRevision(schema.id, params.schemaRevisionId);
  const metadata = addSchemaMetadata(
    revision,
    params.metadataId,
    params.metadata,
    params.actor,
    event,
  );
  revision.save();
  schema.save();

  const log = new MetadataUpdated(eventId(event));
  describe(log, event);
  log.schema = schema.id;
  log.revision = revision.id;
  log.metadata = metadata.id;
  log.actor = params.actor;
  log.save();
}

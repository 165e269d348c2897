import * as accreditation from "@cef-ebsi/vcdm1.1-accreditation-schema";
import * as attestation from "@cef-ebsi/vcdm1.1-attestation-schema";
import type { Hex } from "viem";

/** A schema as the register takes it; schema and metadata are JSON. */
export interface SchemaContent {
  schemaId: Hex;
  schema: string;
  metadata: string;
}

/** The schemas that attestations and accreditations name, under the ids by which every verifier of EBSI knows them, as EBSI publishes them. */
export const standardSchemaContents: readonly SchemaContent[] = [attestation, accreditation].map(
  ({ schema, metadata }) => ({
    schemaId: metadata.id.base16,
    // EBSI writes the dollar of `$defs` as %24, which is the same place (RFC 6901, section 6) but which not every validator finds.
    schema: JSON.stringify(schema).replaceAll("/%24defs/", "/$defs/"),
    metadata: JSON.stringify({ title: schema.title, description: schema.description }),
  }),
);

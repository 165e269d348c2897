import * as z from "zod";

import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";

import { pageReading } from "../sources.ts";
import { hexJson, word } from "./parameters.ts";
import { ParameterFault, rpcMethod, type WriteService } from "./rpc-method.ts";
import { address } from "./shapes.ts";
import { schemaOfRevision } from "./schema-of-revision.ts";
import { schemaIdBytes, schemaIdShape } from "./trusted-schemas.ts";

const from = address.describe("Account that will sign.");
const contract = "TrustedSchemasRegistry";
const scopes = ["tsr_write"] as const;

const schemaId = schemaIdShape.transform(schemaIdBytes);
const schema = hexJson(16_384, "Give a JSON Schema as text in hexadecimal digits.");
const metadata = hexJson(2_048, "Give an object of JSON as text in hexadecimal digits.");

export const trustedSchemasWrites: WriteService = {
  id: "writeTrustedSchemasRegistry",
  tag: "Trusted Schemas Registry v3",
  path: "/trusted-schemas-registry/v3/jsonrpc",
  abis: { TrustedSchemasRegistry: trustedSchemasRegistryAbi },
  methods: [
    ...(["insertSchema", "updateSchema"] as const).map((name) =>
      rpcMethod({
        name,
        scopes,
        contract,
        functionName: name,
        parameters: z.strictObject({ from, schemaId, schema, metadata }),
        args: (p) => [p.schemaId, p.schema, p.metadata],
      }),
    ),
    rpcMethod({
      name: "updateMetadata",
      scopes,
      contract,
      functionName: "updateMetadata",
      parameters: z.strictObject({ from, schemaRevisionId: word, metadata }),
      args: async ({ schemaRevisionId, metadata }) => {
        const schemaId = await schemaOfRevision(await pageReading(), schemaRevisionId);
        if (schemaId === undefined)
          throw new ParameterFault(
            "schemaRevisionId",
            "No schema has this revision.",
            "Give the sha-256 of the bytes of a revision.",
          );
        return [schemaId, schemaRevisionId, metadata];
      },
    }),
  ],
};

import * as z from "zod";

import { checkControllerOperations } from "./api/actions.ts";
import { didRegistryOperations, didRegistryVersions } from "./api/did-registry.ts";
import { didRegistryWrites } from "./api/did-registry-methods.ts";
import { foedusOperations } from "./api/foedus.ts";
import { invoiceOperations } from "./api/invoices.ts";
import { ledgerOperation } from "./api/ledger.ts";
import type { Answer, Operation } from "./api/operation.ts";
import { paymentOperations } from "./api/payments.ts";
import * as timestamps from "./api/timestamps.ts";
import { timestampsWrites } from "./api/timestamps-methods.ts";
import * as trustedContracts from "./api/trusted-contracts.ts";
import * as trustedIssuers from "./api/trusted-issuers.ts";
import { trustedIssuersWrites } from "./api/trusted-issuers-methods.ts";
import * as trustedPolicies from "./api/trusted-policies.ts";
import { trustedPoliciesWrites } from "./api/trusted-policies-methods.ts";
import * as trustedSchemas from "./api/trusted-schemas.ts";
import { trustedSchemasWrites } from "./api/trusted-schemas-methods.ts";
import { webhookOperations } from "./api/webhooks.ts";
import { writeOperation } from "./api/write.ts";
import { authorisationOperations } from "./authorisation/operations.ts";

/** Everything that programs may ask of this server. */
export const operations: readonly Operation[] = [
  ...foedusOperations,
  ...invoiceOperations,
  ...paymentOperations,
  ...webhookOperations,
  ...authorisationOperations,
  ...didRegistryVersions.flatMap((version) => [
    ...Object.values(didRegistryOperations[version]),
    checkControllerOperations[version],
    writeOperation(didRegistryWrites[version]),
  ]),
  trustedIssuers.listIssuers,
  trustedIssuers.getIssuer,
  trustedIssuers.listAttributes,
  trustedIssuers.getAttribute,
  trustedIssuers.listRevisions,
  trustedIssuers.listProxies,
  trustedIssuers.getProxy,
  trustedIssuers.getProxied,
  writeOperation(trustedIssuersWrites),
  trustedPolicies.listPolicies,
  trustedPolicies.getPolicy,
  trustedPolicies.listUsers,
  trustedPolicies.getUser,
  writeOperation(trustedPoliciesWrites),
  trustedSchemas.listSchemas,
  trustedSchemas.getSchema,
  trustedSchemas.listSchemaRevisions,
  trustedSchemas.getSchemaRevision,
  trustedSchemas.listSchemaMetadata,
  trustedSchemas.getSchemaMetadata,
  writeOperation(trustedSchemasWrites),
  timestamps.listHashAlgorithms,
  timestamps.getHashAlgorithm,
  timestamps.listTimestamps,
  timestamps.getTimestamp,
  timestamps.listRecords,
  timestamps.getRecord,
  timestamps.listRecordVersions,
  timestamps.getRecordVersion,
  writeOperation(timestampsWrites),
  trustedContracts.listContracts,
  trustedContracts.getContract,
  trustedContracts.listTemplates,
  trustedContracts.getTemplate,
  ledgerOperation,
];

export interface JsonSchema {
  [member: string]: unknown;
}

/** Turns shapes into the schemas of one document: named shapes stand once, among its components. */
class Schemas {
  readonly components: Record<string, JsonSchema> = {};

  of(shape: z.ZodType, io: "input" | "output"): JsonSchema {
    const {
      $schema: _,
      $defs = {},
      ...schema
    } = z.toJSONSchema(shape, { io }) as JsonSchema & {
      $defs?: Record<string, JsonSchema>;
    };
    for (const [name, named] of Object.entries($defs)) {
      const component = moved(named);
      const present = this.components[name];
      // A shape that reads otherwise in requests than in answers needs two names, or has to be strict.
      if (present !== undefined && JSON.stringify(present) !== JSON.stringify(component))
        throw new Error(`The name ${name} stands for two schemas.`);
      this.components[name] = component;
    }
    return moved(schema);
  }
}

/** The same schema with its references to components of the document. */
function moved(schema: JsonSchema): JsonSchema {
  const text = JSON.stringify(schema);
  return JSON.parse(text.replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;
}

function parametersIn(
  place: "path" | "query" | "header",
  shapes: z.ZodObject | undefined,
  schemas: Schemas,
) {
  if (!shapes) return [];
  const { properties = {}, required = [] } = z.toJSONSchema(shapes, { io: "input" });
  return Object.entries(shapes.shape as Record<string, z.ZodType>).map(([name, shape]) => {
    const { description, ...schema } = schemas.of(shape, "input");
    return {
      name,
      in: place,
      required: place === "path" || (name in properties && required.includes(name)),
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

function answerOf({ description, content, headers }: Answer, schemas: Schemas) {
  return {
    description,
    ...(headers && {
      headers: Object.fromEntries(
        Object.entries(headers).map(([name, text]) => [
          name,
          { description: text, schema: { type: "string" } },
        ]),
      ),
    }),
    ...(content && {
      content: Object.fromEntries(
        Object.entries(content).map(([type, shape]) => [
          type,
          { schema: schemas.of(shape, "output") },
        ]),
      ),
    }),
  };
}

/** Schema of the request by media type; undefined for one without a body. */
function requestContentOf(
  { body, form, file }: Operation,
  schemas: Schemas,
): Record<string, { schema?: JsonSchema }> | undefined {
  if (body) return { "application/json": { schema: schemas.of(body, "input") } };
  if (form) return { "application/x-www-form-urlencoded": { schema: schemas.of(form, "input") } };
  // As OpenAPI 3.1 has it, bytes have no schema.
  return file && Object.fromEntries(file.map((type) => [type, {}]));
}

function describe(asked: Operation, schemas: Schemas) {
  const { id, summary, description, tag, pathParameters, query, headers, token } = asked;
  const requestContent = requestContentOf(asked, schemas);
  const parameters = [
    ...parametersIn("path", pathParameters, schemas),
    ...parametersIn("query", query, schemas),
    ...parametersIn("header", headers, schemas),
  ];
  return {
    operationId: id,
    summary,
    ...(description === undefined ? {} : { description }),
    tags: [tag],
    ...(parameters.length === 0 ? {} : { parameters }),
    ...(requestContent && { requestBody: { required: true, content: requestContent } }),
    ...(token === true ? { security: [{ bearer: [] }] } : {}),
    responses: Object.fromEntries(
      Object.entries(asked.answers).map(([status, answer]) => [status, answerOf(answer, schemas)]),
    ),
  };
}

type Described = ReturnType<typeof describe>;

const schemas = new Schemas();

/** Each operation as the document says it, with its place there. */
export const described = operations.map((operation) => ({
  path: operation.path,
  method: operation.method,
  operation: describe(operation, schemas),
}));

const paths: Record<string, Partial<Record<Operation["method"], Described>>> = {};
for (const { path, method, operation } of described) {
  paths[path] = { ...paths[path], [method]: operation };
}

/** OpenAPI 3.1 of what programs may ask of this server. A test holds it against the routes. */
export const openApi = {
  openapi: "3.1.0",
  info: {
    title: "Foedus",
    summary: "What the governance of a shared public-service blockchain tells programs.",
    version: "0.1.0",
    license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
  },
  servers: [{ url: "/" }],
  paths,
  components: {
    schemas: schemas.components,
    securitySchemes: {
      bearer: {
        type: "http",
        scheme: "bearer",
        bearerFormat: "JWT",
        description: "Access token of the Authorisation server, `/authorisation/v5/token`.",
      },
    },
  },
};

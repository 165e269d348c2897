import { refusals } from "#lib/chain/permission.ts";

const address = { type: "string", pattern: "^0x[0-9a-fA-F]{40}$" } as const;

const languageParameter = {
  name: "Accept-Language",
  in: "header",
  required: false,
  description: "Language of the explanations, as RFC 9110 says. English is the default.",
  schema: { type: "string" },
} as const;

function problemAnswer(description: string) {
  return {
    description,
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/Problem" } } },
  } as const;
}

/** OpenAPI 3.1 of what programs may ask of this server. A test holds it against the routes and their answers. */
export const openApi = {
  openapi: "3.1.0",
  info: {
    title: "Foedus",
    summary: "What the governance of a shared public-service blockchain tells programs.",
    version: "0.1.0",
    license: { name: "EUPL-1.2", identifier: "EUPL-1.2" },
  },
  servers: [{ url: "/" }],
  paths: {
    "/api/v1/permissions/check": {
      get: {
        operationId: "checkTransaction",
        summary: "Say whether the nodes take a transaction, and if not, why and what helps.",
        description:
          "Asks the contract that the nodes ask, at the newest block. Nothing is signed or sent. Parameters that are not listed here are refused.",
        tags: ["permissions"],
        parameters: [
          {
            name: "sender",
            in: "query",
            required: true,
            description: "Account that would sign.",
            schema: address,
          },
          {
            name: "target",
            in: "query",
            required: false,
            description:
              "Contract or account that it would go to; left out or empty for a deployment.",
            allowEmptyValue: true,
            schema: { anyOf: [address, { const: "" }] },
          },
          {
            name: "gas",
            in: "query",
            required: false,
            description:
              "Gas that the transaction may use at most; without it the share of gas is left out of account.",
            schema: { type: "string", pattern: "^\\d{1,20}$" },
          },
          languageParameter,
        ],
        responses: {
          "200": {
            description: "The permissions have spoken.",
            headers: {
              "Content-Language": {
                description: "Language of explanation and remedy.",
                schema: { type: "string" },
              },
            },
            content: {
              "application/json": { schema: { $ref: "#/components/schemas/PermissionCheck" } },
            },
          },
          "400": problemAnswer("The question cannot be understood."),
          "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
          "503": problemAnswer("The chain gives no answer now."),
        },
      },
    },
  },
  components: {
    schemas: {
      PermissionCheck: {
        type: "object",
        additionalProperties: false,
        required: ["allowed", "reason", "explanation", "remedy", "sender", "target", "block"],
        properties: {
          allowed: { type: "boolean" },
          reason: { enum: refusals, description: "`none` if the transaction is let through." },
          explanation: { type: "string", description: "The reason in words." },
          remedy: { type: ["string", "null"], description: "What can be done about it." },
          sender: address,
          target: {
            ...address,
            type: ["string", "null"],
            description: "Null for a deployment.",
          },
          block: { type: "integer", minimum: 0, description: "Block for which this holds." },
        },
      },
      Problem: {
        type: "object",
        description: "RFC 9457.",
        required: ["type", "status", "title", "detail"],
        properties: {
          type: { type: "string" },
          status: { type: "integer" },
          title: { type: "string", description: "What is wrong." },
          detail: { type: "string", description: "What to do about it." },
        },
      },
    },
  },
} as const;

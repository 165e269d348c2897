import { algorithms, parseScope, parseStrictJson, type Scope, scopes } from "@foedus/client";
import * as z from "zod";

import { json, operation, problemAnswer, readProblems } from "../api/operation.ts";
import { problemShape } from "../api/shapes.ts";

/** Path of the Authorisation API below the public address. */
export const authorisationPath = "/authorisation/v5";

/** Bytes of a form at most: a presentation with its credentials. */
export const largestForm = 160 * 1024;

const tag = "Authorisation v5";

/** What is asked for: `openid`, and one thing that a token may open. */
export const scopeShape = z
  .enum(
    scopes.map((scope) => `openid ${scope}` as const),
    `Give openid and one of ${scopes.join(", ")}.`,
  )
  // The list above has nothing else in it.
  .transform((text) => parseScope(text) as Scope);

const name = z.string().max(256);

/** Presentation Exchange 2.0: where in the presentation is what was asked for. */
export const submissionShape = z.object({
  id: name,
  definition_id: name.describe("Id of the definition of the scope."),
  descriptor_map: z
    .array(
      z.object({
        id: name,
        format: z.enum(["jwt_vp", "jwt_vp_json"]),
        path: z.literal("$"),
        path_nested: z
          .object({
            format: z.enum(["jwt_vc", "jwt_vc_json"]),
            path: z.string().regex(/^\$\.(vp\.)?verifiableCredential\[\d\]$/),
          })
          .optional(),
      }),
    )
    .max(8),
});

/** The form of a request for a token: each of its parameters stands there once. */
export const tokenForm = z.object({
  grant_type: z.literal("vp_token", "Use vp_token."),
  scope: scopeShape,
  vp_token: z
    .string()
    .min(1)
    .describe(
      "The presentation, a JWT for this server, signed by the key that it names. It counts once.",
    ),
  presentation_submission: z
    .string()
    .transform((text, context) => {
      try {
        return parseStrictJson(text);
      } catch {
        context.addIssue({ code: "custom", message: "Give JSON with each member once." });
        return z.NEVER;
      }
    })
    .pipe(submissionShape)
    .meta({
      contentMediaType: "application/json",
      contentSchema: withoutDialect(z.toJSONSchema(submissionShape, { io: "input" })),
    }),
});

/** The document that it becomes a part of says the dialect. */
function withoutDialect({ $schema: _, ...schema }: Record<string, unknown>) {
  return schema;
}

const signatures = z.array(z.enum(algorithms));
const presentationFormat = z.object({ alg: signatures });
const supportedFormat = z.object({ alg_values_supported: signatures });

export const discoveryShape = z
  .object({
    issuer: z.url().describe("The audience of presentations."),
    authorization_endpoint: z.url(),
    token_endpoint: z.url(),
    jwks_uri: z.url(),
    presentation_definition_endpoint: z.url(),
    scopes_supported: z.array(z.enum(["openid", ...scopes])),
    response_types_supported: z.array(z.literal("token")),
    grant_types_supported: z.array(z.literal("vp_token")),
    subject_types_supported: z.array(z.literal("public")),
    id_token_signing_alg_values_supported: signatures,
    id_token_types_supported: z.array(z.string()),
    subject_syntax_types_supported: z.array(z.string()),
    subject_trust_frameworks_supported: z.array(z.string()),
    token_endpoint_auth_methods_supported: z.array(z.string()),
    vp_formats_supported: z.object({
      jwt_vp: supportedFormat,
      jwt_vp_json: supportedFormat,
      jwt_vc: supportedFormat,
      jwt_vc_json: supportedFormat,
    }),
  })
  .meta({ id: "OpenIdConfiguration", description: "OpenID Connect Discovery 1.0." });

export const keySetShape = z
  .object({
    keys: z.array(
      z.object({
        kty: z.literal("EC"),
        crv: z.string(),
        x: z.string(),
        y: z.string(),
        alg: z.enum(algorithms),
        use: z.literal("sig"),
        kid: z.string(),
      }),
    ),
  })
  .meta({ id: "JsonWebKeySet", description: "RFC 7517." });

export const definitionShape = z
  .object({
    id: z.string(),
    format: z.object({ jwt_vp: presentationFormat, jwt_vp_json: presentationFormat }),
    name: z.string().optional(),
    purpose: z.string().optional(),
    input_descriptors: z.array(
      z.object({
        id: z.string(),
        name: z.string(),
        purpose: z.string(),
        format: z.object({ jwt_vc: presentationFormat, jwt_vc_json: presentationFormat }),
        constraints: z.object({
          fields: z.array(
            z.object({
              path: z.array(z.string()),
              filter: z.looseObject({ type: z.string() }).describe("JSON Schema."),
            }),
          ),
        }),
      }),
    ),
  })
  .meta({ id: "PresentationDefinition", description: "Presentation Exchange 2.0." });

export const grantedShape = z
  .object({
    access_token: z.string().describe("JWT; bearer token for the sides for writing."),
    id_token: z.string().describe("JWT; says who presented itself, and opens nothing."),
    token_type: z.literal("Bearer"),
    scope: z.string(),
    expires_in: z.int().min(1).describe("Seconds."),
  })
  .meta({ id: "GrantedToken" });

/** Names of RFC 6749, §5.2, and §4.1.2.1 for what is not the client's fault. */
export const oauthErrorNames = [
  "invalid_request",
  "invalid_grant",
  "invalid_scope",
  "unsupported_grant_type",
  "temporarily_unavailable",
] as const;

export const oauthErrorShape = z
  .object({
    error: z.enum(oauthErrorNames),
    error_description: z.string().describe("What is wrong, and what to do about it."),
  })
  .meta({ id: "OAuthError", description: "RFC 6749, §5.2." });

const notSetUp = problemAnswer("This server is not set up to give tokens.");

export const getDiscovery = operation({
  id: "getOpenIdConfiguration",
  method: "get",
  path: `${authorisationPath}/.well-known/openid-configuration`,
  tag,
  summary: "Say how a token is asked for.",
  answers: { ...readProblems, "200": json(discoveryShape, "Where and how."), "503": notSetUp },
});

export const getKeySet = operation({
  id: "getAuthorisationKeys",
  method: "get",
  path: `${authorisationPath}/jwks`,
  tag,
  summary: "Give the public key of the tokens.",
  answers: { ...readProblems, "200": json(keySetShape, "The key."), "503": notSetUp },
});

export const getDefinition = operation({
  id: "getPresentationDefinition",
  method: "get",
  path: `${authorisationPath}/presentation-definitions`,
  tag,
  summary: "Say what has to be presented for a scope.",
  query: z.object({ scope: scopeShape }),
  answers: { ...readProblems, "200": json(definitionShape, "The definition.") },
});

export const requestToken = operation({
  id: "requestToken",
  method: "post",
  path: `${authorisationPath}/token`,
  tag,
  summary: "Get a token for a presentation.",
  description:
    "OID4VP with the grant `vp_token`. What is wrong with the request or the presentation is said as OAuth 2.0 wants it, everything else as a problem.",
  form: tokenForm,
  answers: {
    "200": json(grantedShape, "The token."),
    "400": json(oauthErrorShape, "What is asked for or presented does not do."),
    "413": problemAnswer("The form is too long."),
    "415": problemAnswer("The request is no form."),
    "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
    "503": {
      description: "No tokens can be given now.",
      content: { "application/json": oauthErrorShape, "application/problem+json": problemShape },
    },
  },
});

export const authorisationOperations = [getDiscovery, getKeySet, getDefinition, requestToken];

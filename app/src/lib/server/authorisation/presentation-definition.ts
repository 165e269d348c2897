import { type Algorithm, credentialTypes, type Scope, scopes } from "@foedus/client";
import type * as z from "zod";

import type { definitionShape, discoveryShape } from "./operations.ts";

/** What has to be presented for a scope. */
interface Requirement {
  /** By which algorithms the presentation may be signed. */
  algorithms: Algorithm[];
  purpose: string;
  /** Types of which the presented credential has one; none for a presentation without credentials. */
  credential?: readonly string[];
}

const one: Algorithm[] = ["ES256"];
const both: Algorithm[] = ["ES256", "ES256K"];
const registered = "Present nothing, signed by a legal entity that is registered.";

const requirements: Readonly<Record<Scope, Requirement>> = {
  didr_invite: {
    algorithms: both,
    purpose: `Present a valid ${credentialTypes.onboard} that a TAO issued to you.`,
    credential: [credentialTypes.onboard],
  },
  didr_write: { algorithms: both, purpose: registered },
  tir_invite: {
    algorithms: one,
    purpose: "Present the accreditation that a TAO reserved for you, to accept it.",
    credential: [credentialTypes.trustChain, credentialTypes.attest, credentialTypes.accredit],
  },
  tir_write: {
    algorithms: one,
    purpose: "Present nothing, signed by a trusted issuer or an admitted Root TAO.",
  },
  timestamp_write: { algorithms: one, purpose: registered },
  tnt_authorise: { algorithms: both, purpose: registered },
  tnt_create: { algorithms: both, purpose: registered },
  tnt_write: { algorithms: both, purpose: registered },
  tpr_write: { algorithms: one, purpose: registered },
  tsr_write: { algorithms: one, purpose: registered },
};

export const requirementOf = (scope: Scope): Requirement => requirements[scope];

export const definitionId = (scope: Scope): string => `${scope}_presentation`;

export const descriptorId = (scope: Scope): string => `${scope}_credential`;

/** Presentation Exchange 2.0: what a client presents for a scope, in the form that EBSI's clients read. */
export function presentationDefinition(scope: Scope): z.infer<typeof definitionShape> {
  const { algorithms, purpose, credential } = requirements[scope];
  const vp = { alg: algorithms };
  const vc = { alg: one };
  return {
    id: definitionId(scope),
    format: { jwt_vp: vp, jwt_vp_json: vp },
    ...(credential === undefined ? { name: "A registered legal entity", purpose } : {}),
    input_descriptors:
      credential === undefined
        ? []
        : [
            {
              id: descriptorId(scope),
              name: credential.join(", "),
              purpose,
              format: { jwt_vc: vc, jwt_vc_json: vc },
              constraints: {
                fields: [
                  {
                    path: ["$.vc.type"],
                    filter: {
                      type: "array",
                      contains:
                        credential.length === 1
                          ? { const: credential[0] }
                          : { anyOf: credential.map((type) => ({ const: type })) },
                    },
                  },
                ],
              },
            },
          ],
  };
}

/** OpenID discovery as EBSI's Authorisation API shows it. */
export function discovery(issuer: string): z.infer<typeof discoveryShape> {
  const vp = { alg_values_supported: both };
  const vc = { alg_values_supported: one };
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/jwks`,
    presentation_definition_endpoint: `${issuer}/presentation-definitions`,
    scopes_supported: ["openid", ...scopes],
    response_types_supported: ["token"],
    grant_types_supported: ["vp_token"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: one,
    id_token_types_supported: ["subject_signed_id_token"],
    subject_syntax_types_supported: ["did:ebsi", "did:key"],
    subject_trust_frameworks_supported: ["ebsi"],
    token_endpoint_auth_methods_supported: ["private_key_jwt"],
    vp_formats_supported: { jwt_vp: vp, jwt_vp_json: vp, jwt_vc: vc, jwt_vc_json: vc },
  };
}

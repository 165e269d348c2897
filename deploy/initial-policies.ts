import { roles, type RoleName } from "../generated/roles.ts";

interface InitialPolicy {
  policyName: string;
  description: string;
  role: bigint;
}

const policies: readonly [
  registry: string,
  functions: readonly string[],
  role: RoleName,
  does: string,
][] = [
  [
    "DID",
    [
      "insertDidDocument",
      "updateBaseDocument",
      "addController",
      "revokeController",
      "addVerificationMethod",
      "addVerificationRelationship",
      "revokeVerificationMethod",
      "expireVerificationMethod",
      "rollVerificationMethod",
      "deactivateDid",
    ],
    "REGISTRARS",
    "of the DID registry for any DID",
  ],
  ["TIR", ["updateIssuer"], "REGISTRARS", "of the trusted issuers registry: proxies of any issuer"],
  [
    "TIR",
    ["setAttributeMetadata"],
    "ROOT_TAOS",
    "of the trusted issuers registry: an account of a Root TAO, which accredits itself",
  ],
  [
    "TSR",
    ["insertSchema", "updateSchema", "updateMetadata"],
    "SCHEMAS",
    "of the trusted schemas registry",
  ],
];

/** Policies of the founding under the names that EBSI's registries and clients ask for. The bodies appoint who holds their roles. */
export const initialPolicies: InitialPolicy[] = policies.flatMap(
  ([registry, functions, role, does]) =>
    functions.map((name) => ({
      policyName: `${registry}:${name}`,
      description: `${name} ${does}`,
      role: roles[role],
    })),
);

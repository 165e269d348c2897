/** Where the registers answer below the address of an API, with the versions that EBSI's clients ask for. */
export interface ApiPaths {
  authorisation: string;
  didRegistry: string;
  trustedIssuersRegistry: string;
  trustedPoliciesRegistry: string;
  trustedSchemasRegistry: string;
}

/** @param api Address of the API without a slash at its end, for example `https://foedus.example`. */
export function apiPaths(api: string): ApiPaths {
  return {
    authorisation: `${api}/authorisation/v5`,
    didRegistry: `${api}/did-registry/v5`,
    trustedIssuersRegistry: `${api}/trusted-issuers-registry/v5`,
    trustedPoliciesRegistry: `${api}/trusted-policies-registry/v3`,
    trustedSchemasRegistry: `${api}/trusted-schemas-registry/v3`,
  };
}

/** Ids of the schemas that every verifier of EBSI knows (attestations and accreditations of the data model 1.1). */
export const standardSchemas = {
  attestation: "zDpWGUBenmqXzurskry9Nsk6vq2R8thh9VSeoRqguoyMD",
  accreditation: "zG6xY9DG2CWyhsSc544hEezbQRmkQCfvgXGdCqt69v8TA",
} as const;

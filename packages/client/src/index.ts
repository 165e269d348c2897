/** The client side of the identity registers, for Node and browsers. What needs files stands in `@foedus/client/files`. */
export { ClientError, type ClientErrorCode } from "./client-error.ts";
export { createEbsiDid, type Did, didOfKey, isLegalEntity, keyOfDid, parseDid } from "./did.ts";
export {
  addressOf,
  type Algorithm,
  algorithmOf,
  algorithms,
  parsePublicJwk,
  type PublicJwk,
  publicKeyBytes,
  thumbprint,
} from "./jwk.ts";
export {
  type DecodedJwt,
  decodeJwt,
  signerWithThumbprint,
  signJwt,
  verifyJwtSignature,
} from "./jwt.ts";
export { KeyPair } from "./key-pair.ts";
export { parseScope, type Scope, scopes } from "./scopes.ts";

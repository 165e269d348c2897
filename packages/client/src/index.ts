/** The client side of the identity registers, for Node and browsers. What needs files stands in `@foedus/client/files`. */
export { ApiClient } from "./api-client.ts";
export { type ApiPaths, apiPaths, standardSchemas } from "./api-paths.ts";
export { ChainRegisters, type ReadAddresses } from "./chain-registers.ts";
export { ClientError, type ClientErrorCode } from "./client-error.ts";
export { isRefusal, orUndefined } from "./contract-views.ts";
export {
  type AccreditationContent,
  accreditedTypes,
  attributeAddress,
  type Credential,
  type CredentialContent,
  credentialTypes,
  issueAccreditation,
  issueCredential,
  parseAttributeAddress,
  readCredential,
  scopeOf,
  type SignedCredential,
  specificTypes,
} from "./credential.ts";
export { createEbsiDid, type Did, didOfKey, isLegalEntity, keyOfDid, parseDid } from "./did.ts";
export {
  didContexts,
  type DidDocument,
  didDocumentSchema,
  documentOfKey,
  keyFor,
  keyId,
  type Relationship,
  relationships,
} from "./did-document.ts";
export {
  addressOf,
  type Algorithm,
  algorithmOf,
  algorithms,
  jwkFromPublicKey,
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
export {
  type AccreditationTerms,
  type EntityKeys,
  LegalEntity,
  type Period,
} from "./legal-entity.ts";
export {
  createPresentation,
  type Presentation,
  type PresentationContent,
  presentationLifetime,
  verifyPresentation,
} from "./presentation.ts";
export {
  encodeRegisterCall,
  type RegisterAddresses,
  type RegisterCall,
  registerCall,
} from "./register-calls.ts";
export { type RegisteredKey, registeredJwk } from "./registered-key.ts";
export {
  ChainWriter,
  type RegisterChain,
  type RegisterWriter,
  type Right,
  type SigningLimits,
} from "./register-writer.ts";
export {
  type Accreditation,
  type IssuerType,
  issuerTypes,
  type Registers,
  type StatusListAnchor,
} from "./registers.ts";
export { followsSchema, type SchemaFinding } from "./schema.ts";
export { parseScope, type Scope, scopes } from "./scopes.ts";
export { JsonFault, parseStrictJson, strictObject } from "./strict-json.ts";
export { encodeStatusList, isSetIn, parseStatusListEntry, statusListSize } from "./status-list.ts";
export {
  type Check,
  type CheckName,
  checkNames,
  verifyAccreditationBody,
  verifyCredential,
  type Verification,
  type VerificationContext,
} from "./verification.ts";

/** The reader of the client package: what the API and a verifier read of the same text must be the same. */
export { JsonFault, parseStrictJson } from "@foedus/client";

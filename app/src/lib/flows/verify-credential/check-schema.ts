import { Validator } from "@cfworker/json-schema";
import { isRefusal } from "@foedus/client";
import { base58btc } from "multiformats/bases/base58";
import { type Hex, hexToString, type PublicClient, toHex } from "viem";

import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";

/** What a schema says about a credential. */
export type SchemaFinding =
  | { found: "follows" }
  /** Where in the credential, and what is wrong there. */
  | { found: "violates"; place: string; problem: string }
  /** No body registered it on this network. */
  | { found: "unregistered" }
  /** It lies on another server, which is not asked. */
  | { found: "elsewhere" }
  /** It is written in a way that cannot be read here. */
  | { found: "unreadable" };

/** Where schemas are registered. */
export interface SchemaPlace {
  chain: Pick<PublicClient, "readContract">;
  /** The register on the chain. */
  register: Hex;
  /** Address of the register's API, below which a credential names its schemas. */
  api: string;
}

/** Compares a credential with the last revision of one of the schemas that it names. */
export async function checkSchema(
  schemaAddress: string,
  credential: unknown,
  { chain, register, api }: SchemaPlace,
): Promise<SchemaFinding> {
  const prefix = `${api}/schemas/`;
  const id = schemaAddress.startsWith(prefix) ? schemaId(schemaAddress.slice(prefix.length)) : null;
  if (id === null) return { found: "elsewhere" };
  let content: Hex;
  try {
    content = await chain.readContract({
      address: register,
      abi: trustedSchemasRegistryAbi,
      functionName: "getLatestSchemaRevision",
      args: [id],
    });
  } catch (error) {
    if (isRefusal(error)) return { found: "unregistered" };
    throw error;
  }
  return followsSchema(hexToString(content), credential);
}

/** Compares a credential with the text of a schema. Never asks for what the schema refers to. */
export function followsSchema(content: string, credential: unknown): SchemaFinding {
  try {
    const schema: unknown = JSON.parse(content);
    if (typeof schema !== "object" || schema === null) return { found: "unreadable" };
    // It interprets the schema: pages may not make code out of text.
    const { valid, errors } = new Validator(schema, "2020-12").validate(credential);
    const deepest = errors.at(-1);
    return valid
      ? { found: "follows" }
      : {
          found: "violates",
          place: deepest?.instanceLocation ?? "",
          problem: deepest?.error ?? "",
        };
  } catch {
    // A reference that leads elsewhere, or a pattern that is none.
    return { found: "unreadable" };
  }
}

/** The raw bytes that a multibase text shows; null for another text. */
function schemaId(text: string): Hex | null {
  try {
    return toHex(base58btc.decode(text));
  } catch {
    return null;
  }
}

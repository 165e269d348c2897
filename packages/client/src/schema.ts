import { Validator } from "@cfworker/json-schema";
import { base58btc } from "multiformats/bases/base58";
import { type Hex, toHex } from "viem";

import type { Registers } from "./registers.ts";

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

/**
 * Compares a credential with the last revision of one of the schemas that it names.
 * @param register Address of the register of schemas, below which a credential names them.
 */
export async function checkSchema(
  schemaAddress: string,
  credential: unknown,
  register: string,
  registers: Pick<Registers, "schema">,
): Promise<SchemaFinding> {
  const prefix = `${register}/schemas/`;
  const id = schemaAddress.startsWith(prefix) ? schemaId(schemaAddress.slice(prefix.length)) : null;
  if (id === null) return { found: "elsewhere" };
  const content = await registers.schema(id);
  return content === undefined ? { found: "unregistered" } : followsSchema(content, credential);
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

/** The one of several findings that decides. */
export function worstFinding(findings: readonly SchemaFinding[]): SchemaFinding | undefined {
  return (
    findings.find(({ found }) => found === "violates") ??
    findings.find(({ found }) => found !== "follows") ??
    findings[0]
  );
}

/** The raw bytes that a multibase text shows; null for another text. */
function schemaId(text: string): Hex | null {
  try {
    return toHex(base58btc.decode(text));
  } catch {
    return null;
  }
}

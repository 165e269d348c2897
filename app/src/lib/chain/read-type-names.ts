import { hexToString } from "viem";

import { credentialTypeName, typesNamedIn } from "./credential-types.ts";
import type { Index } from "#lib/index/client.ts";
import { bodiesOfTypeQuery } from "#lib/index/issuers.ts";
import type { Hex } from "#lib/index/selection.ts";

/** Types that are looked up for one page, at most; those beyond show their hashes. */
const mostTypes = 32;

/**
 * Names of types of credentials, of which the registers hold the hashes alone: from what proposals say, and from the bodies of accreditations
 * that were accepted for them. Whoever wrote the text, a word with the same hash can be no other name.
 * @param texts What was said beside: descriptions of proposals, bodies that are at hand.
 */
export async function readTypeNames(
  index: Index,
  hashes: readonly Hex[],
  texts: readonly string[] = [],
): Promise<ReadonlyMap<string, string>> {
  const told = typesNamedIn(texts.join(" "));
  const unnamed = [...new Set(hashes)].filter((hash) => credentialTypeName(hash, told) === null);
  const looked = await Promise.all(
    unnamed.slice(0, mostTypes).map(async (hash) => {
      const { issuerAttributeRevisions } = await index.ask(bodiesOfTypeQuery, { type: [hash] });
      const bodies = issuerAttributeRevisions.map(({ body }) => textOfBody(body));
      return [hash, typesNamedIn(bodies.join(" ")).get(hash)] as const;
    }),
  );
  const found = new Map(looked);
  return new Map(
    [...new Set(hashes)].flatMap((hash) => {
      const name = told.get(hash) ?? found.get(hash);
      return name === undefined ? [] : [[hash, name] as const];
    }),
  );
}

/** What a body says, a signed credential in UTF-8; not verified. */
export function textOfBody(body: Hex): string {
  const [, claims = ""] = hexToString(body).split(".");
  return Buffer.from(claims, "base64url").toString("utf8");
}

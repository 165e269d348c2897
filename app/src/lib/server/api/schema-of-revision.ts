import { orUndefined } from "@foedus/client";

import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { schemaOfRevisionQuery } from "#lib/index/schemas.ts";

import { largestPage } from "./paging.ts";
import { Problem } from "./problem-of.ts";

type Hex = `0x${string}`;

/** Pages of schemas that are looked through at most while the index gives no answer. */
const mostPages = 10;

/**
 * Raw bytes of the id of the schema that a revision belongs to; undefined where there is none. The register itself finds no schema by a
 * revision, so that the index is asked, and without it one schema after the other.
 * @param revision sha-256 of its content.
 * @throws Problem where there are more schemas than are looked through without the index.
 */
export async function schemaOfRevision(
  { index, chain, addresses, isLate }: PageSources,
  revision: Hex,
): Promise<Hex | undefined> {
  const contract = {
    address: addresses.TrustedSchemasRegistry,
    abi: trustedSchemasRegistryAbi,
  } as const;
  const { schemaId } = await indexOrContract(
    async () => {
      const { schemaRevisions } = await index.ask(schemaOfRevisionQuery, {
        revision: revision.toLowerCase(),
      });
      return { schemaId: schemaRevisions[0]?.schema.id };
    },
    async () => {
      for (let page = 1; page <= mostPages; page += 1) {
        const [ids, total] = await chain.readContract({
          ...contract,
          functionName: "getSchemaIds",
          args: [BigInt(page), BigInt(largestPage)],
        });
        const contents = await Promise.all(
          ids.map((id) =>
            orUndefined(
              chain.readContract({
                ...contract,
                functionName: "getSchemaRevision",
                args: [id, revision],
              }),
            ),
          ),
        );
        const found = ids[contents.findIndex((content) => content !== undefined)];
        if (found !== undefined || page * largestPage >= total) return { schemaId: found };
      }
      throw new Problem(
        503,
        "The schema of this revision cannot be found now.",
        "Try again later: the index, which finds it, gives no answer.",
      );
    },
    isLate,
  );
  return schemaId;
}

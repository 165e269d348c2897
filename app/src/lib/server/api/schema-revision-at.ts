import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";
import { blockTimes, inOrder, type PageSources, wholeChain } from "#lib/chain/events.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { schemaRevisionAtQuery } from "#lib/index/schemas.ts";

type Hex = `0x${string}`;

/**
 * Id of the revision that was the last one of a schema at a time; undefined where there was none yet. The register itself keeps no
 * times.
 * @param schemaId Raw bytes of the id.
 * @param at Seconds since 1970.
 */
export async function schemaRevisionAt(
  { index, chain, addresses, isLate }: PageSources,
  schemaId: Hex,
  at: number,
): Promise<Hex | undefined> {
  const { revision } = await indexOrContract(
    async () => {
      const { schemaRevisions } = await index.ask(schemaRevisionAtQuery, {
        schema: schemaId.toLowerCase(),
        at: String(at),
      });
      return { revision: schemaRevisions[0]?.schemaRevisionId };
    },
    async () => {
      const written = await Promise.all(
        (["SchemaInserted", "SchemaUpdated"] as const).map((eventName) =>
          chain.getContractEvents({
            address: addresses.TrustedSchemasRegistry,
            abi: trustedSchemasRegistryAbi,
            eventName,
            args: { schemaIdHash: schemaId },
            ...wholeChain,
          }),
        ),
      );
      const revisions = inOrder(written.flat());
      const timeOf = await blockTimes(chain, revisions);
      const last = revisions.findLast(({ blockNumber }) => timeOf(blockNumber) <= at);
      return { revision: last?.args.schemaRevisionId };
    },
    isLate,
  );
  return revision;
}

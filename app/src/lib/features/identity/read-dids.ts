import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import type { EventReader, PageSources } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { didsQuery, type DidSummary } from "#lib/index/dids.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

import { didHash, didWhere, type DidFilter } from "./did.ts";
import { cut, pageSize, window } from "#lib/ui/paging.ts";

/** A DID in the list. What only the index knows is null while it gives no answer. */
export type ListedDid = Pick<DidSummary, "id" | "did" | "insertedAt" | "deactivatedAt"> & {
  beside: Pick<DidSummary, "organisations" | "latestEvent"> | null;
};

export interface DidPage {
  entries: ListedDid[];
  more: boolean;
}

/** A page of the list of DIDs, the latest first. The contract cannot sift: from it all DIDs are listed. */
export async function readDids(
  { index, chain, addresses, isLate }: PageSources,
  filter: DidFilter,
): Promise<{ source: Source } & DidPage> {
  return indexOrContract(
    async () => {
      const { didDocuments } = await index.ask(didsQuery, {
        ...window(filter.page),
        where: didWhere(filter),
      });
      const { entries, more } = cut(didDocuments);
      return { entries: entries.map((entry) => ({ ...entry, beside: entry })), more };
    },
    () => didsFromContract(chain, addresses, filter.page),
    isLate,
  );
}

/** The register lists DIDs in the order of their insertion, in pages of its own. */
async function didsFromContract(
  chain: EventReader,
  addresses: Addresses,
  page: number,
): Promise<DidPage> {
  const registry = { address: addresses.DidRegistry, abi: didRegistryAbi } as const;
  const pageAt = (number: number) =>
    chain.readContract({
      ...registry,
      functionName: "getDids",
      args: [BigInt(number), BigInt(pageSize)],
    });
  const [, total] = await pageAt(1);
  const pages = Math.ceil(Number(total) / pageSize);
  // From the last page backwards: the latest one may be short.
  const number = pages - page + 1;
  if (number < 1) return { entries: [], more: false };
  const [items] = await pageAt(number);
  const entries = await Promise.all(
    items.toReversed().map(async (did) => {
      const [insertedAt, ended] = await chain.readContract({
        ...registry,
        functionName: "didLife",
        args: [did],
      });
      return {
        id: didHash(did),
        did,
        insertedAt,
        deactivatedAt: ended === 0 ? null : ended,
        beside: null,
      };
    }),
  );
  return { entries, more: number > 1 };
}

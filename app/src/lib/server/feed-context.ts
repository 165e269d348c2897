import { readProposals, type ReadProposal } from "#lib/features/proposals/read-proposals.ts";
import type { FeedContext } from "#lib/features/proposals/feeds.ts";

import { endpoints } from "./endpoints.ts";
import { pageReading } from "./sources.ts";

/** All proposals with what a feed says around them. */
export async function feedOf(
  url: URL,
): Promise<{ proposals: readonly ReadProposal[]; context: FeedContext }> {
  const [reading, { chainId }] = await Promise.all([pageReading(), endpoints()]);
  const { proposals, bodyName } = await readProposals(reading);
  return {
    proposals,
    context: {
      origin: url.origin,
      now: await reading.now,
      ownNetwork: BigInt(chainId),
      bodyName: bodyName ?? "Foedus",
    },
  };
}

import { readProposals, type ReadProposal } from "#lib/features/proposals/read-proposals.ts";
import type { FeedContext } from "#lib/features/proposals/feeds.ts";
import { formatList } from "#lib/ui/format.ts";

import { endpoints } from "./endpoints.ts";
import { pageReading } from "./sources.ts";

/** Where readers reach this site: as a proxy before it says; without one plainly on this machine, and by TLS elsewhere. */
function originOf({ headers }: Request, { hostname, host }: URL): string {
  const told = headers.get("x-forwarded-proto");
  const isLocal = /^(localhost|127[.][\d.]+|\[::1\])$/.test(hostname);
  const protocol = told === "http" || told === "https" ? told : isLocal ? "http" : "https";
  return `${protocol}://${host}`;
}

/** All proposals with what a feed says around them. */
export async function feedOf({
  request,
  url,
}: {
  request: Request;
  url: URL;
}): Promise<{ proposals: readonly ReadProposal[]; context: FeedContext }> {
  const [reading, { chainId }] = await Promise.all([pageReading(), endpoints()]);
  const { proposals, bodies } = await readProposals(reading);
  return {
    proposals,
    context: {
      origin: originOf(request, url),
      now: await reading.now,
      ownNetwork: BigInt(chainId),
      bodyName: formatList(bodies.map(({ name }) => name)) || "Foedus",
    },
  };
}

import { createPublicClient, defineChain, http, type PublicClient } from "viem";

import { deploymentOf, type Deployment, type Endpoints } from "#lib/endpoints.ts";
import { createIndex, type Index } from "#lib/index/client.ts";
import { type ChainHead, indexMeta, judgeIndex, type IndexHealth } from "#lib/index/health.ts";

import { endpoints } from "./endpoints.ts";

/** Where a page gets what it shows: lists and history from the index, what binds from the contracts. */
export interface Sources {
  deployment: Deployment;
  index: Index;
  chain: PublicClient;
}

let made: { endpoints: Endpoints; sources: Sources } | undefined;

export async function sources(): Promise<Sources> {
  const current = await endpoints();
  if (made?.endpoints !== current) {
    const { chainId, rpc, graphql } = current;
    const chain = defineChain({
      id: chainId,
      name: `Chain ${chainId}`,
      nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
      rpcUrls: { default: { http: [rpc] } },
    });
    made = {
      endpoints: current,
      sources: {
        deployment: deploymentOf(current),
        index: createIndex({ url: graphql }),
        chain: createPublicClient({
          chain,
          // Calls of one page go out together; a page must not hang because the chain does.
          transport: http(rpc, { batch: { batchSize: 200 }, timeout: 5_000, retryCount: 1 }),
        }),
      },
    };
  }
  return made.sources;
}

export interface Health {
  /** Null when the chain gives no answer. */
  head: ChainHead | null;
  index: IndexHealth;
}

/** Newest block of the chain; null when it gives no answer. */
export async function chainHead(chain: PublicClient): Promise<ChainHead | null> {
  try {
    const { number, timestamp } = await chain.getBlock({ blockTag: "latest" });
    return { block: Number(number), timestamp: Number(timestamp) };
  } catch {
    // Whatever the cause, the page says that the chain gives no answer, and the next look may find it again.
    return null;
  }
}

export async function health({ chain, index }: Sources): Promise<Health> {
  const [head, meta] = await Promise.all([chainHead(chain), indexMeta(index)]);
  return { head, index: judgeIndex(meta, head) };
}

/** The chain's clock, seconds since 1970; this server's while the chain gives no answer. */
export async function chainNow(chain: PublicClient): Promise<number> {
  return (await chainHead(chain))?.timestamp ?? Math.floor(Date.now() / 1000);
}

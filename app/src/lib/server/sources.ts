import { createPublicClient, defineChain, http, type PublicClient } from "viem";

import type { PageSources } from "#lib/chain/events.ts";
import { deploymentOf, type Deployment, type Endpoints } from "#lib/endpoints.ts";
import { createIndex, type Index } from "#lib/index/client.ts";
import {
  type ChainHead,
  indexMeta,
  type IndexHealth,
  isLate,
  judgeIndex,
} from "#lib/index/health.ts";

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
async function chainHead(chain: PublicClient): Promise<ChainHead | null> {
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

/** Where a page reads, and what it asks for beside what it shows. */
export interface PageReading extends Required<PageSources> {
  /** The chain's clock, seconds since 1970; this server's while the chain gives no answer. */
  now: Promise<number>;
}

/** Begins to look at chain and index, and lets the page read meanwhile. */
export function readingFrom(from: Sources): PageReading {
  const { index, chain, deployment } = from;
  const seen = health(from);
  return {
    index,
    chain,
    addresses: deployment.addresses,
    now: seen.then(({ head }) => head?.timestamp ?? serverNow()),
    isLate: seen.then((found) => isLate(found.index)),
  };
}

export async function pageReading(): Promise<PageReading> {
  return readingFrom(await sources());
}

/** The chain's clock alone, for a page that shows what only the index knows. */
export async function chainNow(chain: PublicClient): Promise<number> {
  return (await chainHead(chain))?.timestamp ?? serverNow();
}

function serverNow(): number {
  return Math.floor(Date.now() / 1000);
}

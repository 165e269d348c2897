import { createPublicClient, type Hash, http, type PublicClient } from "viem";

let reader: PublicClient | undefined;

/** Reads of the contracts in the browser, for those who act without a wallet. Loaded when somebody acts, never with the first page. */
export function chainReader(): PublicClient {
  reader ??= createPublicClient({
    transport: http(new URL("/rpc", location.origin).href, { retryCount: 1 }),
    pollingInterval: 400,
  });
  return reader;
}

/** Block of a transaction that was sent elsewhere; null when no block has it, or nobody answers. */
export async function blockOf(hash: Hash): Promise<number | null> {
  try {
    const { blockNumber } = await chainReader().waitForTransactionReceipt({
      hash,
      timeout: 15_000,
    });
    return Number(blockNumber);
  } catch {
    // The relayer says that it counts; only the moment at which the pages show it stays unknown.
    return null;
  }
}

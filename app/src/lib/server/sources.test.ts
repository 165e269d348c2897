import type { PublicClient } from "viem";
import { afterEach, expect, it, vi } from "vitest";

import { addressesDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readingFrom } from "./sources.ts";

// Where the file of endpoints is concerns the server that runs; the functions below are given their sources.
vi.mock("./endpoints.ts", () => ({ endpoints: () => Promise.reject(new Error("not asked")) }));

const deployment = { chainId: 31337, addresses: addressesDouble, development: true };
const head = { number: 100n, timestamp: 1_785_000_100n };
const chain = { getBlock: () => Promise.resolve(head) } as unknown as PublicClient;
const silentChain = {
  getBlock: () => Promise.reject(new Error("no answer")),
} as unknown as PublicClient;
const indexAt = (number: number, hasIndexingErrors = false) =>
  indexDouble({
    Health: {
      _meta: { hasIndexingErrors, block: { number, timestamp: 1_785_000_000 + number } },
    },
  });

afterEach(() => vi.useRealTimers());

it.each([
  ["keeps up", indexAt(100), false],
  ["is a little late, which nobody notices", indexAt(90), false],
  ["is behind", indexAt(60), true],
  // What does not answer, or refuses, is noticed by the question itself.
  ["has failed", indexAt(60, true), false],
  ["gives no answer", indexDouble({}), false],
])("knows whether an index is to be believed that %s", async (_, index, late) => {
  const reading = readingFrom({ deployment, index, chain });
  await expect(reading.isLate).resolves.toBe(late);
  await expect(reading.now).resolves.toBe(1_785_000_100);
  expect(reading.addresses).toBe(addressesDouble);
});

it("believes the index while the chain gives no answer, and goes by its own clock", async () => {
  vi.useFakeTimers({ now: 1_785_000_500_700 });
  const reading = readingFrom({ deployment, index: indexAt(60), chain: silentChain });
  await expect(reading.isLate).resolves.toBe(false);
  await expect(reading.now).resolves.toBe(1_785_000_500);
});

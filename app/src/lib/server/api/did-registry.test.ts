import { afterEach, expect, it, vi } from "vitest";

import { isSettled } from "./did-registry.ts";

const node = vi.hoisted(() => ({ timestamp: 0n }));

vi.mock("../sources.ts", () => ({
  sources: () =>
    Promise.resolve({
      chain: { getBlock: () => Promise.resolve(node) },
      deployment: { addresses: {} },
    }),
}));

afterEach(() => vi.useRealTimers());

it("calls the past settled by the node's newest block, not by this server's clock", async () => {
  vi.useFakeTimers({ now: 10_000_000 });
  // The node is ten minutes behind.
  node.timestamp = 9_400n;
  expect(await isSettled(9_700_000)).toBe(false);
  expect(await isSettled(9_341_000)).toBe(false);
  expect(await isSettled(9_339_000)).toBe(true);
});

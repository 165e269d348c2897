import { describe, expect, it } from "vitest";

import { createIndex, type Index, IndexError } from "./client.ts";
import { indexMeta, judgeIndex } from "./health.ts";
import { nodeCountsQuery } from "./nodes.ts";
import { indexOrContract } from "./or-contract.ts";

/**
 * What graph-node 0.45 answers once a handler has failed deterministically, as recorded: a question about the index itself is
 * answered as if all was well, and says that it is not; every other one is refused, with the HTTP status of a success.
 */
const recorded = {
  meta: '{"data":{"_meta":{"hasIndexingErrors":true,"block":{"number":61,"timestamp":1785000000}}}}',
  other: '{"data":{"_meta":{"hasIndexingErrors":true}},"errors":[{"message":"indexing_error"}]}',
};

/** An index in front of which stands a recording instead of a graph-node. */
function indexThatAnswers(answer: (query: string) => string): Index {
  return createIndex({
    url: "http://index.example/graphql",
    fetch: (_url, request) => {
      const { query } = JSON.parse(request?.body as string) as { query: string };
      return Promise.resolve(
        new Response(answer(query), { headers: { "content-type": "application/json" } }),
      );
    },
  });
}

const failed = indexThatAnswers((query) =>
  query.startsWith("query Health ") ? recorded.meta : recorded.other,
);
const head = { block: 90, timestamp: 1_785_000_090 };

describe("an index whose handler failed", () => {
  it("is told as failed, whatever the chain says", async () => {
    const meta = await indexMeta(failed);
    expect(meta).toEqual({ failed: true, block: 61, timestamp: 1_785_000_000 });
    expect(judgeIndex(meta, head)).toEqual({ state: "failed", block: 61 });
    expect(judgeIndex(meta, null)).toEqual({ state: "failed", block: 61 });
  });

  it("refuses what pages ask, although the answer looks like a success", async () => {
    const asked = failed.ask(nodeCountsQuery, {});
    await expect(asked).rejects.toBeInstanceOf(IndexError);
    await expect(asked).rejects.toMatchObject({
      kind: "refused",
      message: "The index refuses NodeCounts: indexing_error",
    });
  });

  it("sends pages to the contracts", async () => {
    await expect(
      indexOrContract(
        () => failed.ask(nodeCountsQuery, {}),
        async () => ({ active: ["from the contract"] }),
      ),
    ).resolves.toEqual({ source: "contracts", active: ["from the contract"] });
  });
});

describe("createIndex", () => {
  it("tells an index that gives no answer from one that refuses", async () => {
    const silent = createIndex({
      url: "http://index.example/graphql",
      fetch: () => Promise.reject(new TypeError("fetch failed")),
    });
    await expect(silent.ask(nodeCountsQuery, {})).rejects.toMatchObject({ kind: "unreachable" });
    const broken = createIndex({
      url: "http://index.example/graphql",
      fetch: () => Promise.resolve(new Response("starting", { status: 503 })),
    });
    await expect(broken.ask(nodeCountsQuery, {})).rejects.toMatchObject({ kind: "unreachable" });
    expect(await indexMeta(silent)).toBeNull();
    expect(judgeIndex(await indexMeta(broken), head)).toEqual({ state: "unreachable" });
  });

  it("does not take an answer of another shape for an empty one", async () => {
    const odd = indexThatAnswers(() => '{"data":{"pending":null}}');
    await expect(odd.ask(nodeCountsQuery, {})).rejects.toMatchObject({ kind: "malformed" });
    const nothing = indexThatAnswers(() => "null");
    await expect(nothing.ask(nodeCountsQuery, {})).rejects.toMatchObject({ kind: "malformed" });
  });
});

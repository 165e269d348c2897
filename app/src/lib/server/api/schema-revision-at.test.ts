import { expect, it } from "vitest";

import { addressesDouble as addresses, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { schemaRevisionAt } from "./schema-revision-at.ts";

const revision = (n: number) => idDouble(n, 32);
const schemaId = "0xABCD";

/** Blocks lie ten seconds apart. */
const chain = new ChainDouble([
  {
    by: "TrustedSchemasRegistry",
    block: 5,
    event: "SchemaUpdated",
    args: { schemaRevisionId: revision(2) },
  },
  {
    by: "TrustedSchemasRegistry",
    block: 3,
    event: "SchemaInserted",
    args: { schemaRevisionId: revision(1) },
  },
]);
const index = indexDouble({
  SchemaRevisionAt: ({ schema, at }: { schema: string; at: string }) => ({
    schemaRevisions:
      schema === "0xabcd" && Number(at) >= 30
        ? [{ schemaRevisionId: revision(Number(at) >= 50 ? 2 : 1) }]
        : [],
  }),
});

it.each([
  ["the index", { index, chain: new ChainDouble([]).reader, addresses }],
  ["the chain", { index: indexDouble({}), chain: chain.reader, addresses }],
])("knows by %s which revision was the last one at a time", async (_, sources) => {
  const at = (time: number) => schemaRevisionAt(sources, schemaId, time);
  expect(await at(29)).toBeUndefined();
  expect(await at(30)).toBe(revision(1));
  expect(await at(49)).toBe(revision(1));
  expect(await at(50)).toBe(revision(2));
  expect(await at(500)).toBe(revision(2));
});

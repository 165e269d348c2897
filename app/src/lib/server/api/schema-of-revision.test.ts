import { ContractFunctionRevertedError } from "viem";
import { expect, it } from "vitest";

import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";
import { addressesDouble as addresses, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { schemaOfRevision } from "./schema-of-revision.ts";

const revision = (n: number) => idDouble(n, 32);
const schema = (n: number) => idDouble(n, 4);

/** So many schemas, each with one revision of its own number; what is asked is counted. */
function register(count: number) {
  const asked = { pages: 0, revisions: 0 };
  const { reader } = new ChainDouble([], {
    getSchemaIds: (page: bigint, size: bigint) => {
      asked.pages += 1;
      const first = Number((page - 1n) * size);
      const items = Array.from({ length: Math.max(0, Math.min(Number(size), count - first)) });
      return [items.map((_, place) => schema(first + place + 1)), BigInt(count), 0n, 0n, 0n];
    },
    getSchemaRevision: (id: string, wanted: string) => {
      asked.revisions += 1;
      if (Number(id) === Number(wanted)) return "0x7b7d";
      throw new ContractFunctionRevertedError({
        abi: trustedSchemasRegistryAbi,
        functionName: "getSchemaRevision",
      });
    },
  });
  return { chain: reader, asked };
}

it("asks the index for this one, and no contract", async () => {
  const index = indexDouble({
    SchemaOfRevision: ({ revision: wanted }: { revision: string }) => ({
      schemaRevisions: wanted === revision(0xab) ? [{ schema: { id: schema(7) } }] : [],
    }),
  });
  const { chain, asked } = register(9);
  const of = (wanted: `0x${string}`) => schemaOfRevision({ index, chain, addresses }, wanted);
  expect(await of(revision(0xab).replace("ab", "AB") as `0x${string}`)).toBe(schema(7));
  expect(await of(revision(2))).toBeUndefined();
  expect(asked).toEqual({ pages: 0, revisions: 0 });
});

it("looks through the register while the index gives no answer, page by page, and not for ever", async () => {
  const index = indexDouble({});
  const inMany = async (count: number, wanted: number) => {
    const { chain, asked } = register(count);
    const found = schemaOfRevision({ index, chain, addresses }, revision(wanted));
    return { found: await found.catch((error: unknown) => (error as Error).message), asked };
  };
  expect(await inMany(60, 3)).toEqual({ found: schema(3), asked: { pages: 1, revisions: 50 } });
  expect(await inMany(60, 55)).toEqual({ found: schema(55), asked: { pages: 2, revisions: 60 } });
  expect(await inMany(60, 99)).toEqual({ found: undefined, asked: { pages: 2, revisions: 60 } });
  expect(await inMany(0, 1)).toEqual({ found: undefined, asked: { pages: 1, revisions: 0 } });
  expect(await inMany(100_000, 99_999)).toEqual({
    found: "The schema of this revision cannot be found now.",
    asked: { pages: 10, revisions: 500 },
  });
});

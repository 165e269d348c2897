import { concat, numberToHex } from "viem";
import { expect, it } from "vitest";

import {
  addressesDouble as addresses,
  ChainDouble,
  idDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { listedDidEvents } from "./did-events.ts";

const did = "did:ebsi:zfEmvX5twhXjQJiCWsukvQA";
const actor = idDouble(5);
const said = [
  ["DidDocumentInserted", 3, 1],
  ["ControllerAdded", 4, 0],
  ["BaseDocumentUpdated", 4, 2],
] as const;
const chain = new ChainDouble(
  said.map(([event, block, logIndex]) => ({
    by: "DidRegistry",
    block,
    logIndex,
    event,
    args: { actor },
  })),
);
const index = indexDouble({
  DidEvents: ({ first, skip }: { first: number; skip: number }) => ({
    didDocumentEvents: said
      .map(([event, block, logIndex]) => ({
        id: concat([transactionDouble(block), numberToHex(logIndex, { size: 4 })]),
        event,
        signer: actor,
        block,
        timestamp: block * 10,
      }))
      .slice(skip, skip + first),
  }),
});
const asked = { "page[after]": 1, "page[size]": 2 };

it("says the same from the index as from the chain", async () => {
  const silent = new ChainDouble([]);
  silent.getContractEvents = () => Promise.reject(new Error("The whole chain was asked for."));
  for (const page of [1, 2, 3]) {
    const on = { ...asked, "page[after]": page };
    const told = await listedDidEvents({ index, chain: silent.reader, addresses }, did, on);
    const gone = { index: indexDouble({}), chain: chain.reader, addresses };
    const { items, more } = await listedDidEvents(gone, did, on);
    expect(told).toMatchObject({ items, more });
    expect([items.length, more]).toEqual(
      [
        [2, true],
        [1, false],
        [0, false],
      ][page - 1],
    );
  }
});

it("names transaction, place and time of an event", async () => {
  const read = { index, chain: chain.reader, addresses };
  const { items } = await listedDidEvents(read, did, { ...asked, "page[size]": 50 });
  expect(items[2]).toEqual({
    id: `${transactionDouble(4)}-2`,
    event: "BaseDocumentUpdated",
    signer: actor,
    timestamp: "1970-01-01T00:00:40.000Z",
    txId: transactionDouble(4),
    blockNumber: 4,
  });
});

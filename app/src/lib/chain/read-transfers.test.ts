import {
  encodeAbiParameters,
  encodeEventTopics,
  erc20Abi,
  getAddress,
  TransactionReceiptNotFoundError,
} from "viem";
import { expect, it } from "vitest";

import { idDouble } from "./chain-double.ts";
import { readTransfers } from "./read-transfers.ts";

const [token, payer, escrow] = [0xaaaaaa, 0xbbbbbb, 0xcccccc].map((n) =>
  getAddress(idDouble(n)),
) as [`0x${string}`, `0x${string}`, `0x${string}`];
const hash = idDouble(1, 32);
const amount = encodeAbiParameters([{ type: "uint256" }], [5n]);
const transfer = encodeEventTopics({
  abi: erc20Abi,
  eventName: "Transfer",
  args: { from: payer, to: escrow },
});
const approval = encodeEventTopics({
  abi: erc20Abi,
  eventName: "Approval",
  args: { owner: payer, spender: escrow },
});

it("reads what ERC-20 tokens say that moved, and passes over all else", async () => {
  const logs = [
    { logIndex: 4, topics: approval, data: amount },
    { logIndex: 5, topics: transfer, data: amount },
    // A token of single things has the same first topic.
    { logIndex: 6, topics: [...transfer, idDouble(9, 32)], data: "0x" },
    { logIndex: 7, topics: [hash], data: "0x" },
  ].map((log) => ({ address: token, ...log }));
  const asked: unknown[] = [];
  const chain = {
    getTransactionReceipt: async (question: unknown) => {
      asked.push(question);
      return { logs };
    },
  } as unknown as Parameters<typeof readTransfers>[0];
  expect(await readTransfers(chain, hash)).toEqual([
    { token: idDouble(0xaaaaaa), from: idDouble(0xbbbbbb), to: idDouble(0xcccccc), logIndex: 5 },
  ]);
  expect(asked).toEqual([{ hash }]);
});

it("reads nothing where the node has no receipt, and fails where there is no answer", async () => {
  const failing = (error: Error) =>
    ({ getTransactionReceipt: async () => Promise.reject(error) }) as unknown as Parameters<
      typeof readTransfers
    >[0];
  const forgotten = new TransactionReceiptNotFoundError({ hash });
  expect(await readTransfers(failing(forgotten), hash)).toEqual([]);
  await expect(readTransfers(failing(new Error("gone")), hash)).rejects.toThrow("gone");
});

import { fromRlp, keccak256, slice, toRlp } from "viem";

import { type Header, readHeader } from "./header.ts";
import type { Evidence, EvidenceAccount, EvidenceBlock, Hex } from "./package.ts";
import { ResultError } from "./result-error.ts";
import { type ReadSlot, slotKey } from "./storage.ts";
import { type Log, logsOf, readTransaction, type Transaction } from "./transaction.ts";
import { concatenatedRoot, listKey, trieReader } from "./trie.ts";

/** A transaction that a block holds, and what came of it. */
export interface ProvenTransaction extends Transaction {
  block: number;
  /** Seconds since 1970 of its block. */
  time: number;
  logs: Log[];
}

export interface ProvenAccount {
  address: Hex;
  code: Hex;
  read: ReadSlot;
}

/** What the evidence proves, given that its blocks are blocks of the chain. */
export interface Proven {
  headers: Header[];
  /** In the order of the chain. */
  transactions: ProvenTransaction[];
  /** In the last block. */
  accounts: ProvenAccount[];
}

const remedy = "Ask for the package anew, from somebody else or from a node of your own.";

/** Checks headers, transactions, receipts and accounts against each other; refuses what does not fit. */
export async function prove({ blocks, accounts }: Evidence): Promise<Proven> {
  const headers = blocks.map(provenHeader);
  const [genesis, last] = [headers[0], headers.at(-1)];
  const isInOrder = headers.every(
    ({ number, time }, index) =>
      index === 0 ||
      (number > (headers[index - 1] as Header).number &&
        time >= (headers[index - 1] as Header).time),
  );
  if (genesis?.number !== 0 || last === undefined || !isInOrder) {
    throw new ResultError(
      "The blocks of the evidence do not begin with block 0, or are not in the order of the chain.",
      remedy,
    );
  }
  if (headers.some(({ kind, number }) => kind !== genesis.kind && number !== 0))
    throw new ResultError("The blocks of the evidence are of different chains.", remedy);

  const transactions: ProvenTransaction[] = [];
  for (const [index, block] of blocks.entries())
    transactions.push(...(await provenTransactions(block, headers[index] as Header)));
  return {
    headers,
    transactions,
    accounts: await Promise.all(accounts.map((account) => provenAccount(account, last))),
  };
}

function provenHeader({ number, hash, header }: EvidenceBlock): Header {
  const read = readHeader(header);
  if (read.hash !== hash || read.number !== number) {
    throw new ResultError(
      read.hash === hash
        ? `The header that the package gives for block ${number} is that of block ${read.number}.`
        : `The header of block ${number} has the hash ${read.hash}, not ${hash}: the header or the hash was changed.`,
      remedy,
    );
  }
  return read;
}

async function provenTransactions(
  block: EvidenceBlock,
  header: Header,
): Promise<ProvenTransaction[]> {
  const { number, indexes } = block;
  if (indexes.some((place, at) => at > 0 && place <= (indexes[at - 1] as number)))
    throw new ResultError(`The transactions of block ${number} are not in order.`, remedy);
  const transactions = await provenItems(block, header, "transactions", header.transactionsRoot);
  const receipts = await provenItems(block, header, "receipts", header.receiptsRoot);
  return await Promise.all(
    transactions.map(async (raw, at) => ({
      ...(await readTransaction(raw)),
      block: number,
      time: header.time,
      logs: logsOf(receipts[at] as Hex),
    })),
  );
}

/** The items of a block at the places that are proved. */
async function provenItems(
  block: EvidenceBlock,
  header: Header,
  what: "transactions" | "receipts",
  root: Hex,
): Promise<Hex[]> {
  const { number, indexes } = block;
  const broken = (place?: number) =>
    new ResultError(
      `The ${what} of block ${number} are not what its header commits to${place === undefined ? "" : ` (at place ${place})`}: one of them, or a proof, was changed.`,
      remedy,
    );
  const given = block[what];
  if (indexes.length === 0) {
    if (given.length > 0) throw broken();
    return [];
  }
  if (header.kind === "kaia") {
    if (concatenatedRoot(given) !== root) throw broken();
    return indexes.map((place) => {
      const item = given[place];
      if (item === undefined) throw broken(place);
      return item;
    });
  }
  const read = await trieReader(root, given, { hashedKeys: false });
  return await Promise.all(
    indexes.map(async (place) => {
      const item = await read(listKey(place));
      if (item === null || item === undefined) throw broken(place);
      return item;
    }),
  );
}

async function provenAccount(
  { address, code, account, storage }: EvidenceAccount,
  header: Header,
): Promise<ProvenAccount> {
  const accounts = await trieReader(header.stateRoot, account, { hashedKeys: true });
  const leaf = await accounts(address);
  if (leaf === undefined || leaf === null) {
    throw new ResultError(
      `The account ${address} is not proved by the state of block ${header.number}: a node of its proof was changed, or it does not exist.`,
      remedy,
    );
  }
  const { storageRoot, codeHash } = readAccount(leaf);
  if (keccak256(code) !== codeHash) {
    throw new ResultError(
      `The code that the package gives for ${address} is not the code in block ${header.number}: it was changed.`,
      remedy,
    );
  }
  const slots = await trieReader(storageRoot, storage, { hashedKeys: true });
  return {
    address,
    code,
    read: async (slot) => {
      const value = await slots(slotKey(slot));
      if (value === undefined) {
        throw new ResultError(
          `Slot ${slotKey(slot)} of ${address} is not proved by the state of block ${header.number}: a node of its proof was changed or left out.`,
          remedy,
        );
      }
      return value === null ? 0n : BigInt(fromRlp(value, "hex") as Hex);
    },
  };
}

/** Kaia's mark of an account with code; what follows it is a list of its own kind. */
const kaiaContract = "0x02";

function readAccount(leaf: Hex): { storageRoot: Hex; codeHash: Hex } {
  const isKaia = slice(leaf, 0, 1) === kaiaContract;
  const items = fromRlp(isKaia ? slice(leaf, 1) : leaf, "hex") as unknown as Hex[];
  const [storageRoot, codeHash] = isKaia ? items.slice(1, 3) : items.slice(2, 4);
  if (storageRoot === undefined || codeHash === undefined || toRlp(storageRoot).length !== 68)
    throw new ResultError("An account of the evidence is no contract.", remedy);
  return { storageRoot, codeHash };
}

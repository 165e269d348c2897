import {
  decodeEventLog,
  formatTransaction,
  hexToNumber,
  numberToHex,
  type PublicClient,
  serializeTransaction,
  toRlp,
} from "viem";

import { councilAbi } from "../generated/contracts/Council.ts";
import { prove } from "./evidence.ts";
import { readHeader, withoutRound } from "./header.ts";
import {
  type Evidence,
  type EvidenceAccount,
  type EvidenceBlock,
  format,
  type Hex,
  type ResultPackage,
} from "./package.ts";
import { ResultError } from "./result-error.ts";
import { stateFrom } from "./statement.ts";
import { slotKey } from "./storage.ts";
import { encodeReceipt, kaiaTransactions, type Log } from "./transaction.ts";
import { concatenatedRoot, listProof } from "./trie.ts";

/** What is asked of a node: nothing that an ordinary one does not answer. */
export type ResultReader = Pick<PublicClient, "request" | "readContract" | "getCode">;

/** Blocks whose receipts are asked for at once. */
const together = 8;
/** Slots in one question. */
const slotsInQuestion = 64;

interface RpcBlock {
  number: Hex;
  hash: Hex;
  transactions: (Record<string, unknown> & { hash: Hex; type: Hex })[];
  [field: string]: unknown;
}

interface RpcReceipt {
  transactionHash: Hex;
  transactionIndex: Hex;
  type?: Hex;
  status: Hex;
  gasUsed: Hex;
  cumulativeGasUsed: Hex;
  logsBloom: Hex;
  logs: (Log & { blockNumber: Hex })[];
}

/**
 * Collects the evidence about a proposal from a node, and states what follows from it.
 * @throws ResultError where the node does not know the proposal, or does not answer what is needed.
 */
export async function collectResult(
  node: ResultReader,
  council: Hex,
  proposalId: bigint,
): Promise<ResultPackage> {
  const ask = requester(node);
  const view = { address: council, abi: councilAbi } as const;
  const head = await ask<RpcBlock>("eth_getBlockByNumber", ["latest", false]);
  const events = await eventsOf(ask, council, proposalId, head.number);
  if (events.length === 0) {
    throw new ResultError(
      `Council ${council} knows no proposal ${proposalId}.`,
      "Give the id of a proposal of this body; its page shows it.",
    );
  }
  const snapshot = await node.readContract({
    ...view,
    functionName: "proposalSnapshot",
    args: [proposalId],
  });
  if (Number(snapshot) >= hexToNumber(head["timestamp"] as Hex)) {
    throw new ResultError(
      `The vote on proposal ${proposalId} has not begun.`,
      "Ask again when members can vote: before that there is nothing to prove.",
    );
  }
  const wanted = new Map<number, Set<Hex>>([
    [0, new Set()],
    [hexToNumber(head.number), new Set()],
  ]);
  for (const { block, transaction } of events) {
    const known = wanted.get(block);
    if (known === undefined) wanted.set(block, new Set([transaction]));
    else known.add(transaction);
  }
  const numbers = [...wanted.keys()].sort((a, b) => a - b);
  const blocks: EvidenceBlock[] = [];
  for (let at = 0; at < numbers.length; at += together) {
    blocks.push(
      ...(await Promise.all(
        numbers
          .slice(at, at + together)
          .map((number) => blockOf(ask, number, wanted.get(number) ?? new Set())),
      )),
    );
  }

  const [memberRegistry, decisionClasses] = await Promise.all([
    node.readContract({ ...view, functionName: "memberRegistry" }),
    node.readContract({ ...view, functionName: "classTable" }),
  ]);
  const addresses = [council, memberRegistry, decisionClasses].map(
    (address) => address.toLowerCase() as Hex,
  );
  const evidence: Evidence = {
    blocks,
    accounts: await accountsOf(ask, addresses, head, blocks, proposalId),
  };
  return {
    format: format.name,
    version: format.version,
    statement: await stateFrom(await prove(evidence), proposalId),
    evidence,
  };
}

type Ask = <Answer>(method: string, params: readonly unknown[]) => Promise<Answer>;

function requester(node: ResultReader): Ask {
  return async <Answer>(method: string, params: readonly unknown[]) =>
    (await node.request({ method, params } as never)) as Answer;
}

/** Where the Council has spoken about a proposal. Most of its events do not let the node search for one. */
async function eventsOf(
  ask: Ask,
  council: Hex,
  proposalId: bigint,
  toBlock: Hex,
): Promise<{ block: number; transaction: Hex }[]> {
  const logs = await ask<(Log & { blockNumber: Hex; transactionHash: Hex })[]>("eth_getLogs", [
    { address: council, fromBlock: "0x0", toBlock },
  ]);
  return logs.flatMap(({ topics, data, blockNumber, transactionHash }) => {
    try {
      const event = decodeEventLog({ abi: councilAbi, data, topics: topics as [Hex, ...Hex[]] });
      const args: object = event.args;
      const isOurs = "proposalId" in args && args.proposalId === proposalId;
      return isOurs ? [{ block: hexToNumber(blockNumber), transaction: transactionHash }] : [];
    } catch {
      // No event that this release knows.
      return [];
    }
  });
}

async function blockOf(
  ask: Ask,
  number: number,
  transactions: ReadonlySet<Hex>,
): Promise<EvidenceBlock> {
  const block = await ask<RpcBlock>("eth_getBlockByNumber", [numberToHex(number), true]);
  const indexes = block.transactions.flatMap(({ hash }, index) =>
    transactions.has(hash) ? [index] : [],
  );
  const receipts = indexes.length === 0 ? [] : await receiptsOf(ask, block);
  const header = ethereumHeader(block);
  if (readHash(header) === block.hash) {
    const proofs = {
      transactions: await listProof(block.transactions.map(rawTransaction), indexes),
      receipts: await listProof(receipts.map(ethereumReceipt), indexes),
    };
    if (indexes.length > 0) {
      requireRoot(block, "transactionsRoot", proofs.transactions.root);
      requireRoot(block, "receiptsRoot", proofs.receipts.root);
    }
    return {
      number,
      hash: block.hash,
      header,
      indexes,
      transactions: indexes.length === 0 ? [] : proofs.transactions.nodes,
      receipts: indexes.length === 0 ? [] : proofs.receipts.nodes,
    };
  }
  const raw = await kaiaBlock(ask, block);
  const kaiaReceipts =
    indexes.length === 0 ? [] : kaiaReceiptsOf(receipts, block["receiptsRoot"] as Hex);
  if (indexes.length > 0)
    requireRoot(block, "transactionsRoot", concatenatedRoot(raw.transactions));
  return {
    number,
    hash: block.hash,
    header: raw.header,
    indexes,
    transactions: indexes.length === 0 ? [] : raw.transactions,
    receipts: kaiaReceipts,
  };
}

/** All receipts of a block: at once where the node can, and otherwise one by one. */
async function receiptsOf(ask: Ask, block: RpcBlock): Promise<RpcReceipt[]> {
  try {
    const receipts = await ask<RpcReceipt[] | null>("eth_getBlockReceipts", [block.number]);
    if (receipts !== null) return receipts;
  } catch {
    // An older method follows.
  }
  const receipts: RpcReceipt[] = [];
  for (const { hash } of block.transactions)
    receipts.push(await ask<RpcReceipt>("eth_getTransactionReceipt", [hash]));
  return receipts;
}

/** Fields of a header in their order; later forks have added to its end. */
const headerFields = [
  ["parentHash", "bytes"],
  ["sha3Uncles", "bytes"],
  ["miner", "bytes"],
  ["stateRoot", "bytes"],
  ["transactionsRoot", "bytes"],
  ["receiptsRoot", "bytes"],
  ["logsBloom", "bytes"],
  ["difficulty", "number"],
  ["number", "number"],
  ["gasLimit", "number"],
  ["gasUsed", "number"],
  ["timestamp", "number"],
  ["extraData", "bytes"],
  ["mixHash", "bytes"],
  ["nonce", "bytes"],
  ["baseFeePerGas", "number"],
  ["withdrawalsRoot", "bytes"],
  ["blobGasUsed", "number"],
  ["excessBlobGas", "number"],
  ["parentBeaconBlockRoot", "bytes"],
  ["requestsHash", "bytes"],
] as const;

function ethereumHeader(block: RpcBlock): Hex {
  const items: Hex[] = [];
  for (const [field, kind] of headerFields) {
    const value = block[field];
    if (typeof value !== "string") break;
    items.push(kind === "bytes" ? (value as Hex) : scalar(value as Hex));
  }
  return toRlp(items);
}

function readHash(header: Hex): Hex | undefined {
  try {
    return readHeader(header).hash;
  } catch {
    return undefined;
  }
}

/** Kaia shows Ethereum's tools no seals, so that its block is asked for as it is. */
async function kaiaBlock(
  ask: Ask,
  { number, hash }: RpcBlock,
): Promise<{ header: Hex; transactions: Hex[] }> {
  let rlp: string;
  try {
    rlp = await ask<string>("debug_getBlockRlp", [number]);
  } catch (cause) {
    throw new ResultError(
      "The node does not tell its headers as they are hashed.",
      "Give a node of this network that answers debug_getBlockRlp: its own address, or the network's public JSON-RPC of this release.",
      cause,
    );
  }
  const { header, transactions } = kaiaTransactions(`0x${rlp.replace(/^0x/, "")}`);
  const read = withoutRound(header);
  if (readHash(read) !== hash) {
    throw new ResultError(
      `The header of block ${hexToNumber(number)} does not have the hash that the node gives.`,
      "Give a node of Kaia, of Besu with QBFT, or of the embedded chain.",
    );
  }
  return { header: read, transactions };
}

function requireRoot(block: RpcBlock, field: string, root: Hex): void {
  if (block[field] === root) return;
  throw new ResultError(
    `What the node tells of block ${hexToNumber(block.number)} does not make its ${field}.`,
    "Ask another node. A kind of transaction may be newer than this release.",
  );
}

function rawTransaction(transaction: RpcBlock["transactions"][number]): Hex {
  const { r, s, v, yParity, ...formatted } = formatTransaction(transaction as never);
  const signature =
    formatted.type === "legacy" ? { r, s, v } : { r, s, yParity: yParity ?? Number(v) };
  return serializeTransaction({ ...formatted, data: formatted.input }, signature as never);
}

const ethereumReceipt = (receipt: RpcReceipt): Hex =>
  encodeReceipt(
    {
      status: receipt.status,
      gas: receipt.cumulativeGasUsed,
      bloom: receipt.logsBloom,
      logs: receipt.logs,
    },
    receipt.type === undefined ? 0 : hexToNumber(receipt.type),
  );

/** Why a transaction of Kaia failed, beside success; the interface of Ethereum says only that it did. */
const kaiaFailures = Array.from({ length: 29 }, (_, index) => numberToHex(index + 2));
const commonFailure: Hex = "0x9";

/** Kaia's receipts of a block. The reasons of failures are found by trying them against the root. */
function kaiaReceiptsOf(receipts: readonly RpcReceipt[], root: Hex): Hex[] {
  const failed = receipts.flatMap(({ status }, index) => (status === "0x1" ? [] : [index]));
  const encode = (reasons: ReadonlyMap<number, Hex>): Hex[] =>
    receipts.map((receipt, index) =>
      encodeReceipt(
        {
          status: reasons.get(index) ?? "0x1",
          gas: receipt.gasUsed,
          bloom: receipt.logsBloom,
          logs: receipt.logs,
        },
        0,
      ),
    );
  const usual = new Map(failed.map((index) => [index, commonFailure]));
  const [first] = failed;
  const attempts = [
    usual,
    ...(first === undefined ? [] : kaiaFailures.map((reason) => new Map(usual).set(first, reason))),
  ];
  for (const attempt of attempts) {
    const encoded = encode(attempt);
    if (concatenatedRoot(encoded) === root) return encoded;
  }
  throw new ResultError(
    "The receipts that the node tells do not make the root in its header.",
    "Ask another node. Several transactions of the block may have failed for unusual reasons.",
  );
}

interface RpcProof {
  accountProof: Hex[];
  storageProof: { proof: Hex[] }[];
}

/** Accounts with the proof of every slot that the statement reads, in the last block. */
async function accountsOf(
  ask: Ask,
  addresses: readonly Hex[],
  head: RpcBlock,
  blocks: readonly EvidenceBlock[],
  proposalId: bigint,
): Promise<EvidenceAccount[]> {
  const accounts: EvidenceAccount[] = await Promise.all(
    addresses.map(async (address) => ({
      address,
      code: await ask<Hex>("eth_getCode", [address, head.number]),
      account: (await proofOf(ask, address, [], head.number)).accountProof,
      storage: [],
    })),
  );
  // The statement itself says which slots it needs, so that nothing is proved twice over or forgotten.
  const read = addresses.map(() => new Set<bigint>());
  const { headers, transactions } = await prove({ blocks: [...blocks], accounts: [] });
  await stateFrom(
    {
      headers,
      transactions,
      accounts: addresses.map((address, index) => ({
        address,
        code: "0x",
        read: async (slot) => {
          read[index]?.add(slot);
          return BigInt(await ask<Hex>("eth_getStorageAt", [address, slotKey(slot), head.number]));
        },
      })),
    },
    proposalId,
  );
  for (const [index, account] of accounts.entries()) {
    const slots = [...(read[index] ?? [])];
    const nodes = new Set<Hex>();
    for (let at = 0; at < slots.length; at += slotsInQuestion) {
      const part = slots.slice(at, at + slotsInQuestion);
      const { storageProof } = await proofOf(ask, account.address, part, head.number);
      for (const { proof } of storageProof) for (const node of proof) nodes.add(node);
    }
    account.storage = [...nodes];
  }
  return accounts;
}

async function proofOf(
  ask: Ask,
  address: Hex,
  slots: readonly bigint[],
  block: Hex,
): Promise<RpcProof> {
  try {
    return await ask<RpcProof>("eth_getProof", [address, slots.map(slotKey), block]);
  } catch (cause) {
    throw new ResultError(
      "The node does not prove its state (eth_getProof).",
      "Ask again; if it stays so, give a node that answers eth_getProof for its newest block.",
      cause,
    );
  }
}

/** A number without leading zeros: nothing for none. */
function scalar(number: Hex): Hex {
  const value = BigInt(number);
  if (value === 0n) return "0x";
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

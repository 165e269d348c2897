import {
  fromRlp,
  keccak256,
  parseTransaction,
  recoverTransactionAddress,
  slice,
  toRlp,
  type TransactionSerialized,
} from "viem";

import type { Hex } from "./package.ts";

/** A transaction as a block holds it. */
export interface Transaction {
  hash: Hex;
  /** Null for a transaction that is valid on every chain, or of a kind that only Kaia has. */
  chainId: number | null;
  /** Null for a deployment. */
  to: Hex | null;
  input: Hex;
  /** Null where the kind of transaction is not Ethereum's. */
  sender: Hex | null;
}

/** What Kaia puts before the kind of an Ethereum transaction. */
const ethereumEnvelope = "78";

/** Reads a transaction that a block of Ethereum or of Kaia holds. */
export async function readTransaction(raw: Hex): Promise<Transaction> {
  const encoded: Hex = raw.startsWith(`0x${ethereumEnvelope}`) ? `0x${raw.slice(4)}` : raw;
  const hash = keccak256(encoded);
  try {
    const { chainId, to, data } = parseTransaction(encoded);
    const sender = await recoverTransactionAddress({
      serializedTransaction: encoded as TransactionSerialized,
    });
    return {
      hash,
      chainId: chainId ?? null,
      to: (to?.toLowerCase() as Hex | undefined) ?? null,
      input: data ?? "0x",
      sender: sender.toLowerCase() as Hex,
    };
  } catch {
    return { hash, chainId: null, to: null, input: "0x", sender: null };
  }
}

/** The transactions in the body of a Kaia block, each as the block's root has it. */
export function kaiaTransactions(blockRlp: Hex): { header: Hex; transactions: Hex[] } {
  const [header, body] = fromRlp(blockRlp, "hex") as unknown as [Hex[], (Hex | Hex[])[]];
  const transactions: Hex[] = [];
  let prefix = "";
  for (const item of body) {
    if (typeof item === "string") {
      // The kind stands before the transaction, in one byte, or in two after the mark of Ethereum's kinds.
      prefix += toRlp(item).slice(2);
      continue;
    }
    transactions.push(`0x${prefix}${toRlp(item).slice(2)}`);
    prefix = "";
  }
  return { header: toRlp(header), transactions };
}

/** A log of a receipt. */
export interface Log {
  address: Hex;
  topics: Hex[];
  data: Hex;
}

/** The logs of a receipt in its binary form, of Ethereum or of Kaia. */
export function logsOf(receipt: Hex): Log[] {
  // Receipts of typed transactions begin with the type.
  const typed = Number(slice(receipt, 0, 1)) < 0xc0;
  const items = fromRlp(typed ? slice(receipt, 1) : receipt, "hex") as unknown as [
    Hex,
    Hex,
    Hex,
    [Hex, Hex[], Hex][],
  ];
  return items[3].map(([address, topics, data]) => ({ address, topics, data }));
}

/** A receipt in binary form: Ethereum counts the gas of the block so far, Kaia that of the transaction. */
export function encodeReceipt(
  receipt: { status: Hex; gas: Hex; bloom: Hex; logs: readonly Log[] },
  type: number,
): Hex {
  const payload = toRlp([
    scalar(receipt.status),
    scalar(receipt.gas),
    receipt.bloom,
    receipt.logs.map(({ address, topics, data }): [Hex, Hex[], Hex] => [address, topics, data]),
  ]);
  return type === 0 ? payload : `0x${type.toString(16).padStart(2, "0")}${payload.slice(2)}`;
}

/** A number without leading zeros: nothing for none. */
function scalar(number: Hex): Hex {
  const value = BigInt(number);
  if (value === 0n) return "0x";
  const digits = value.toString(16);
  return `0x${digits.length % 2 === 0 ? digits : `0${digits}`}`;
}

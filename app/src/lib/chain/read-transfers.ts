import { erc20Abi, parseEventLogs, type PublicClient, TransactionReceiptNotFoundError } from "viem";

type Hex = `0x${string}`;

/** What a token says that moved; addresses in small letters. */
export interface TokenTransfer {
  token: Hex;
  from: Hex;
  to: Hex;
  logIndex: number;
}

/**
 * What tokens said in a transaction that moved, in the order of the chain. A token that says nothing as ERC-20 does is not among them;
 * nothing is, where the node keeps no receipt any more.
 */
export async function readTransfers(
  chain: Pick<PublicClient, "getTransactionReceipt">,
  hash: Hex,
): Promise<TokenTransfer[]> {
  const logs = await logsOf(chain, hash);
  return parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs }).map(
    ({ address, args, logIndex }) => ({
      token: lower(address),
      from: lower(args.from),
      to: lower(args.to),
      logIndex,
    }),
  );
}

async function logsOf(chain: Pick<PublicClient, "getTransactionReceipt">, hash: Hex) {
  try {
    return (await chain.getTransactionReceipt({ hash })).logs;
  } catch (error) {
    // Nodes forget receipts of long ago before they forget state.
    if (error instanceof TransactionReceiptNotFoundError) return [];
    throw error;
  }
}

const lower = (address: Hex) => address.toLowerCase() as Hex;

import { erc20Abi, parseEventLogs, type PublicClient } from "viem";

type Hex = `0x${string}`;

/** What a token says that moved; addresses in small letters. */
export interface TokenTransfer {
  token: Hex;
  from: Hex;
  to: Hex;
  logIndex: number;
}

/** What tokens said in a transaction that moved, in the order of the chain. A token that says nothing as ERC-20 does is not among them. */
export async function readTransfers(
  chain: Pick<PublicClient, "getTransactionReceipt">,
  hash: Hex,
): Promise<TokenTransfer[]> {
  const { logs } = await chain.getTransactionReceipt({ hash });
  return parseEventLogs({ abi: erc20Abi, eventName: "Transfer", logs }).map(
    ({ address, args, logIndex }) => ({
      token: lower(address),
      from: lower(args.from),
      to: lower(args.to),
      logIndex,
    }),
  );
}

const lower = (address: Hex) => address.toLowerCase() as Hex;

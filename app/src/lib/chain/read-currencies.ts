import { erc20Abi } from "viem";

import type { Addresses } from "#lib/endpoints.ts";
import type { Currency } from "#lib/ui/money.ts";

import { isSame } from "./bodies.ts";
import { type ContractReader, euroDecimals } from "./contract-views.ts";

type Hex = `0x${string}`;

/** Tokens by their addresses in small letters. */
export type Currencies = Readonly<Record<Hex, Currency>>;

/** Tokens that are asked for at most. */
const mostAsked = 50;

/** How amounts of tokens are shown: the network's own e-money, and others as they describe themselves; one that does not is its address. */
export async function readCurrencies(
  chain: ContractReader,
  { EuroToken }: Pick<Addresses, "EuroToken">,
  tokens: readonly Hex[],
): Promise<Currencies> {
  const distinct = [...new Set(tokens)].slice(0, mostAsked);
  const read = distinct.map(async (address): Promise<[Hex, Currency]> => {
    if (isSame(address, EuroToken))
      return [address, { isEuro: true, symbol: "EUR", decimals: euroDecimals }];
    try {
      const [symbol, decimals] = await Promise.all([
        chain.readContract({ address, abi: erc20Abi, functionName: "symbol" }),
        chain.readContract({ address, abi: erc20Abi, functionName: "decimals" }),
      ]);
      return [address, { isEuro: false, symbol, decimals }];
    } catch {
      // Whatever the cause: its amounts are said in its smallest units.
      return [address, { isEuro: false, symbol: address, decimals: null }];
    }
  });
  return Object.fromEntries(await Promise.all(read));
}

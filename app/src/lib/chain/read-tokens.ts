import { erc20Abi } from "viem";

import type { Addresses } from "#lib/endpoints.ts";
import type { Currency } from "#lib/ui/money.ts";

import { isSame } from "./bodies.ts";
import { type ContractReader, euroDecimals } from "./contract-views.ts";

type Hex = `0x${string}`;

/** Tokens by their address in small letters; what is not among them is shown in its smallest units. */
export type Currencies = Readonly<Record<Hex, Currency>>;

/** More digits than any token needs; beyond this a contract does not mean what it says. */
const mostDecimals = 36;

/** How amounts of tokens are shown: the test e-money without a question, others as they describe themselves. */
export async function readTokens(
  chain: ContractReader,
  { EuroToken }: Pick<Addresses, "EuroToken">,
  tokens: readonly Hex[],
): Promise<Currencies> {
  const distinct = [...new Set(tokens.map((token) => token.toLowerCase() as Hex))];
  const read = await Promise.allSettled(
    distinct.map(async (address): Promise<[Hex, Currency]> => {
      if (isSame(address, EuroToken))
        return [address, { isEuro: true, symbol: "EUR", decimals: euroDecimals }];
      const contract = { address, abi: erc20Abi } as const;
      const [symbol, decimals] = await Promise.all([
        chain.readContract({ ...contract, functionName: "symbol" }),
        chain.readContract({ ...contract, functionName: "decimals" }),
      ]);
      return [
        address,
        { isEuro: false, symbol, decimals: decimals > mostDecimals ? null : decimals },
      ];
    }),
  );
  return Object.fromEntries(
    read.flatMap((token) => (token.status === "fulfilled" ? [token.value] : [])),
  );
}

import { m } from "#lib/messages.ts";

import { formatAmount, formatEuro, formatNumber } from "./format.ts";

/** A token as its amounts are shown. */
export interface Currency {
  /** The test e-money of this network, whose amounts are euro. */
  isEuro: boolean;
  /** As the token is called. */
  symbol: string;
  /** Null where nobody here knows into how many parts it is divided. */
  decimals: number | null;
}

/** An amount in units of a token: euro where it is the network's own e-money. Of a token that nobody here knows it says the smallest units. */
export function formatMoney(units: bigint, currency: Currency | null | undefined): string {
  if (!currency) return m.budgets_amount_unknown({ amount: formatNumber(units) });
  const { isEuro, symbol: token, decimals } = currency;
  if (decimals === null) return m.budgets_amount_units({ amount: formatNumber(units), token });
  return isEuro
    ? formatEuro(units, decimals)
    : m.budgets_amount_of({ amount: formatAmount(units, decimals), token });
}

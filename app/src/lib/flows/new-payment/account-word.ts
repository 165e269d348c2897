import { isSame } from "#lib/chain/bodies.ts";
import { type KeyHolders, nobody, officesOf, whoLabel } from "#lib/chain/who.ts";
import type { PartyNames } from "#lib/features/payments/parties.ts";
import { m } from "#lib/messages.ts";
import { shortened } from "#lib/ui/format.ts";

export interface Acquaintance {
  /** Who reads; null without a wallet. */
  viewer: string | null;
  /** What our registers call accounts. */
  names?: PartyNames;
  /** Who holds which office; null until that is known. */
  holders: KeyHolders | null;
  /** The treasury of the body, where it can be meant. */
  treasury?: string;
}

/** How an account is called in a sentence: its name or office first, its address second, and whether the reader is meant. */
export function accountWord(account: string, { viewer, ...known }: Acquaintance): string {
  const name = nameOf(account, known);
  const short = shortened(account);
  const word = name === null ? short : m.payment_flows_account_named({ name, account: short });
  return viewer !== null && isSame(account, viewer)
    ? m.payment_flows_account_you({ account: word })
    : word;
}

function nameOf(
  account: string,
  { names, holders, treasury }: Omit<Acquaintance, "viewer">,
): string | null {
  const party = names?.[account.toLowerCase() as `0x${string}`];
  if (party) return party.name;
  if (treasury !== undefined && isSame(account, treasury)) return m.budgets_contract_treasury();
  const [office] = officesOf(account, holders ?? nobody);
  return office && office.role !== "none" ? whoLabel(office) : null;
}

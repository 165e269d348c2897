import { isSame } from "#lib/chain/bodies.ts";
import { type KeyHolders, nobody, officesOf, whoLabel } from "#lib/chain/who.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { PartyNames } from "#lib/features/payments/parties.ts";
import { m } from "#lib/messages.ts";
import { shortened } from "#lib/ui/format.ts";

import type { PaymentChoices } from "./payment-draft.ts";

export interface Acquaintance {
  /** Who reads; null without a wallet. */
  viewer: string | null;
  /** What our registers call accounts. */
  names?: PartyNames;
  /** Who holds which office; null until that is known. */
  holders: KeyHolders | null;
}

/** Names of the contracts of payments, which take money and fees. */
export function contractNames(
  addresses: Pick<Addresses, "PaymentEscrow" | "PaymentStreams" | "Subscriptions" | "Treasury">,
): PartyNames {
  const named = (address: string, name: string) =>
    [address.toLowerCase(), { name, path: null }] as const;
  return Object.fromEntries([
    named(addresses.PaymentEscrow, m.budgets_contract_escrow()),
    named(addresses.PaymentStreams, m.budgets_contract_streams()),
    named(addresses.Subscriptions, m.budgets_contract_subscriptions()),
    named(addresses.Treasury, m.budgets_contract_treasury()),
  ]);
}

/** How an account is called in a sentence: its name or office first, its address second; a reader who is meant knows the own address. */
export function accountWord(account: string, { viewer, ...known }: Acquaintance): string {
  const name = nameOf(account, known);
  const short = shortened(account);
  if (viewer !== null && isSame(account, viewer))
    return m.payment_flows_account_you({ account: name ?? short });
  return name === null ? short : m.payment_flows_account_named({ name, account: short });
}

/** How a node is called in a sentence. */
export function nodeWord(id: string, nodes: PaymentChoices["nodes"]): string {
  const node = nodes.find((one) => isSame(one.id, id));
  return node ? node.host : m.payment_flows_node_unlisted({ id: shortened(id) });
}

function nameOf(account: string, { names, holders }: Omit<Acquaintance, "viewer">): string | null {
  const party = names?.[account.toLowerCase() as `0x${string}`];
  if (party) return party.name;
  const [office] = officesOf(account, holders ?? nobody);
  return office && office.role !== "none" ? whoLabel(office) : null;
}

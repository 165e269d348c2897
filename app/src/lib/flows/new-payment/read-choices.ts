import { euroTokenAbi } from "#generated/contracts/EuroToken.ts";
import { paymentRulesAbi } from "#generated/contracts/PaymentRules.ts";
import type { EventReader } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { readRules, readTokens } from "#lib/flows/propose/read-payments.ts";

import type { PaymentChoices, PaymentToken } from "./payment-draft.ts";

type Hex = `0x${string}`;

/** What new payments can be made in and who can settle them, as the contract of the rules says. */
export async function readPaymentChoices(
  chain: EventReader,
  addresses: Addresses,
): Promise<Omit<PaymentChoices, "nodes">> {
  const [rules, feeReceiver] = await Promise.all([
    readRules(chain, addresses.PaymentRules),
    chain.readContract({
      address: addresses.PaymentRules,
      abi: paymentRulesAbi,
      functionName: "feeReceiver",
    }),
  ]);
  const allowed = [...rules.fees.keys()];
  const tokens = await readTokens(chain, addresses, allowed, rules.fees);
  const payable = tokens.flatMap((token) =>
    token.fees === null ? [] : [{ ...token, fees: token.fees }],
  );
  return {
    tokens: await Promise.all(
      payable.map(async (token): Promise<PaymentToken> => ({
        ...token,
        domain: await domainOf(chain, token.address),
      })),
    ),
    arbiters: rules.arbiters,
    feeReceiver: feeReceiver.toLowerCase() as Hex,
  };
}

/** Under which name a token checks signatures (ERC-5267); null for one that does not say so, or checks them with more than that. */
async function domainOf(chain: EventReader, token: Hex): Promise<PaymentToken["domain"]> {
  try {
    const [fields, name, version] = await chain.readContract({
      address: token,
      abi: euroTokenAbi,
      functionName: "eip712Domain",
    });
    // Name, version, chain and contract: what the statements of this flow are made of.
    return fields === "0x0f" ? { name, version } : null;
  } catch {
    // A token without signatures is paid by transactions alone.
    return null;
  }
}

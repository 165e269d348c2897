import { euroTokenAbi } from "#generated/contracts/EuroToken.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi } from "#generated/contracts/Subscriptions.ts";
import type { ContractReader } from "#lib/chain/contract-views.ts";

import { agreementId, fundingNonce } from "./agreement.ts";
import type { SignedAgreement } from "./statements.ts";

/** What became of a signature. `open`: it can be brought. `brought`: the agreement was made. `taken-back`: its payer said no. */
export type Fate = "open" | "brought" | "taken-back";

/** Asks the contracts what became of a signed agreement. Throws when the chain gives no answer. */
export async function readFate(
  chain: ContractReader,
  { chainId, contract, agreement }: SignedAgreement,
): Promise<Fate> {
  const id = agreementId(agreement, chainId, contract);
  if (agreement.kind === "subscription") {
    const { status, end } = await chain.readContract({
      address: contract,
      abi: subscriptionsAbi,
      functionName: "subscription",
      args: [id],
    });
    if (status === 0) return "open";
    // What was cancelled before it was agreed has no end.
    return end === 0 ? "taken-back" : "brought";
  }
  const { payer, token } = agreement.terms;
  const [isMade, isSpent] = await Promise.all([
    agreement.kind === "payment"
      ? chain
          .readContract({
            address: contract,
            abi: paymentEscrowAbi,
            functionName: "payment",
            args: [id],
          })
          .then(({ phase }) => phase !== 0)
      : chain
          .readContract({
            address: contract,
            abi: paymentStreamsAbi,
            functionName: "stream",
            args: [id],
          })
          .then(({ status }) => status !== 0),
    chain.readContract({
      address: token,
      abi: euroTokenAbi,
      functionName: "authorizationState",
      args: [payer, fundingNonce(id)],
    }),
  ]);
  if (isMade) return "brought";
  return isSpent ? "taken-back" : "open";
}

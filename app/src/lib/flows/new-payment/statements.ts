import {
  cancelledTransferTypedData,
  permitTypedData,
  signedTransferTypedData,
  subscriptionTypedData,
} from "#generated/typed-data.ts";
import { type Agreement, agreementId, fundingNonce } from "./agreement.ts";
import type { Addresses } from "#lib/endpoints.ts";

import type { PaymentToken } from "./payment-draft.ts";

type Hex = `0x${string}`;

export type PaymentContracts = Pick<
  Addresses,
  "PaymentEscrow" | "PaymentStreams" | "Subscriptions"
>;

/** An agreement with the payer's signature, as whoever brings it needs it. */
export interface SignedAgreement {
  chainId: number;
  /** Contract for which it was signed. */
  contract: Hex;
  agreement: Agreement;
  /** Last second in which it can be brought. */
  bringBy: number;
  signature: Hex;
}

/** The contract that an agreement is made with. */
export function contractOf({ kind }: Agreement, contracts: PaymentContracts): Hex {
  switch (kind) {
    case "payment":
      return contracts.PaymentEscrow;
    case "stream":
      return contracts.PaymentStreams;
    case "subscription":
      return contracts.Subscriptions;
  }
}

/** What leaves the payer's account as the agreement is made, in units of the token; nothing for a subscription. */
export function amountOf(agreement: Agreement): bigint {
  switch (agreement.kind) {
    case "payment":
      return agreement.terms.amount;
    case "stream":
      return agreement.deposit;
    case "subscription":
      return 0n;
  }
}

/** The approval that a payer signs for its own transaction. */
export function permitStatement(
  agreement: Agreement,
  domain: NonNullable<PaymentToken["domain"]>,
  chainId: number,
  contracts: PaymentContracts,
  { nonce, deadline }: { nonce: bigint; deadline: bigint },
) {
  const { payer, token } = agreement.terms;
  const spender = contractOf(agreement, contracts);
  const message = { owner: payer, spender, value: amountOf(agreement), nonce, deadline };
  return permitTypedData(domain, chainId, token, message);
}

/** What a payer signs so that anybody can bring the agreement. */
export function agreementStatement(
  agreement: Agreement,
  domain: PaymentToken["domain"],
  chainId: number,
  contracts: PaymentContracts,
  bringBy: number,
) {
  const to = contractOf(agreement, contracts);
  if (agreement.kind === "subscription") return subscriptionTypedData(chainId, to, agreement.terms);
  if (domain === null) return null;
  const { payer: from, token } = agreement.terms;
  return signedTransferTypedData(domain, chainId, token, {
    from,
    to,
    value: amountOf(agreement),
    validAfter: 0n,
    validBefore: BigInt(bringBy) + 1n,
    nonce: fundingNonce(agreementId(agreement, chainId, to)),
  });
}

/** What a payer signs to take back a signature that nobody has brought. */
export function takeBackStatement(
  agreement: Agreement,
  domain: NonNullable<PaymentToken["domain"]>,
  chainId: number,
  contracts: PaymentContracts,
) {
  const { payer: authorizer, token } = agreement.terms;
  const nonce = fundingNonce(agreementId(agreement, chainId, contractOf(agreement, contracts)));
  return cancelledTransferTypedData(domain, chainId, token, { authorizer, nonce });
}

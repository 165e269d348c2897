import {
  type Address,
  hashTypedData,
  type Hex,
  isAddressEqual,
  recoverAddress,
  zeroAddress,
  zeroHash,
} from "viem";

import { hasContractSigned } from "#generated/contract-signature.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { wholeChain } from "#lib/chain/events.ts";

import { longestSignature } from "../api/invoices.ts";
import { Problem } from "../api/problem-of.ts";
import type { Sources } from "../sources.ts";

/** What somebody wants with an invoice. */
export type Action = "upload" | "download";

/** The signature that came with a request. */
export interface Signed {
  "Foedus-Signer": string;
  "Foedus-Deadline": number;
  "Foedus-Signature": string;
}

type Chain = Pick<Sources["chain"], "getContractEvents" | "request">;

/** Terms and annex of a payment, as they were agreed. */
export type AgreedPayment = Awaited<ReturnType<typeof agreedPayment>>;

const types = {
  InvoiceAccess: [
    { name: "action", type: "string" },
    { name: "payment", type: "bytes32" },
    { name: "invoice", type: "bytes32" },
    { name: "deadline", type: "uint48" },
  ],
} as const;

/**
 * What is signed for an action. It names the file, so that it opens no other; to send it twice gains nothing.
 * @param deadline Seconds since 1970.
 */
export function invoiceAccess(
  { chainId, escrow }: { chainId: number; escrow: Address },
  message: { action: Action; payment: Hex; invoice: Hex; deadline: number },
) {
  return {
    domain: { name: "Foedus Invoices", version: "1", chainId, verifyingContract: escrow },
    types,
    primaryType: "InvoiceAccess",
    message,
  } as const;
}

/**
 * Terms and annex by the escrow's own events, which hold them whole.
 * @throws Problem 404 where no such payment was authorised.
 */
export async function agreedPayment(
  chain: Pick<Chain, "getContractEvents">,
  escrow: Address,
  payment: Hex,
) {
  const asked = {
    abi: paymentEscrowAbi,
    address: escrow,
    args: { payment },
    ...wholeChain,
  } as const;
  const [authorised] = await chain.getContractEvents({ ...asked, eventName: "PaymentAuthorised" });
  if (authorised === undefined) {
    throw new Problem(
      404,
      "There is no such payment.",
      "Authorise it first, and give the id that PaymentAuthorised names.",
    );
  }
  const { terms } = authorised.args;
  const [agreed] =
    terms.annex === zeroHash
      ? []
      : await chain.getContractEvents({ ...asked, eventName: "AnnexAgreed" });
  return { terms, annex: agreed?.args.annex };
}

/** Accounts that the payment names for an action. */
function accountsFor(action: Action, { terms, annex }: AgreedPayment): Address[] {
  const writers = [terms.payee, terms.operator];
  const readers = [
    ...writers,
    terms.payer,
    terms.arbiter,
    ...(annex?.officials ?? []),
    ...(annex?.shares ?? []).map(({ payee }) => payee),
  ];
  return (action === "upload" ? writers : readers).filter((account) => account !== zeroAddress);
}

/**
 * Lets in whoever the payment names and has signed.
 * @throws Problem 401 for a signature that does not count, 403 for an account that the payment does not name; another error when the
 * node does not tell.
 */
export async function requireAccess(
  chain: Chain,
  place: { chainId: number; escrow: Address },
  asked: { action: Action; payment: Hex; invoice: Hex },
  agreed: AgreedPayment,
  signed: Signed,
  now: number,
): Promise<void> {
  const deadline = signed["Foedus-Deadline"];
  const signer = signed["Foedus-Signer"] as Address;
  const signature = signed["Foedus-Signature"] as Hex;
  if (deadline < now || deadline > now + longestSignature) {
    throw new Problem(
      401,
      "The signature is expired, or good for too long.",
      `Sign with a deadline of at most ${longestSignature} seconds from now, which is ${now}.`,
    );
  }
  if (!accountsFor(asked.action, agreed).some((account) => isAddressEqual(account, signer))) {
    throw new Problem(
      403,
      `The payment does not name this account for the ${asked.action}.`,
      asked.action === "upload"
        ? "Sign as the payee or the operator of the payment."
        : "Sign as somebody whom the payment names.",
    );
  }
  const digest = hashTypedData(invoiceAccess(place, { ...asked, deadline }));
  const recovered = await recoverAddress({ hash: digest, signature }).catch(() => undefined);
  const isSigned =
    (recovered !== undefined && isAddressEqual(recovered, signer)) ||
    // An account that is a contract says itself what its signature is.
    (await hasContractSigned(chain, signer, digest, signature));
  if (isSigned) return;
  throw new Problem(
    401,
    "The signature does not fit.",
    "Sign InvoiceAccess as /openapi.json says, with the SHA-256 of this very file.",
  );
}

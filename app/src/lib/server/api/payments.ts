import * as z from "zod";

import { longestStatement } from "../statements/read-statement.ts";
import { entryKinds, statementFormats } from "../statements/statement.ts";
import { json, notFound, operation, problemAnswer, readProblems } from "./operation.ts";
import {
  address,
  bytes,
  dateTime,
  decimal,
  hash,
  href,
  numberInAddress,
  text,
  wholeNumber,
} from "./shapes.ts";

/** Payments, streams and subscriptions, and statements of what they and accounts hold. */

const tag = "Payments";
const root = "/api/v1";

/** Items of a page at most. */
export const largestPage = 100;

const units = decimal.describe("Units of the token, in decimal digits.");
const block = z.int().min(0).describe("Block number.");
const basisPoints = z.int().min(0).max(10_000).describe("Basis points.");
const seconds = z.int().min(0).describe("Seconds.");
const account = address.nullable();
const reference = hash.nullable();

const token = z
  .strictObject({
    address,
    symbol: z
      .string()
      .describe(
        "As the token calls itself; EUR for the network's own e-money. Empty if it does not say.",
      ),
    decimals: z
      .int()
      .min(0)
      .describe(
        "Digits behind the point: an amount of units is divided by ten to this power. 0 if the token does not say.",
      ),
  })
  .meta({ id: "PaymentToken" });

const change = z.strictObject({ by: address, time: dateTime, transaction: hash });

const milestone = z.strictObject({
  index: z.int().min(0),
  amount: units,
  phase: z.enum(["open", "delivered", "approved", "accepted"]),
  invoice: reference.describe("Hash of the invoice."),
  reviewUntil: dateTime.nullable().describe("From when on silence counts as acceptance."),
});

const dispute = z.strictObject({
  opened: change,
  evidence: hash.describe("Hash of what this party says."),
  decideBy: dateTime,
  offer: units
    .nullable()
    .describe("What the payee would get by the offer that stands, or stood last."),
  offeredBy: account,
  outcome: z.enum(["settlement", "decision", "silence"]).nullable(),
  payeeAmount: units.nullable(),
  payerAmount: units.nullable(),
  document: reference.describe("Hash of the arbiter's reasons."),
  endedAt: dateTime.nullable(),
});

const payment = z
  .strictObject({
    id: hash.describe("Hash of chain, escrow and terms."),
    href,
    statement: href.describe("Statement of what the escrow holds for it."),
    escrow: address,
    payer: address,
    payee: address,
    operator: account.describe("Who captures; null where milestones are accepted."),
    arbiter: account.describe("Who settles a dispute; null if there can be none."),
    token,
    amount: units.describe("What was authorised; held, captured and returned together."),
    phase: z.enum(["open", "disputed"]),
    held: units.describe("What can still be captured."),
    captured: units.describe("All that was captured, fees included."),
    fees: units,
    returned: units.describe("What went back to the payer without being captured."),
    refundable: units.describe("What was captured and not refunded."),
    refunded: units,
    fee: basisPoints,
    authoriseBy: dateTime,
    captureBy: dateTime,
    refundBy: dateTime,
    arbitration: seconds,
    silence: basisPoints.describe(
      "Part of what is disputed, in basis points, that the payee gets if the arbiter is silent.",
    ),
    annex: reference,
    orderReference: reference.describe("Purchase order or contract."),
    salt: units.describe("Tells payments with the same terms apart."),
    shares: z.array(z.strictObject({ payee: address, part: basisPoints })),
    milestones: z.array(milestone),
    officials: z.array(address),
    twoPersonAbove: units,
    review: seconds,
    dispute: dispute.nullable(),
    authorised: change.extend({ block }),
  })
  .meta({
    id: "Payment",
    description: "A payment through the escrow: its terms, and how far it is.",
  });

const stream = z
  .strictObject({
    id: hash,
    href,
    statement: href.describe("Statement of what the contract holds for it."),
    contract: address,
    payer: address,
    payee: address,
    sponsor: account.describe("Who opened it with its own money; null if the payer did."),
    token,
    status: z.enum(["running", "paused", "ended"]),
    amountPerPeriod: units,
    period: seconds,
    cap: units.describe("The most that is ever paid, fee included."),
    from: dateTime,
    until: dateTime,
    fee: basisPoints,
    orderReference: reference,
    meter: account.describe("Whose seconds count; null for the clock."),
    meterSubject: reference,
    salt: units,
    deposited: units.describe("All that was put in; held, paid and returned together."),
    held: units,
    paid: units.describe("Fees included."),
    fees: units,
    returned: units.describe("What went back to the payer at the end."),
    counted: seconds.describe("Seconds that were counted up to countedAt."),
    countedAt: dateTime,
    opened: change.extend({ block }),
    endedAt: dateTime.nullable(),
  })
  .meta({ id: "PaymentStream", description: "A payment by the second." });

const subscription = z
  .strictObject({
    id: hash,
    href,
    statement: href.describe("Statement of what was collected for it."),
    contract: address,
    payer: address,
    payee: address,
    token,
    status: z.enum(["active", "cancelled"]),
    amountPerPeriod: units.describe("The most for a whole period, fee included."),
    period: seconds,
    from: dateTime,
    until: dateTime,
    end: dateTime.describe("When the last period ends: until, or when it was cancelled."),
    grace: seconds.describe("How long after its end a period can be collected for."),
    fee: basisPoints,
    orderReference: reference,
    salt: units,
    collected: units.describe("Fees included."),
    fees: units,
    periods: z
      .array(z.strictObject({ index: z.int().min(0), collected: units, lastCollected: dateTime }))
      .describe("The newest 100 of which something was collected."),
    agreed: change.extend({ block }),
  })
  .meta({
    id: "PaymentSubscription",
    description: "What a payee may collect in each period. Nothing is held for it.",
  });

const invoice = z
  .strictObject({
    hash: hash.describe(
      "SHA-256 of the file where it was uploaded here; whatever the caller gave where it was not.",
    ),
    kind: z.enum(["invoice", "credit-note"]),
    said: z.enum(["captured", "delivered", "approved", "refunded"]).describe("What named it."),
    milestone: z.int().min(0).nullable(),
    amount: units
      .nullable()
      .describe("What was captured or refunded with it; null for a delivery and an approval."),
    time: dateTime,
    block,
    transaction: hash,
    file: href.describe("Where those whom the payment names get the file, by their signature."),
  })
  .meta({ id: "PaymentInvoice" });

const page = {
  size: numberInAddress(wholeNumber(1, largestPage).default(25)).describe("Items of a page."),
  after: text(/^[0-9]{1,20}(?:-0x[0-9a-f]{64})?$/, "Give what next of the page before says.")
    .optional()
    .describe("Place in the list that the page begins behind, as the page before names it."),
};

const late = "Out of the index, which knows a new block some seconds after the chain.";

const listed = (item: z.ZodType, what: string) => ({
  "200": json(
    z.object({
      items: z.array(item).max(largestPage),
      next: href.nullable().describe("Address of the next page; null behind the last one."),
    }),
    `A page of ${what}.`,
  ),
  ...readProblems,
});

const filters = {
  party: address.optional().describe("Account that it names: as payer, payee, or in another part."),
  token: address.optional().describe("Address of the token."),
};

const ofId = z.object({ id: hash });

const found = (item: z.ZodType, what: string) => ({
  "200": json(item, `The ${what}.`),
  ...readProblems,
  "404": notFound,
});

export const listPayments = operation({
  id: "listPayments",
  method: "get",
  path: `${root}/payments`,
  tag,
  summary: "List payments through the escrow, the latest first.",
  description: `A party is the payer, the payee, the operator, the arbiter, an official, or one who shares. ${late}`,
  query: z.object({
    ...filters,
    phase: z.enum(["open", "disputed"], "Give open or disputed.").optional(),
    ...page,
  }),
  answers: listed(payment, "payments"),
});

export const getPayment = operation({
  id: "getPayment",
  method: "get",
  path: `${root}/payments/{id}`,
  tag,
  summary: "Give a payment: what was agreed, and how far it is.",
  description: late,
  pathParameters: ofId,
  answers: found(payment, "payment"),
});

export const listPaymentInvoices = operation({
  id: "listPaymentInvoices",
  method: "get",
  path: `${root}/payments/{id}/invoices`,
  tag,
  summary:
    "List the hashes of invoices and credit notes that the log of a payment names, the oldest first.",
  description: `The hashes are public. The files name people, and are for those whom the payment names. ${late}`,
  pathParameters: ofId,
  query: z.object(page),
  answers: { ...listed(invoice, "hashes"), "404": notFound },
});

export const listStreams = operation({
  id: "listStreams",
  method: "get",
  path: `${root}/streams`,
  tag,
  summary: "List streams, the latest first.",
  description: `A party is the payer, the payee or the sponsor. ${late}`,
  query: z.object({
    ...filters,
    status: z.enum(["running", "paused", "ended"], "Give running, paused or ended.").optional(),
    ...page,
  }),
  answers: listed(stream, "streams"),
});

export const getStream = operation({
  id: "getStream",
  method: "get",
  path: `${root}/streams/{id}`,
  tag,
  summary: "Give a stream: what was agreed, and how far it is.",
  description: late,
  pathParameters: ofId,
  answers: found(stream, "stream"),
});

export const listSubscriptions = operation({
  id: "listSubscriptions",
  method: "get",
  path: `${root}/subscriptions`,
  tag,
  summary: "List subscriptions, the latest first.",
  description: `A party is the payer or the payee. ${late}`,
  query: z.object({
    ...filters,
    status: z.enum(["active", "cancelled"], "Give active or cancelled.").optional(),
    ...page,
  }),
  answers: listed(subscription, "subscriptions"),
});

export const getSubscription = operation({
  id: "getSubscription",
  method: "get",
  path: `${root}/subscriptions/{id}`,
  tag,
  summary: "Give a subscription: what was agreed, and what was collected.",
  description: late,
  pathParameters: ofId,
  answers: found(subscription, "subscription"),
});

const movement = z.strictObject({
  id: z.string().describe("Unique among all entries of the account."),
  kind: z
    .enum(entryKinds)
    .describe("Why it moved; `transferred` where no contract for payments says why."),
  effect: z
    .enum(["credit", "debit", "information"])
    .describe(
      "Into the balance, out of it, or neither: a refund goes from the payee to the payer past the escrow.",
    ),
  amount: units.describe("Above 0."),
  fee: units.nullable().describe("Part of the amount that went to the receiver of fees."),
  balance: units.describe("After it."),
  counterparty: account.describe(
    "From whom it came, or to whom it went; null where money is minted or redeemed.",
  ),
  debtor: account.describe(
    "Who paid, where that is not the account of the statement; null where nobody can be named.",
  ),
  ultimateDebtor: account.describe(
    "In whose place the debtor paid, or the account where there is no debtor: a sponsor pays for the payer, an operator gives back for the payee. Null where nobody paid for another.",
  ),
  reference: z
    .strictObject({
      kind: z.enum(["payment", "stream", "subscription", "budget-line", "contribution-call"]),
      id: bytes,
    })
    .nullable(),
  invoice: reference.describe("Hash of the invoice or the credit note."),
  orderReference: reference,
  paymentReference: reference.describe("What the treasury or the issuer of the money calls it."),
  transaction: hash,
  logIndex: z.int().min(0),
  block,
  valueDate: dateTime,
});

const total = z.strictObject({ count: z.int().min(0), amount: units });

const statementShape = z
  .strictObject({
    account: z.strictObject({
      kind: z.enum(["payment", "stream", "subscription", "account"]),
      id: bytes,
      holder: address.describe(
        "Contract that holds the money, or collects it, or the token that the account has.",
      ),
    }),
    token,
    period: z.strictObject({ from: dateTime.nullable(), to: dateTime.nullable() }),
    asOf: z
      .strictObject({ block, time: dateTime })
      .describe("Block as of which everything was read."),
    openingBalance: units,
    closingBalance: units.describe(
      "Opening balance plus credits less debits, which is what was held then, or had been collected.",
    ),
    totals: z.strictObject({ credit: total, debit: total }),
    entries: z.array(movement).describe("In the order of the chain."),
  })
  .meta({ id: "Statement" });

const statementQuery = z.object({
  from: dateTime.optional().describe("First moment of the period; the beginning when left out."),
  to: dateTime.optional().describe("Moment before which the period ends; now when left out."),
  format: z
    .enum(statementFormats, "Give json, csv or camt.")
    .optional()
    .describe("Comes before Accept; JSON without both."),
});

const statementAnswers = {
  "200": {
    description: "The statement.",
    content: {
      "application/json": statementShape,
      "text/csv": z.string(),
      "application/xml": z.string(),
    },
    headers: { "Content-Disposition": "A name for the file." },
  },
  ...readProblems,
  "404": notFound,
  "406": problemAnswer("Accept names no form that a statement has."),
  "503": problemAnswer("Index or chain give no answer now, or too many statements are being made."),
};

const statementForms = `All of it is as of one block, and the balances are held against what the contract held, or had collected. At most ${longestStatement} lines of the log. CSV has one line for each entry, with amounts as decimal numbers. The XML has names, order and meaning of the elements of ISO 20022's camt.053.001; it is no valid one, and says in itself where it differs.`;

export const getPaymentStatement = operation({
  id: "getPaymentStatement",
  method: "get",
  path: `${root}/payments/{id}/statement`,
  tag,
  summary:
    "Give a statement of what the escrow holds for a payment, as JSON, CSV or XML like camt.053.",
  description: statementForms,
  pathParameters: ofId,
  query: statementQuery,
  answers: statementAnswers,
});

export const getStreamStatement = operation({
  id: "getStreamStatement",
  method: "get",
  path: `${root}/streams/{id}/statement`,
  tag,
  summary: "Give a statement of what is held for a stream, as JSON, CSV or XML like camt.053.",
  description: statementForms,
  pathParameters: ofId,
  query: statementQuery,
  answers: statementAnswers,
});

export const getSubscriptionStatement = operation({
  id: "getSubscriptionStatement",
  method: "get",
  path: `${root}/subscriptions/{id}/statement`,
  tag,
  summary:
    "Give a statement of what was collected for a subscription, as JSON, CSV or XML like camt.053.",
  description: `Nothing is held for a subscription: the balance is what was collected so far, fees included, and each entry went from the payer to the payee. ${statementForms}`,
  pathParameters: ofId,
  query: statementQuery,
  answers: statementAnswers,
});

export const getAccountStatement = operation({
  id: "getAccountStatement",
  method: "get",
  path: `${root}/accounts/{address}/statement`,
  tag,
  summary: "Give a statement of the e-money of an account, as JSON, CSV or XML like camt.053.",
  description: `Of the network's own e-money alone, transfers without a payment included. ${statementForms}`,
  pathParameters: z.object({ address }),
  query: statementQuery,
  answers: statementAnswers,
});

export const paymentOperations = [
  listPayments,
  getPayment,
  listPaymentInvoices,
  getPaymentStatement,
  listStreams,
  getStream,
  getStreamStatement,
  listSubscriptions,
  getSubscription,
  getSubscriptionStatement,
  getAccountStatement,
];

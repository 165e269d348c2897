import * as z from "zod";

import { largestInvoice } from "../invoices/read-xml.ts";
import { idempotencyKey, json, operation, problemAnswer, readProblems } from "./operation.ts";
import { address, hash, numberInAddress, problemShape, text, wholeNumber } from "./shapes.ts";

/** Uploading invoices by EN 16931, whose hashes payments carry. */

const tag = "Invoices";

/** Media types of an invoice. */
export const invoiceTypes = ["application/xml", "text/xml"] as const;

/** Seconds for which a signature may be good at most. */
export const longestSignature = 3_600;

const findingShape = z
  .strictObject({
    rule: z
      .string()
      .describe(
        "Id of the rule: EN 16931's own, or one of this server, which begins with FOEDUS-.",
      ),
    severity: z.enum(["error", "warning"]).describe("An error refuses the invoice."),
    message: z.string(),
    line: z.int().min(1).describe("Line of the file in which the element begins."),
    location: z.string().describe("Path of the element."),
  })
  .meta({ id: "InvoiceFinding" });

const said = z.string().nullable();

const invoiceShape = z
  .strictObject({
    hash: hash.describe("SHA-256 of the file, byte by byte: its address here."),
    syntax: z.enum(["UBL 2.1 Invoice", "UBL 2.1 CreditNote", "CII D16B"]),
    rules: z.string().describe("Version of the European Commission's rules that were asked."),
    fields: z.strictObject({
      number: said.describe("BT-1."),
      type: said.describe("BT-3, a code of UNTDID 1001."),
      seller: said.describe("BT-27."),
      buyer: said.describe("BT-44."),
      orderReference: said.describe("BT-13, number of the purchase order."),
      currency: said.describe("BT-5."),
      amountDue: said.describe("BT-115, a decimal number."),
      issueDate: said.describe("BT-2."),
      dueDate: said.describe("BT-9."),
    }),
    findings: z.array(findingShape).describe("Warnings: nothing here refuses the invoice."),
    anchor: z
      .strictObject({
        contract: address.describe("The PaymentEscrow."),
        payment: hash,
        functions: z.array(z.string()).describe("Functions that take the hash."),
        invoice: hash.describe("Their argument `invoice` or `creditNote`, a bytes32: the hash."),
      })
      .describe(
        "How it comes onto the chain: by whoever captures the payment, not by this server. Until then the chain knows nothing of it.",
      ),
  })
  .meta({ id: "KeptInvoice" });

const invoiceProblemShape = problemShape
  .extend({
    findings: z
      .array(findingShape)
      .optional()
      .describe("What is wrong, in the order of the file, errors and warnings."),
  })
  .meta({ id: "InvoiceProblem", description: "RFC 9457, with what is wrong with an invoice." });

const signature = {
  "Foedus-Signer": address.describe("Account that has signed."),
  "Foedus-Deadline": numberInAddress(wholeNumber(0, 2 ** 48 - 1)).describe(
    `Last second since 1970 in which the signature is good; at most ${longestSignature} seconds ahead.`,
  ),
  "Foedus-Signature": text(
    /^0x(?:[0-9a-fA-F]{2}){1,4096}$/,
    "Give 0x and pairs of hexadecimal digits.",
  ).describe(
    "Of the EIP-712 struct `InvoiceAccess(string action,bytes32 payment,bytes32 invoice,uint48 deadline)` in the domain `Foedus Invoices`, version `1`, with the chain's id and the PaymentEscrow as verifying contract. `action` is `upload` or `download`, `invoice` the SHA-256 of the file. Contracts sign by ERC-1271.",
  ),
};

const payment = hash.describe("Id of the payment in the PaymentEscrow.");

const refusals = {
  "401": problemAnswer("The signature is missing, does not fit, or is expired."),
  "403": problemAnswer("The payment names another account for this."),
  "404": problemAnswer("There is no such payment, or it has no such invoice."),
};

const noStore = problemAnswer(
  "This server keeps no invoices, or the chain or the store gives no answer now, or too many invoices wait.",
);

export const uploadInvoice = operation({
  id: "uploadInvoice",
  method: "post",
  path: "/api/v1/invoices",
  tag,
  summary: "Check an invoice by the rules of EN 16931 and against its payment, and keep it.",
  description: `An Invoice or CreditNote of UBL 2.1 or a CrossIndustryInvoice of CII D16B, of at most ${largestInvoice} bytes, in UTF-8 or UTF-16 and without a document type. The payee or the operator of an authorised payment may upload. What breaks a rule is not kept. The same file may be sent again, with a key or without: its hash is its address, and it is kept once.`,
  query: z.object({
    payment,
    milestone: numberInAddress(wholeNumber(0, 63))
      .optional()
      .describe("Index of the milestone that the invoice is for."),
    amount: text(/^\d{1,15}(?:\.\d{1,6})?$/, "Give a decimal number, for example 1210.00.")
      .optional()
      .describe(
        "What is captured or refunded with this invoice, in euro; the amount of the milestone or of the payment when left out.",
      ),
  }),
  headers: z.object({
    ...signature,
    ...idempotencyKey,
  }),
  file: invoiceTypes,
  answers: {
    "201": json(invoiceShape, "It breaks no rule and is kept.", {
      Location: "Where the file can be had.",
    }),
    "400": readProblems["400"],
    ...refusals,
    "409": problemAnswer(
      "The payment is in no currency that invoices could be compared with, or a request with this Idempotency-Key is under way.",
    ),
    "413": problemAnswer("The file is too large."),
    "415": problemAnswer("The request is not marked as XML."),
    "422": {
      description:
        "The file is no invoice, breaks rules, or asks for another amount than the payment; or the key came with another file before.",
      content: { "application/problem+json": invoiceProblemShape },
    },
    "429": readProblems["429"],
    "503": noStore,
    "507": problemAnswer("The payment has as many invoices as it may, or the store is full."),
  },
});

export const getInvoice = operation({
  id: "getInvoice",
  method: "get",
  path: "/api/v1/invoices/{hash}",
  tag,
  summary: "Give an invoice as it was uploaded.",
  description:
    "The hash stands on the chain for everybody; the invoice names people, and is for those alone whom the payment names: payer, payee, operator, arbiter, officials, and those who share in it.",
  pathParameters: z.object({ hash: hash.describe("SHA-256 of the file.") }),
  query: z.object({ payment }),
  headers: z.object(signature),
  answers: {
    "200": {
      description: "The file, byte by byte. Nothing in it is to be run.",
      content: { "application/xml": z.string() },
      headers: { "Content-Disposition": "An attachment." },
    },
    ...readProblems,
    ...refusals,
    "503": noStore,
  },
});

export const invoiceOperations = [uploadInvoice, getInvoice];

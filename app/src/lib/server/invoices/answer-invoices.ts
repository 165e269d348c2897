import { createHash } from "node:crypto";

import type { RequestHandler } from "@sveltejs/kit";
import { formatUnits, type Hex, parseUnits, zeroHash } from "viem";

import { getInvoice, invoiceTypes, uploadInvoice } from "../api/invoices.ts";
import { Problem, problemOf } from "../api/problem-of.ts";
import { read, readQuery, serve } from "../api/serve.ts";
import { postedBytes } from "../ask-service.ts";
import { onceByKey } from "../idempotency/once-by-key.ts";
import { tooManyInvoices } from "../limits.ts";
import { problem } from "../problem.ts";
import { sources } from "../sources.ts";
import type { CheckedInvoice } from "./check-invoice.ts";
import type { Expectation } from "./expectation.ts";
import { InvoiceChecks } from "./invoice-checks.ts";
import type { InvoiceStore, KeptInvoice } from "./invoice-store.ts";
import { invoiceStore } from "./open-store.ts";
import { type AgreedPayment, agreedPayment, requireAccess, type Signed } from "./payment-access.ts";
import { largestInvoice } from "./read-xml.ts";

/** Of the EuroToken. */
const decimals = 6;

const checks = new InvoiceChecks();

/** Takes an invoice of somebody whom a payment names. */
export const answerUpload: RequestHandler = async (event) => {
  const refused = tooManyInvoices(event);
  if (refused) return refused;
  try {
    return await upload(event.request, event.url);
  } catch (error) {
    return problemOf(error, `${event.request.method} ${event.url.pathname}`);
  }
};

async function upload(request: Request, url: URL): Promise<Response> {
  const query = readQuery(uploadInvoice.query, url.searchParams);
  if (query instanceof Response) return query;
  const headers = readHeaders(uploadInvoice, request.headers);
  if (headers instanceof Response) return headers;
  const bytes = await fileIn(request);
  if (bytes instanceof Response) return bytes;
  const { milestone, amount } = query as { milestone?: number; amount?: string };
  // One payment has one share of the store, however its id is written.
  const payment = (query as { payment: string }).payment.toLowerCase() as Hex;
  const key = headers["Idempotency-Key"] ?? null;

  const hash = sha256(bytes);
  const store = await invoiceStore();
  const { agreed, escrow, euro } = await allowed("upload", payment, hash, headers);
  if (agreed.terms.token.toLowerCase() !== euro.toLowerCase()) {
    throw new Problem(
      409,
      "The payment is not in euro.",
      "Invoices are compared with payments in the EuroToken alone; agree on one.",
    );
  }
  // The store keeps the same file once without a key, too; a key keeps it from being judged twice.
  const body = `${hash} ${milestone ?? ""} ${amount ?? ""}`;
  return onceByKey(request, { what: "invoices", who: payment, body }, () =>
    judgeAndKeep(
      store,
      { hash, bytes, payment, idempotencyKey: key },
      {
        escrow,
        expected: expectationOf(agreed, { milestone, amount }),
      },
    ),
  );
}

async function judgeAndKeep(
  store: InvoiceStore,
  invoice: KeptInvoice,
  { escrow, expected }: { escrow: Hex; expected: Expectation },
): Promise<Response> {
  const { hash, bytes, payment } = invoice;
  const checked = await check(bytes, expected);
  if (checked instanceof Response) return checked;
  const kept = await store.put(invoice);
  if (kept === "key-used") {
    return problem(
      422,
      "Another file came with this Idempotency-Key.",
      "Give each file a key of its own.",
    );
  }
  if (kept === "full") {
    return problem(
      507,
      "There is no room for more invoices of this payment.",
      "Use one that was uploaded before, or tell the operator of this server.",
    );
  }
  const anchor = {
    contract: escrow,
    payment,
    functions: ["capture", "deliverMilestone", "refund"],
    invoice: hash,
  };
  return Response.json(
    { hash, ...checked, anchor },
    {
      status: 201,
      headers: { location: `/api/v1/invoices/${hash}`, "cache-control": "no-store" },
    },
  );
}

/** Gives an invoice to somebody whom its payment names. */
export const answerDownload: RequestHandler = serve(getInvoice, async ({ path, query, event }) => {
  const headers = readHeaders(getInvoice, event.request.headers);
  if (headers instanceof Response) return headers;
  const hash = path.hash.toLowerCase() as Hex;
  const payment = query.payment.toLowerCase() as Hex;
  const store = await invoiceStore();
  await allowed("download", payment, hash, headers);
  const bytes = await store.get(hash, payment);
  if (bytes === undefined) {
    throw new Problem(
      404,
      "This server keeps no such invoice for the payment.",
      "Ask the payee for it; its hash tells whether it is the one.",
    );
  }
  return new Response(Uint8Array.from(bytes), {
    headers: {
      "content-type": "application/xml",
      // What strangers wrote must not be shown as a page of this site.
      "content-disposition": `attachment; filename="${hash}.xml"`,
      "content-security-policy": "sandbox; default-src 'none'",
      "x-content-type-options": "nosniff",
      "cache-control": "private, no-store",
    },
  });
});

type Given = Signed & { "Idempotency-Key"?: string };

function readHeaders(
  operation: typeof uploadInvoice | typeof getInvoice,
  headers: Headers,
): Given | Response {
  const names = Object.keys(operation.headers?.shape ?? {});
  const given = names.map((name) => [name, headers.get(name) ?? undefined]);
  if (headers.get("Foedus-Signature") === null) {
    return problem(
      401,
      "A signature is required.",
      "Send Foedus-Signer, Foedus-Deadline and Foedus-Signature as /openapi.json says.",
    );
  }
  return read(operation.headers, Object.fromEntries(given)) as Given | Response;
}

async function fileIn({ headers, body }: Request): Promise<Uint8Array | Response> {
  const [type = ""] = (headers.get("content-type") ?? "").split(";");
  if (!(invoiceTypes as readonly string[]).includes(type.trim().toLowerCase())) {
    return problem(
      415,
      "The request is not marked as XML.",
      `Set Content-Type to ${invoiceTypes[0]}.`,
    );
  }
  // What is announced as too long is not read; the server itself would answer it in another form.
  const isAnnounced = Number(headers.get("content-length") ?? 0) > largestInvoice;
  const bytes = isAnnounced ? null : await postedBytes(body, largestInvoice);
  return bytes ?? problem(413, "The file is too large.", `Send at most ${largestInvoice} bytes.`);
}

async function allowed(action: "upload" | "download", payment: Hex, invoice: Hex, signed: Signed) {
  const { chain, deployment } = await sources();
  const { PaymentEscrow: escrow, EuroToken: euro } = deployment.addresses;
  const agreed = await agreedPayment(chain, escrow, payment);
  const now = Math.floor(Date.now() / 1_000);
  const place = { chainId: deployment.chainId, escrow };
  await requireAccess(chain, place, { action, payment, invoice }, agreed, signed, now);
  return { agreed, escrow, euro };
}

/** @throws Problem 400 for a milestone that there is not, or more than the payment pays. */
function expectationOf(
  { terms, annex }: AgreedPayment,
  { milestone, amount }: { milestone?: number | undefined; amount?: string | undefined },
): Expectation {
  const most = milestone === undefined ? terms.amount : annex?.milestones[milestone];
  if (most === undefined) {
    throw new Problem(
      400,
      `The payment has no milestone ${milestone}.`,
      "Give an index from 0, or leave it out.",
    );
  }
  if (amount !== undefined && parseUnits(amount, decimals) > most) {
    throw new Problem(
      400,
      "The amount is more than is paid.",
      `Give at most ${formatUnits(most, decimals)}.`,
    );
  }
  return {
    amount: amount ?? formatUnits(most, decimals),
    currency: "EUR",
    orderReference: terms.orderReference === zeroHash ? null : terms.orderReference,
  };
}

/** What is told of an invoice that may be kept; or the answer that refuses it. */
async function check(bytes: Uint8Array, expected: Expectation): Promise<CheckedInvoice | Response> {
  const answer = await checks.check(bytes, expected);
  if (answer === "busy") {
    return problem(503, "Too many invoices wait to be checked.", "Try again in a minute.", {
      "retry-after": "60",
    });
  }
  if (answer === "too-long") {
    return problem(
      422,
      "The invoice takes too long to be checked.",
      "Send one with fewer lines and VAT rates.",
    );
  }
  if (answer.outcome === "unreadable") {
    const { message, remedy, line } = answer;
    return problem(422, line === null ? message : `${message} (line ${line})`, remedy);
  }
  const { findings } = answer.invoice;
  const errors = findings.filter(({ severity }) => severity === "error").length;
  if (errors === 0) return answer.invoice;
  return problem(
    422,
    `The invoice breaks ${errors === 1 ? "a rule" : `${errors} rules`}.`,
    "Correct what the findings name, and send it again.",
    {},
    { findings },
  );
}

function sha256(bytes: Uint8Array): Hex {
  return `0x${createHash("sha256").update(bytes).digest("hex")}`;
}

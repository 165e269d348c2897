import fontoxpath from "fontoxpath";
import type { Node } from "slimdom";

import type { Finding } from "./finding.ts";
import type { ReadXml } from "./read-xml.ts";
import { placeOf } from "./schematron.ts";
import type { Syntax } from "./syntax.ts";

/** What is read of an invoice; null for what it does not say, or says in a form that cannot be read. */
export interface InvoiceFields {
  /** BT-1. */
  number: string | null;
  /** BT-3, a code of UNTDID 1001: 380 for an invoice, 381 for a credit note. */
  type: string | null;
  /** BT-27. */
  seller: string | null;
  /** BT-44. */
  buyer: string | null;
  /** BT-13: number of the purchase order. */
  orderReference: string | null;
  /** BT-5, ISO 4217. */
  currency: string | null;
  /** BT-115, a decimal number. */
  amountDue: string | null;
  /** BT-2, year-month-day. */
  issueDate: string | null;
  /** BT-9, year-month-day. */
  dueDate: string | null;
}

type Name = keyof InvoiceFields;

const header =
  "/rsm:CrossIndustryInvoice/rsm:SupplyChainTradeTransaction/ram:ApplicableHeaderTrade";
const document = "/rsm:CrossIndustryInvoice/rsm:ExchangedDocument";
const sum = `${header}Settlement/ram:SpecifiedTradeSettlementHeaderMonetarySummation`;

/** Where each stands. */
const paths: Readonly<Record<Syntax["table"], Readonly<Record<Name, string>>>> = {
  ubl: {
    number: "/*/cbc:ID",
    type: "/*/cbc:InvoiceTypeCode | /*/cbc:CreditNoteTypeCode",
    seller: "/*/cac:AccountingSupplierParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
    buyer: "/*/cac:AccountingCustomerParty/cac:Party/cac:PartyLegalEntity/cbc:RegistrationName",
    orderReference: "/*/cac:OrderReference/cbc:ID",
    currency: "/*/cbc:DocumentCurrencyCode",
    amountDue: "/*/cac:LegalMonetaryTotal/cbc:PayableAmount",
    issueDate: "/*/cbc:IssueDate",
    dueDate: "/ubl:Invoice/cbc:DueDate | /cn:CreditNote/cac:PaymentMeans/cbc:PaymentDueDate",
  },
  cii: {
    number: `${document}/ram:ID`,
    type: `${document}/ram:TypeCode`,
    seller: `${header}Agreement/ram:SellerTradeParty/ram:Name`,
    buyer: `${header}Agreement/ram:BuyerTradeParty/ram:Name`,
    orderReference: `${header}Agreement/ram:BuyerOrderReferencedDocument/ram:IssuerAssignedID`,
    currency: `${header}Settlement/ram:InvoiceCurrencyCode`,
    amountDue: `${sum}/ram:DuePayableAmount`,
    issueDate: `${document}/ram:IssueDateTime/udt:DateTimeString`,
    dueDate: `${header}Settlement/ram:SpecifiedTradePaymentTerms/ram:DueDateDateTime/udt:DateTimeString`,
  },
};

export interface ReadFields {
  fields: InvoiceFields;
  /** Amounts and dates in a form that cannot be read. */
  findings: Finding[];
  /** Where the amount due stands, or would. */
  amountPlace: Pick<Finding, "line" | "location">;
  orderPlace: Pick<Finding, "line" | "location">;
}

export function readFields(syntax: Syntax, xml: ReadXml): ReadFields {
  const { namespaces } = syntax.rules;
  const nodeOf = (name: Name) =>
    fontoxpath.evaluateXPathToFirstNode<Node>(paths[syntax.table][name], xml.document, null, null, {
      namespaceResolver: (prefix) => namespaces[prefix] ?? null,
    });
  const root = xml.document.documentElement as Node;
  const placeIn = (name: Name) => placeOf(nodeOf(name) ?? root, syntax.rules, xml);
  const findings: Finding[] = [];
  const textOf = (name: Name) => {
    const text = nodeOf(name)?.textContent?.trim();
    return text === undefined || text === "" ? null : text;
  };
  const inForm = (name: Name, form: (text: string) => string | undefined, message: string) => {
    const text = textOf(name);
    const value = text === null ? undefined : form(text);
    if (text !== null && value === undefined)
      findings.push({ rule: "FOEDUS-FORM", severity: "error", message, ...placeIn(name) });
    return value ?? null;
  };
  const date = syntax.table === "ubl" ? isoDate : shortDate;
  return {
    fields: {
      number: textOf("number"),
      type: textOf("type"),
      seller: textOf("seller"),
      buyer: textOf("buyer"),
      orderReference: textOf("orderReference"),
      currency: textOf("currency"),
      amountDue: inForm("amountDue", decimal, "The amount due (BT-115) is no decimal number."),
      issueDate: inForm("issueDate", date, "The date of issue (BT-2) is no date."),
      dueDate: inForm("dueDate", date, "The date on which it is due (BT-9) is no date."),
    },
    findings,
    amountPlace: placeIn("amountDue"),
    orderPlace: placeIn("orderReference"),
  };
}

function decimal(text: string): string | undefined {
  return /^[+-]?\d{1,20}(?:\.\d{1,20})?$/.test(text) ? text.replace(/^\+/, "") : undefined;
}

function isoDate(text: string): string | undefined {
  const [, day = ""] = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})?$/.exec(text) ?? [];
  return isDay(day) ? day : undefined;
}

/** Format 102 of UNTDID 2379. */
function shortDate(text: string): string | undefined {
  const day = text.replace(/^(\d{4})(\d{2})(\d{2})$/, "$1-$2-$3");
  return isDay(day) ? day : undefined;
}

function isDay(text: string): boolean {
  const time = new Date(`${text}T00:00:00Z`);
  return (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(time.getTime()) &&
    time.toISOString().startsWith(text)
  );
}

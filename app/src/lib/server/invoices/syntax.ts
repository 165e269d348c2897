import type { Element } from "slimdom";

import { InvoiceUnreadable } from "./invoice-unreadable.ts";
import type { RuleTable } from "./schematron.ts";

import cii from "./rules/cii.json" with { type: "json" };
import ubl from "./rules/ubl.json" with { type: "json" };

/** What an invoice may be written in, by EN 16931-3. */
export interface Syntax {
  name: "UBL 2.1 Invoice" | "UBL 2.1 CreditNote" | "CII D16B";
  table: "ubl" | "cii";
  rules: RuleTable;
}

const syntaxes: Readonly<Record<string, Syntax>> = {
  "{urn:oasis:names:specification:ubl:schema:xsd:Invoice-2}Invoice": {
    name: "UBL 2.1 Invoice",
    table: "ubl",
    rules: ubl,
  },
  "{urn:oasis:names:specification:ubl:schema:xsd:CreditNote-2}CreditNote": {
    name: "UBL 2.1 CreditNote",
    table: "ubl",
    rules: ubl,
  },
  "{urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100}CrossIndustryInvoice": {
    name: "CII D16B",
    table: "cii",
    rules: cii,
  },
};

/**
 * The syntax that the outermost element tells.
 * @throws InvoiceUnreadable for any other XML.
 */
export function syntaxOf({ namespaceURI, localName }: Element): Syntax {
  const syntax = syntaxes[`{${namespaceURI ?? ""}}${localName}`];
  if (syntax !== undefined) return syntax;
  throw new InvoiceUnreadable(
    "The file is no invoice: its outermost element is neither of UBL 2.1 nor of CII.",
    "Send an Invoice or a CreditNote of UBL 2.1, or a CrossIndustryInvoice of CII D16B.",
    1,
  );
}

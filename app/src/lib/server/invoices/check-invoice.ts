import { differences, type Expectation } from "./expectation.ts";
import type { Finding } from "./finding.ts";
import { type InvoiceFields, readFields } from "./invoice-fields.ts";
import { readXml } from "./read-xml.ts";
import { brokenRules } from "./schematron.ts";
import { type Syntax, syntaxOf } from "./syntax.ts";

export interface CheckedInvoice {
  syntax: Syntax["name"];
  /** Version of the official rules that were asked. */
  rules: string;
  fields: InvoiceFields;
  /** In the order of the file. */
  findings: Finding[];
}

/**
 * Asks the rules of EN 16931 of a file, and compares it with its payment.
 * @throws InvoiceUnreadable
 */
export function checkInvoice(bytes: Uint8Array, expected?: Expectation): CheckedInvoice {
  const xml = readXml(bytes);
  const root = xml.document.documentElement;
  if (root === null) throw new Error("What was read has no outermost element.");
  const syntax = syntaxOf(root);
  const read = readFields(syntax, xml);
  const findings = [
    ...brokenRules(syntax.rules, xml),
    ...read.findings,
    ...(expected === undefined ? [] : differences(read, expected)),
  ];
  return {
    syntax: syntax.name,
    rules: syntax.rules.version,
    fields: read.fields,
    findings: findings.sort((a, b) => a.line - b.line),
  };
}

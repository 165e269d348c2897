import { type Hex, keccak256, stringToHex } from "viem";

import type { Finding } from "./finding.ts";
import type { ReadFields } from "./invoice-fields.ts";

/** What a payment would be captured for. */
export interface Expectation {
  /** Decimal number. */
  amount: string;
  /** ISO 4217. */
  currency: string;
  /** What the terms of the payment say of purchase order or contract; null for nothing. */
  orderReference: Hex | null;
}

/** Where an invoice asks for something else than its payment pays. */
export function differences(
  { fields, amountPlace, orderPlace }: Omit<ReadFields, "findings">,
  { amount, currency, orderReference }: Expectation,
): Finding[] {
  const findings: Finding[] = [];
  if (fields.amountDue !== null && !isSame(fields.amountDue, amount)) {
    findings.push({
      rule: "FOEDUS-TOTAL",
      severity: "error",
      message: `The amount due (BT-115) is ${fields.amountDue}, and the payment pays ${amount}.`,
      ...amountPlace,
    });
  }
  if (fields.currency !== null && fields.currency !== currency) {
    findings.push({
      rule: "FOEDUS-CURRENCY",
      severity: "error",
      message: `The invoice is in ${fields.currency.slice(0, 10)}, and the payment in ${currency}.`,
      ...amountPlace,
    });
  }
  if (orderReference !== null && !refersTo(fields.orderReference, orderReference)) {
    findings.push({
      rule: "FOEDUS-ORDER",
      // Payer and payee are free in what they refer to, and the escrow does not read it.
      severity: "warning",
      message:
        fields.orderReference === null
          ? "The invoice names no purchase order (BT-13), and the payment does."
          : "The payment refers to something else than the hash of the invoice's purchase order (BT-13).",
      ...orderPlace,
    });
  }
  return findings;
}

function refersTo(number: string | null, reference: Hex): boolean {
  return number !== null && keccak256(stringToHex(number)) === reference.toLowerCase();
}

/** Compares decimal numbers by their digits: 1210.0 and 1210.00 are the same. */
function isSame(one: string, other: string): boolean {
  return plain(one) === plain(other);
}

function plain(number: string): string {
  const [, sign = "", whole = "", part = ""] = /^(-?)0*(\d+?)(?:\.(\d*?)0*)?$/.exec(number) ?? [];
  const digits = part === "" ? whole : `${whole}.${part}`;
  return digits === "0" ? "0" : sign + digits;
}

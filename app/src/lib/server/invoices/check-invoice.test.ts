import fontoxpath from "fontoxpath";
import { Document } from "slimdom";
import { keccak256, stringToHex } from "viem";
import { describe, expect, it } from "vitest";

import { checkInvoice } from "./check-invoice.ts";
import { bytesOf, changed, examples } from "./examples/examples.ts";
import { InvoiceUnreadable } from "./invoice-unreadable.ts";

import cii from "./rules/cii.json" with { type: "json" };
import ubl from "./rules/ubl.json" with { type: "json" };

const check = (text: string) => checkInvoice(bytesOf(text));

/** Rules that a text breaks, each with the line. */
const broken = (text: string) => check(text).findings.map(({ rule, line }) => `${rule}:${line}`);
const rulesOf = (text: string) => [...new Set(check(text).findings.map(({ rule }) => rule))];

/** An invoice under another category of VAT, at a rate of 0. */
function ofCategory(text: string, category: string, exemption = ""): string {
  return text
    .replaceAll(/((?:cbc:ID|CategoryCode)>)S</g, `$1${category}<`)
    .replaceAll(/Percent>21</g, "Percent>0<")
    .replaceAll(">210.00<", ">0.00<")
    .replaceAll(">1210.00<", ">1000.00<")
    .replace(/(<cac:TaxSubtotal>[\s\S]*?<\/cbc:Percent>)|(?=<ram:BasisAmount>)/, `$1${exemption}`);
}

describe("checkInvoice", () => {
  it("finds nothing to say of invoices that follow the rules, and reads them", () => {
    const invoice = {
      number: "2026-0417",
      type: "380",
      seller: "Atelier Source SRL",
      buyer: "Office of Works",
      orderReference: "PO-2026-31",
      currency: "EUR",
      amountDue: "1210.00",
      issueDate: "2026-11-20",
      dueDate: "2026-12-20",
    };
    const rules = "1.3.15";
    const findings: never[] = [];
    expect(check(examples.ubl)).toEqual({
      syntax: "UBL 2.1 Invoice",
      rules,
      findings,
      fields: invoice,
    });
    expect(check(examples.cii)).toEqual({ syntax: "CII D16B", rules, findings, fields: invoice });
    expect(check(examples.creditNote)).toEqual({
      syntax: "UBL 2.1 CreditNote",
      rules,
      findings,
      fields: { ...invoice, number: "2026-C003", type: "381", dueDate: null },
    });
  });

  it("names rule, line and place of what is wrong", () => {
    const [finding] = check(
      changed(examples.ubl, "  <cbc:IssueDate>2026-11-20</cbc:IssueDate>\n", ""),
    ).findings;
    expect(finding).toEqual({
      rule: "BR-03",
      severity: "error",
      message: "An Invoice shall have an Invoice issue date (BT-2).",
      line: 2,
      location: "/ubl:Invoice",
    });
    const unit = check(changed(examples.ubl, '"C62"', '"NONE"')).findings;
    expect(unit).toMatchObject([
      {
        rule: "BR-CL-23",
        line: 108,
        location: "/ubl:Invoice/cac:InvoiceLine[2]/cbc:InvoicedQuantity",
      },
    ]);
  });

  // One of each family; the whole tables are the Commission's.
  it.each([
    ["BR", "<cbc:CustomizationID>urn:cen.eu:en16931:2017</cbc:CustomizationID>", "", "BR-01:2"],
    ["BR", "<cbc:ID>2026-0417</cbc:ID>", "", "BR-02:2"],
    ["BR", "<cbc:Name>Plans</cbc:Name>", "", "BR-25:106"],
    [
      "BR",
      '<cbc:PriceAmount currencyID="EUR">100',
      '<cbc:PriceAmount currencyID="EUR">-100',
      "BR-27:106",
    ],
    [
      "BR-CO",
      'LineExtensionAmount currencyID="EUR">1100.00',
      'LineExtensionAmount currencyID="EUR">1100.01',
      "BR-CO-10:81",
    ],
    [
      "BR-CO",
      'PayableAmount currencyID="EUR">1210.00',
      'PayableAmount currencyID="EUR">1209.00',
      "BR-CO-16:81",
    ],
    ["BR-CO", "<cbc:DueDate>2026-12-20</cbc:DueDate>", "", "BR-CO-25:86"],
    ["BR-S", "<cbc:Percent>21</cbc:Percent>", "<cbc:Percent>0</cbc:Percent>", "BR-S-06:59"],
    ["BR-S", "<cbc:CompanyID>BE0123456749</cbc:CompanyID>", "", "BR-S-02:2"],
    [
      "BR-DEC",
      'PayableAmount currencyID="EUR">1210.00',
      'PayableAmount currencyID="EUR">1210.001',
      "BR-DEC-18:81",
    ],
    ["BR-CL", "DocumentCurrencyCode>EUR", "DocumentCurrencyCode>EURO", "BR-CL-04:10"],
    ["BR-CL", "InvoiceTypeCode>380", "InvoiceTypeCode>1", "BR-CL-01:9"],
    [
      "UBL-SR",
      "<cac:PaymentMeans>",
      "<cac:ContractDocumentReference><cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID></cac:ContractDocumentReference><cac:PaymentMeans>",
      "UBL-SR-01:2",
    ],
    [
      "UBL-CR",
      "<cbc:ID>2026-0417</cbc:ID>",
      "<cbc:UUID>6</cbc:UUID><cbc:ID>2026-0417</cbc:ID>",
      "UBL-CR-005:2",
    ],
    ["UBL-DT", ">100.00</cbc:Amount>", ">100.001</cbc:Amount>", "UBL-DT-01:58"],
  ])("tells a broken rule of %s in UBL: %s", (_, part, by, found) => {
    expect(broken(changed(examples.ubl, part, by))).toContain(found);
  });

  it.each([
    ["BR", /\s*<ram:Name>Office of Works<\/ram:Name>/, "", "BR-07"],
    ["BR-CO", "<ram:DuePayableAmount>1210.00", "<ram:DuePayableAmount>1209.00", "BR-CO-16"],
    ["BR-CO", "<ram:CalculatedAmount>210.00", "<ram:CalculatedAmount>220.00", "BR-CO-14"],
    ["BR-S", "<ram:RateApplicablePercent>21<", "<ram:RateApplicablePercent>0<", "BR-S-05"],
    ["BR-DEC", "<ram:GrandTotalAmount>1210.00", "<ram:GrandTotalAmount>1210.001", "BR-DEC-14"],
    ["BR-CL", "<ram:InvoiceCurrencyCode>EUR", "<ram:InvoiceCurrencyCode>EURO", "BR-CL-04"],
    ["CII-SR", /<ram:GuidelineSpecified[\s\S]*DocumentContextParameter>/, "$&$&", "CII-SR-009"],
    ["CII-DT", 'format="102">20261120', 'format="102">2026-11-20', "CII-DT-097"],
  ])("tells a broken rule of %s in CII: %s", (_, part, by, found) => {
    expect(rulesOf(changed(examples.cii, part, by))).toContain(found);
  });

  it.each([
    ["Z", [], []],
    ["E", ["BR-E-10"], []],
    ["AE", ["BR-AE-02", "BR-AE-10"], ["BR-AE-02"]],
    ["K", ["BR-IC-02", "BR-IC-10", "BR-IC-11", "BR-IC-12"], ["BR-IC-02", "BR-IC-11", "BR-IC-12"]],
    ["G", ["BR-G-10"], []],
    ["O", ["BR-O-10"], ["BR-O-02", "BR-O-05"]],
  ])("asks for what the category %s of VAT needs", (category, needed, stillNeeded) => {
    for (const text of [examples.ubl, examples.cii]) {
      const [tag, isUbl] =
        text === examples.ubl ? ["cbc:TaxExemptionReason", true] : ["ram:ExemptionReason", false];
      const without = rulesOf(ofCategory(text, category));
      for (const rule of needed)
        expect([isUbl, without]).toEqual([isUbl, expect.arrayContaining([rule])]);
      if (needed.length === 0) expect([isUbl, without]).toEqual([isUbl, []]);
      const reasoned = rulesOf(ofCategory(text, category, `<${tag}>why</${tag}>`));
      for (const rule of stillNeeded)
        expect([isUbl, reasoned]).toEqual([isUbl, expect.arrayContaining([rule])]);
      if (category !== "Z")
        expect(reasoned.some((rule) => rule.endsWith("-10") && rule !== "BR-CO-10")).toBe(false);
    }
  });

  it("refuses values that are no numbers, no dates, or given twice, and fails at none", () => {
    const rules = (part: string, by: string) => rulesOf(changed(examples.ubl, part, by));
    expect(rules(">1210.00</cbc:PayableAmount>", ">much</cbc:PayableAmount>")).toContain(
      "FOEDUS-FORM",
    );
    expect(rules("IssueDate>2026-11-20", "IssueDate>2026-02-30")).toEqual(["FOEDUS-FORM"]);
    expect(rules("ChargeIndicator>false", "ChargeIndicator>maybe")).toContain("FOEDUS-FORM");
    expect(rules("<cbc:ID>2026-0417</cbc:ID>", "<cbc:ID>1</cbc:ID><cbc:ID>2</cbc:ID>")).toContain(
      "BR-02",
    );
  });

  it("adds up amounts to the cent, whatever binary fractions make of them", () => {
    const two = 'currencyID="EUR">';
    let state = 7;
    const random = () => (state = (state * 48_271) % 2_147_483_647);
    const cents = (amount: number) => (amount / 100).toFixed(2);
    for (let round = 0; round < 60; round += 1) {
      const [one, other] = [random() % 10_000_000, random() % 10_000_000];
      const discount = random() % Math.max(1, one);
      const net = one + other - discount;
      const tax = Math.round((net * 21) / 100);
      const text = examples.ubl
        .replace(`${two}1100.00`, `${two}${cents(one + other)}`)
        .replace(`${two}800.00`, `${two}${cents(one)}`)
        .replace(`${two}300.00`, `${two}${cents(other)}`)
        .replaceAll(`${two}1000.00`, `${two}${cents(net)}`)
        .replaceAll(`${two}210.00`, `${two}${cents(tax)}`)
        .replaceAll(`${two}1210.00`, `${two}${cents(net + tax)}`)
        .replace(/(<cbc:Amount currencyID="EUR">)100.00/, `$1${cents(discount)}`)
        .replace(/(AllowanceTotalAmount currencyID="EUR">)100.00/, `$1${cents(discount)}`);
      expect([one, other, discount, broken(text)]).toEqual([one, other, discount, []]);
    }
  });

  it("tells another total, currency or order than the payment's", () => {
    const expected = {
      amount: "1210",
      currency: "EUR",
      orderReference: keccak256(stringToHex("PO-2026-31")),
    };
    const rules = (change: Partial<typeof expected>, text = examples.ubl) =>
      checkInvoice(bytesOf(text), { ...expected, ...change }).findings;
    for (const text of Object.values(examples)) expect(rules({}, text)).toEqual([]);
    expect(rules({ amount: "1210.01" })).toEqual([
      {
        rule: "FOEDUS-TOTAL",
        severity: "error",
        message: "The amount due (BT-115) is 1210.00, and the payment pays 1210.01.",
        line: 86,
        location: "/ubl:Invoice/cac:LegalMonetaryTotal/cbc:PayableAmount",
      },
    ]);
    expect(rules({ amount: "121" }, examples.cii)).toMatchObject([
      { rule: "FOEDUS-TOTAL", line: 134 },
    ]);
    expect(rules({ currency: "USD" })).toMatchObject([{ rule: "FOEDUS-CURRENCY" }]);
    expect(rules({ orderReference: keccak256(stringToHex("PO-2")) })).toMatchObject([
      { rule: "FOEDUS-ORDER", severity: "warning", line: 13 },
    ]);
    const without = changed(
      examples.ubl,
      /  <cac:OrderReference>[\s\S]*?<\/cac:OrderReference>\n/,
      "",
    );
    expect(rules({}, without)).toMatchObject([{ rule: "FOEDUS-ORDER", line: 2 }]);
  });

  it("refuses XML that is no invoice", () => {
    const order = examples.ubl.replaceAll("Invoice-2", "Order-2");
    for (const text of ["<Invoice/>", order, '<html xmlns="http://www.w3.org/1999/xhtml"/>'])
      expect(() => check(text)).toThrow(InvoiceUnreadable);
  });

  it("has the official rules, and a processor that understands each of them", () => {
    for (const [table, least] of [
      [ubl, 950],
      [cii, 750],
    ] as const) {
      const namespaceResolver = (prefix: string) =>
        (table.namespaces as Record<string, string>)[prefix] ?? null;
      const tests = table.patterns.flatMap((rules) =>
        rules.flatMap(({ context, assertions }) => [
          context,
          ...assertions.map(({ test }) => test),
        ]),
      );
      expect(tests.length).toBeGreaterThan(least);
      for (const test of tests) {
        try {
          fontoxpath.evaluateXPathToBoolean(test, new Document(), null, null, {
            namespaceResolver,
          });
        } catch (error) {
          // Without an invoice there is nothing to ask; only what is static tells of the rule.
          expect([test, String(error)]).toEqual([test, expect.not.stringContaining("XPST")]);
        }
      }
    }
  });
});

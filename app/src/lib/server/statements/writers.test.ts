import { evaluateXPathToNumber, evaluateXPathToStrings } from "fontoxpath";
import { describe, expect, it } from "vitest";

import { readXml } from "../invoices/read-xml.ts";
import { getPaymentStatement } from "../api/payments.ts";
import { formatOf, tellStatement } from "./answer-statement.ts";
import { balanced, type Movement, type Statement } from "./statement.ts";
import { camtNamespace, escaped, statementCamt } from "./write-camt.ts";
import { statementCsv } from "./write-csv.ts";
import { statementJson } from "./write-json.ts";

const bytes32 = `0x${"1f".repeat(32)}` as const;
const somebody = `0x${"ab".repeat(20)}` as const;
const payer = `0x${"cd".repeat(20)}` as const;

const movement = (own: Partial<Movement>): Movement => ({
  kind: "authorised",
  effect: "credit",
  amount: 1n,
  fee: null,
  counterparty: somebody,
  debtor: somebody,
  ultimateDebtor: null,
  reference: { kind: "payment", id: bytes32 },
  invoice: null,
  orderReference: bytes32,
  paymentReference: null,
  transaction: bytes32,
  logIndex: 0,
  block: 7,
  time: 1_700_000_000,
  ...own,
});

function statementOf(symbol = "EUR"): Statement {
  return balanced(
    {
      account: {
        kind: "payment",
        id: bytes32,
        holder: somebody,
        token: { address: somebody, symbol, decimals: 6 },
      },
      period: { from: 1_600_000_000, to: null },
      asOf: { block: 9, time: 1_700_000_100 },
    },
    5_000_000n,
    [
      movement({ amount: 2_500_001n, ultimateDebtor: payer }),
      movement({
        kind: "captured",
        effect: "debit",
        debtor: null,
        amount: 1_000_000n,
        fee: 10_000n,
        invoice: bytes32,
        logIndex: 1,
      }),
      movement({ kind: "refunded", effect: "information", amount: 3n, logIndex: 2 }),
    ],
    6_500_001n,
  );
}

describe("a statement as CSV", () => {
  it("has a line for each entry, between the balances", () => {
    const [head = "", ...lines] = statementCsv(statementOf()).trimEnd().split("\r\n");
    const columns = head.split(",");
    const cells = lines.map((line) => {
      const values = line.split(",");
      expect(values).toHaveLength(columns.length);
      return Object.fromEntries(columns.map((column, i) => [column, values[i]]));
    });
    const parts = cells.map(({ type, credit, debit, information, balance }) => [
      type,
      credit,
      debit,
      information,
      balance,
    ]);
    expect(parts).toEqual([
      ["opening", "", "", "", "5.000000"],
      ["entry", "2.500001", "", "", "7.500001"],
      ["entry", "", "1.000000", "", "6.500001"],
      ["entry", "", "", "0.000003", "6.500001"],
      ["closing", "", "", "", "6.500001"],
    ]);
    expect(cells[2]).toMatchObject({
      fee: "0.010000",
      invoice: bytes32,
      value_date: "2023-11-14T22:13:20Z",
    });
  });

  it("says who paid, and for whom", () => {
    const [head = "", , entry = ""] = statementCsv(statementOf()).split("\r\n");
    const cells = Object.fromEntries(
      head.split(",").map((column, i) => [column, entry.split(",")[i]]),
    );
    expect(cells).toMatchObject({ debtor: somebody, ultimate_debtor: payer });
  });

  it.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])(
    "lets no name of a token be the formula %j",
    (symbol) => {
      const lines = statementCsv(statementOf(symbol)).trimEnd().split("\r\n");
      for (const line of lines.slice(1)) expect(line).toMatch(/,"?'[=+\-@\t\r]/);
    },
  );
});

describe("a statement like camt.053", () => {
  const { document } = readXml(new TextEncoder().encode(statementCamt(statementOf())));
  const strings = (path: string) =>
    evaluateXPathToStrings(path, document, null, null, {
      namespaceResolver: () => camtNamespace,
    });

  it("has the parts of a statement in the order of camt.053", () => {
    expect(strings("/Document/BkToCstmrStmt/*/local-name()")).toEqual(["GrpHdr", "Stmt"]);
    expect(strings("distinct-values(//Stmt/*/local-name())")).toEqual([
      "Id",
      "CreDtTm",
      "FrToDt",
      "Acct",
      "Bal",
      "TxsSummry",
      "Ntry",
      "AddtlStmtInf",
    ]);
    expect(strings("//Ntry[2]/*/local-name()")).toEqual([
      "NtryRef",
      "Amt",
      "CdtDbtInd",
      "Sts",
      "BookgDt",
      "ValDt",
      "AcctSvcrRef",
      "BkTxCd",
      "Chrgs",
      "NtryDtls",
      "AddtlNtryInf",
    ]);
  });

  it("has the balances, and entries that lead from one to the other", () => {
    expect(strings("//Bal/Tp/CdOrPrtry/Cd")).toEqual(["OPBD", "CLBD"]);
    expect(strings("//Bal/Amt")).toEqual(["5.000000", "6.500001"]);
    const sum = (indicator: string) =>
      evaluateXPathToNumber(
        `sum(//Ntry[Sts/Cd = "BOOK"][CdtDbtInd = "${indicator}"]/Amt/xs:decimal(.))`,
        document,
        null,
        null,
        {
          namespaceResolver: (prefix) =>
            prefix === "xs" ? "http://www.w3.org/2001/XMLSchema" : camtNamespace,
        },
      );
    expect(5 + sum("CRDT") - sum("DBIT")).toBeCloseTo(6.500001, 6);
    expect(strings("//Ntry/Sts/Cd")).toEqual(["BOOK", "BOOK", "INFO"]);
    expect(strings("//TxsSummry/TtlDbtNtries/*")).toEqual(["1", "1.000000"]);
    expect(strings("//Ntry[2]//RfrdDocInf/Tp/CdOrPrtry/Cd")).toEqual(["CINV", "PUOR"]);
  });

  it("names parties in the order of camt.053: debtor, ultimate debtor, creditor", () => {
    const parties = (entry: number) =>
      strings(`//Ntry[${entry}]//RltdPties/*/concat(local-name(), " ", .//Othr/Id)`);
    expect(parties(1)).toEqual([`Dbtr ${somebody}`, `UltmtDbtr ${payer}`]);
    expect(parties(2)).toEqual([`Cdtr ${somebody}`]);
    expect(parties(3)).toEqual([`Dbtr ${somebody}`, `Cdtr ${somebody}`]);
  });

  it("says of itself in what it differs", () => {
    expect(strings("//GrpHdr/AddtlInf")[0]).toMatch(/Different from it: the namespace/);
    expect(camtNamespace).not.toContain("iso:std:iso:20022");
  });

  it("stays well-formed whatever a token is called", () => {
    const symbol = `<!--"&]]>'\u0000\u0008\uD800\uFFFF`;
    const read = readXml(new TextEncoder().encode(statementCamt(statementOf(symbol))));
    const [name] = evaluateXPathToStrings("//Acct/Ccy", read.document, null, null, {
      namespaceResolver: () => camtNamespace,
    });
    expect(name).toBe(`<!--"&]]>'${"\uFFFD".repeat(4)}`);
    expect(escaped("a\tb")).toBe("a\tb");
  });
});

describe("a statement as JSON", () => {
  it("is what the description says", () => {
    const shape = getPaymentStatement.answers["200"]?.content?.["application/json"];
    const told: unknown = JSON.parse(JSON.stringify(statementJson(statementOf())));
    expect(shape?.parse(told)).toMatchObject({
      openingBalance: "5000000",
      closingBalance: "6500001",
      entries: [{ amount: "2500001" }, { fee: "10000" }, { effect: "information" }],
    });
  });
});

describe("what is asked for", () => {
  it.each([
    [null, "json"],
    ["*/*", "json"],
    ["text/csv", "csv"],
    ["application/xml", "camt"],
    ["text/xml; charset=utf-8", "camt"],
    ["text/html, application/xml;q=0.4, text/csv;q=0.9, */*;q=0.1", "csv"],
    ["application/json;q=0, text/csv;q=0.1", "csv"],
    ["image/png", undefined],
  ])("of Accept %j is %s", (accept, format) => {
    expect(formatOf(accept)).toBe(format);
  });

  const told = (asked: Parameters<typeof tellStatement>[0], accept: string | null = null) =>
    tellStatement(asked, accept, async () => statementOf());

  it("comes by the parameter before the header, with a name for the file", async () => {
    expect(await told({ format: "camt" }, "text/csv")).toMatchObject({
      type: "application/xml; charset=utf-8",
      vary: "accept",
      file: "statement-payment-0x1f1f1f1f.xml",
    });
  });

  it("is refused for a period that is none, and for another form", async () => {
    const now = "2026-11-27T00:00:00Z";
    await expect(told({ from: now, to: now })).rejects.toMatchObject({ status: 400 });
    await expect(told({}, "image/png")).rejects.toMatchObject({ status: 406 });
  });

  it("is refused while as many are made as may be", async () => {
    let release: () => void = () => undefined;
    const wait = new Promise<void>((resolve) => (release = resolve));
    const slow = () =>
      tellStatement({}, null, async () => {
        await wait;
        return statementOf();
      });
    const begun = Array.from({ length: 4 }, slow);
    await expect(slow()).rejects.toMatchObject({ status: 503 });
    release();
    await Promise.all(begun);
    expect(await slow()).toMatchObject({ type: "application/json" });
  });
});

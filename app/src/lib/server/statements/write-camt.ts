import { iso } from "./iso.ts";
import type { Entry, Hex, Statement } from "./statement.ts";
import { fixed } from "./write-csv.ts";

/** Not ISO 20022's own namespace: what bears that can be checked against its schema, and this would fail. */
export const camtNamespace = "urn:foedus:statement:like:camt.053.001";

/** What stands in every document, so that nobody takes it for what it is not. */
const plainly =
  "Elements have the names, places and meaning of camt.053.001. Different from it: the namespace; identifiers and texts may be longer; Ccy is a token's symbol, amounts have the token's fraction digits; parties are addresses without names, the servicer is the contract that holds or moves the money. The balance of a subscription is what was collected for it so far: nobody holds it. Entries with the status INFO moved elsewhere and are in no balance.";

/**
 * For programs of accountants that read camt.053: the same names at the same places, as far as a chain has what they stand for.
 */
export function statementCamt(statement: Statement): string {
  const { account, period, asOf, opening, closing, entries, totals } = statement;
  const { token } = account;
  const money = (name: string, amount: bigint) =>
    `<${name} Ccy="${escaped(token.symbol)}">${fixed(amount, token.decimals)}</${name}>`;
  const until = iso(Math.min(period.to ?? asOf.time, asOf.time));
  const since = iso(period.from ?? entries[0]?.time ?? asOf.time);
  const id = `${account.kind}-${account.id}-${asOf.block}`;
  const balance = (code: string, amount: bigint, time: string) =>
    `<Bal><Tp><CdOrPrtry>${leaf("Cd", code)}</CdOrPrtry></Tp>${money("Amt", amount)}${leaf("CdtDbtInd", "CRDT")}<Dt>${leaf("DtTm", time)}</Dt></Bal>`;
  const total = (name: string, { count, amount }: { count: number; amount: bigint }) =>
    `<${name}>${leaf("NbOfNtries", String(count))}${leaf("Sum", fixed(amount, token.decimals))}</${name}>`;
  return [
    `<?xml version="1.0" encoding="UTF-8"?>\n`,
    `<Document xmlns="${camtNamespace}"><BkToCstmrStmt>\n`,
    `<GrpHdr>${leaf("MsgId", id)}${leaf("CreDtTm", iso(asOf.time))}${leaf("AddtlInf", plainly)}</GrpHdr>\n`,
    `<Stmt>${leaf("Id", id)}${leaf("CreDtTm", iso(asOf.time))}<FrToDt>${leaf("FrDtTm", since)}${leaf("ToDtTm", until)}</FrToDt>\n`,
    `<Acct><Id>${other(account.id, `foedus:${account.kind}`)}</Id>${leaf("Ccy", token.symbol)}<Svcr><FinInstnId>${other(account.holder, "eip155:address")}</FinInstnId></Svcr></Acct>\n`,
    balance("OPBD", opening, since),
    "\n",
    balance("CLBD", closing, until),
    "\n",
    `<TxsSummry>${total("TtlCdtNtries", totals.credit)}${total("TtlDbtNtries", totals.debit)}</TxsSummry>\n`,
    ...entries.map((entry) => `${entryElement(entry, money)}\n`),
    `${leaf("AddtlStmtInf", `As of block ${asOf.block}, ${iso(asOf.time)}.`)}\n`,
    "</Stmt></BkToCstmrStmt></Document>\n",
  ].join("");
}

function entryElement(entry: Entry, money: (name: string, amount: bigint) => string): string {
  const { id, effect, amount, kind, fee, time, transaction, invoice } = entry;
  const isCredit = effect === "credit";
  const date = `<DtTm>${iso(time)}</DtTm>`;
  const references = [
    leaf("AcctSvcrRef", id),
    entry.reference === null ? "" : leaf("EndToEndId", entry.reference.id),
    leaf("TxId", transaction),
    entry.paymentReference === null
      ? ""
      : `<Prtry>${leaf("Tp", "payment-reference")}${leaf("Ref", entry.paymentReference)}</Prtry>`,
  ].join("");
  const parties = [
    party("Dbtr", entry.debtor),
    party("UltmtDbtr", entry.ultimateDebtor),
    party("Cdtr", isCredit ? null : entry.counterparty),
  ].join("");
  const documents = [
    invoice === null ? "" : referred(kind === "refunded" ? "CREN" : "CINV", invoice),
    entry.orderReference === null ? "" : referred("PUOR", entry.orderReference),
  ].join("");
  return [
    `<Ntry>${leaf("NtryRef", id)}${money("Amt", amount)}${leaf("CdtDbtInd", isCredit ? "CRDT" : "DBIT")}`,
    `<Sts>${leaf("Cd", effect === "information" ? "INFO" : "BOOK")}</Sts>`,
    `<BookgDt>${date}</BookgDt><ValDt>${date}</ValDt>${leaf("AcctSvcrRef", transaction)}`,
    `<BkTxCd><Prtry>${leaf("Cd", kind)}${leaf("Issr", "foedus")}</Prtry></BkTxCd>`,
    fee === null ? "" : `<Chrgs>${money("TtlChrgsAndTaxAmt", fee)}</Chrgs>`,
    `<NtryDtls><TxDtls><Refs>${references}</Refs>${money("Amt", amount)}${leaf("CdtDbtInd", isCredit ? "CRDT" : "DBIT")}`,
    parties === "" ? "" : `<RltdPties>${parties}</RltdPties>`,
    documents === "" ? "" : `<RmtInf><Strd>${documents}</Strd></RmtInf>`,
    `</TxDtls></NtryDtls>${leaf("AddtlNtryInf", `block ${entry.block}, log ${entry.logIndex}`)}</Ntry>`,
  ].join("");
}

const leaf = (name: string, value: string) => `<${name}>${escaped(value)}</${name}>`;

const other = (id: string, scheme: string) =>
  `<Othr>${leaf("Id", id)}<SchmeNm>${leaf("Prtry", scheme)}</SchmeNm></Othr>`;

const party = (role: string, account: Hex | null) =>
  account === null
    ? ""
    : `<${role}><Pty><Id><PrvtId>${other(account, "eip155:address")}</PrvtId></Id></Pty></${role}>`;

const referred = (code: string, number: string) =>
  `<RfrdDocInf><Tp><CdOrPrtry>${leaf("Cd", code)}</CdOrPrtry></Tp>${leaf("Nb", number)}</RfrdDocInf>`;

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Text of XML 1.0: what it does not know at all becomes the sign for that. */
export function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "\u{FFFD}")
    .replaceAll(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}

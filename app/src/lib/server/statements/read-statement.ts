import { zeroAddress } from "viem";

import type { TokenTransfer } from "#lib/chain/read-transfers.ts";
import type { Index } from "#lib/index/client.ts";
import {
  balanceAtQuery,
  indexBlockQuery,
  logPage,
  paymentAtQuery,
  paymentBeforeQuery,
  paymentLogQuery,
  reasonLists,
  type PaymentLogRow,
  type Reasons,
  reasonsQuery,
  streamAtQuery,
  streamBeforeQuery,
  streamLogQuery,
  subscriptionAtQuery,
  subscriptionBeforeQuery,
  subscriptionLogQuery,
  transferBeforeQuery,
  transfersQuery,
} from "#lib/index/statements.ts";

import { Problem } from "../api/problem-of.ts";
import { accountMovements } from "./account-movements.ts";
import { paymentMovements, streamMovements, subscriptionMovements } from "./custody-movements.ts";
import {
  balanced,
  type Hex,
  type Movement,
  type Period,
  type Statement,
  type Token,
} from "./statement.ts";

/** Lines of the log of a statement at most, so that it stays within the memory of a server. */
export const longestStatement = 20_000;

/** Transactions that are asked about at once. */
const reasonPage = 250;

/** Beyond the times that contracts count. */
const never = 2n ** 48n;

export interface StatementSources {
  index: Index;
  /** What the token with an address is called, and its decimals. */
  tokenAt: (address: Hex) => Promise<Token>;
  /** What tokens said in a transaction, in the order of the chain. */
  transfersIn: (transaction: Hex) => Promise<readonly TokenTransfer[]>;
}

/** A part of a log: what is asked of the index, without what changes from page to page. */
interface Bounds {
  from: string;
  until: string;
  block: number;
}

/**
 * Of what the escrow holds for a payment.
 * @throws Problem 404 where there is no such payment, 400 for a period with too much in it, 503 while the index has no block.
 */
export async function paymentStatement(
  sources: StatementSources,
  id: Hex,
  period: Period,
): Promise<Statement> {
  const { index } = sources;
  return agreementStatement(sources, { kind: "payment", id }, period, {
    at: async (block) => heldFor((await index.ask(paymentAtQuery, { id, block })).payment),
    log: (page) => index.ask(paymentLogQuery, { payment: id, ...page }),
    before: (asked) => index.ask(paymentBeforeQuery, { payment: id, ...asked }),
    movements: async (payment, rows) =>
      paymentMovements(id, payment, rows, await funderOf(sources, payment, rows)),
  });
}

/**
 * Whose money was authorised. The account that brought a payment may have paid, or have brought a signature of the payer's: the log of the
 * escrow is the same, so the token is asked, from whom the escrow got its money next.
 */
async function funderOf(
  { transfersIn }: StatementSources,
  { payer, token, contract }: { payer: Hex; token: { id: Hex }; contract: Hex },
  rows: readonly PaymentLogRow[],
): Promise<Hex | null> {
  const authorised = rows.find((row) => row.__typename === "PaymentAuthorised");
  if (authorised?.__typename !== "PaymentAuthorised" || authorised.actor === payer) return payer;
  const transfers = await transfersIn(authorised.transaction);
  const collected = transfers.find(
    (transfer) =>
      transfer.logIndex > authorised.logIndex &&
      transfer.token === token.id &&
      transfer.to === contract,
  );
  return collected?.from ?? null;
}

/** Of what is held for a stream; as `paymentStatement`. */
export async function streamStatement(
  sources: StatementSources,
  id: Hex,
  period: Period,
): Promise<Statement> {
  const { index } = sources;
  return agreementStatement(sources, { kind: "stream", id }, period, {
    at: async (block) => heldFor((await index.ask(streamAtQuery, { id, block })).stream),
    log: (page) => index.ask(streamLogQuery, { stream: id, ...page }),
    before: (asked) => index.ask(streamBeforeQuery, { stream: id, ...asked }),
    movements: async (stream, rows) => streamMovements(id, stream, rows),
  });
}

/** Of what was collected for a subscription, for which nothing is held; as `paymentStatement`. */
export async function subscriptionStatement(
  sources: StatementSources,
  id: Hex,
  period: Period,
): Promise<Statement> {
  const { index } = sources;
  return agreementStatement(sources, { kind: "subscription", id }, period, {
    at: async (block) => {
      const { subscription } = await index.ask(subscriptionAtQuery, { id, block });
      return subscription && { ...subscription, balance: subscription.collected };
    },
    log: (page) => index.ask(subscriptionLogQuery, { subscription: id, ...page }),
    before: (asked) => index.ask(subscriptionBeforeQuery, { subscription: id, ...asked }),
    movements: async (subscription, rows) => subscriptionMovements(id, subscription, rows),
  });
}

interface Agreement {
  contract: Hex;
  token: { id: Hex };
  balance: bigint;
}

/** What a contract holds money for. */
function heldFor<Found extends { custody: { contract: Hex }; held: bigint }>(found: Found | null) {
  return found && { ...found, contract: found.custody.contract, balance: found.held };
}

/** How a payment, a stream or a subscription is read. */
interface AgreementReading<Found extends Agreement, Row> {
  /** As it was after a block; null where it was not there. */
  at: (block: number) => Promise<Found | null>;
  log: (page: Bounds & { after: string }) => Promise<{ rows: readonly Row[] }>;
  before: (asked: {
    from: string;
    block: number;
  }) => Promise<{ rows: readonly { block: number }[] }>;
  movements: (found: Found, rows: readonly Row[]) => Promise<Movement[]>;
}

async function agreementStatement<
  Found extends Agreement,
  Row extends { ordinal: bigint; block: number },
>(
  { index, tokenAt }: StatementSources,
  { kind, id }: { kind: AgreementKind; id: Hex },
  period: Period,
  { at, log, before, movements }: AgreementReading<Found, Row>,
): Promise<Statement> {
  const asOf = await indexBlock(index);
  const found = await at(asOf.block);
  if (found === null) throw unknown(kind);
  const balanceAt = async (block: number) => (await at(block))?.balance ?? 0n;
  const bounds = boundsOf(period, asOf.block);
  const [rows, opening, token] = await Promise.all([
    wholeLog((after) => log({ ...bounds, after })),
    openingOf(period, () => before({ from: bounds.from, block: asOf.block }), balanceAt),
    tokenAt(found.token.id),
  ]);
  const last = rows.at(-1);
  return balanced(
    { account: { kind, id, holder: found.contract, token }, period, asOf },
    opening,
    await movements(found, rows),
    last === undefined ? opening : await balanceAt(last.block),
  );
}

/**
 * Of the test e-money that an account has; as `paymentStatement`. An account that never had any has a statement, too.
 * @param euro Address of the token.
 * @throws Problem 404 for the zero address, too, which has no balance: tokens name it where money is minted and redeemed.
 */
export async function accountStatement(
  { index, tokenAt }: StatementSources,
  euro: Hex,
  account: Hex,
  period: Period,
): Promise<Statement> {
  if (account === zeroAddress) {
    throw new Problem(
      404,
      "The zero address is no account.",
      "Give the address of an account that has money; what is minted and redeemed stands in the statements of those who got and gave it.",
    );
  }
  const asOf = await indexBlock(index);
  const { block } = asOf;
  const holder = `${euro}${account.slice(2)}`;
  const balanceAt = async (block: number) =>
    (await index.ask(balanceAtQuery, { holder, block })).holder?.balance ?? 0n;
  const bounds = boundsOf(period, block);
  const [transfers, opening] = await Promise.all([
    wholeLog((after) => index.ask(transfersQuery, { account, after, ...bounds })),
    openingOf(
      period,
      () => index.ask(transferBeforeQuery, { account, from: bounds.from, block }),
      balanceAt,
    ),
  ]);
  const transactions = [...new Set(transfers.map(({ transaction }) => transaction))];
  const reasons = await reasonsOf(index, transactions, block);
  const last = transfers.at(-1);
  return balanced(
    {
      account: { kind: "account", id: account, holder: euro, token: await tokenAt(euro) },
      period,
      asOf,
    },
    opening,
    accountMovements(account, transfers, reasons),
    last === undefined ? opening : await balanceAt(last.block),
  );
}

async function indexBlock(index: Index): Promise<Statement["asOf"]> {
  const { _meta: meta } = await index.ask(indexBlockQuery, {});
  if (meta === null || meta.block.timestamp === null || meta.hasIndexingErrors) {
    throw new Problem(
      503,
      "The index cannot answer now.",
      "Try again in a moment; tell the operator of this server if it fails again.",
    );
  }
  return { block: meta.block.number, time: meta.block.timestamp };
}

type AgreementKind = "payment" | "stream" | "subscription";

function unknown(what: AgreementKind): Problem {
  return new Problem(
    404,
    `There is no such ${what}.`,
    `Give the id of a ${what} of /api/v1/${what}s; the index knows a new one some seconds after its block.`,
  );
}

function boundsOf({ from, to }: Period, block: number): Bounds {
  return { from: String(from ?? 0), until: String(to ?? never), block };
}

/** All of a log, page by page. */
async function wholeLog<Row extends { ordinal: bigint }>(
  page: (after: string) => Promise<{ rows: readonly Row[] }>,
): Promise<Row[]> {
  const all: Row[] = [];
  for (;;) {
    const { rows } = await page(String(all.at(-1)?.ordinal ?? -1n));
    all.push(...rows);
    if (all.length > longestStatement) {
      throw new Problem(
        400,
        `The period has more than ${longestStatement} entries.`,
        "Ask for a shorter one with from and to.",
      );
    }
    if (rows.length < logPage) return all;
  }
}

/** What was held after the last that was said before the period. */
async function openingOf(
  { from }: Period,
  before: () => Promise<{ rows: readonly { block: number }[] }>,
  heldAt: (block: number) => Promise<bigint>,
): Promise<bigint> {
  if (from === null) return 0n;
  const [last] = (await before()).rows;
  return last === undefined ? 0n : heldAt(last.block);
}

/** What was said in transactions, some of them at a time. */
async function reasonsOf(
  index: Index,
  transactions: readonly Hex[],
  block: number,
): Promise<Reasons> {
  const parts: Reasons[] = [];
  for (let at = 0; at < transactions.length; at += reasonPage)
    parts.push(...(await reasonsIn(index, transactions.slice(at, at + reasonPage), block)));
  return Object.fromEntries(
    reasonLists.map((list) => [list, parts.flatMap((part): unknown[] => part[list])]),
  ) as unknown as Reasons;
}

async function reasonsIn(
  index: Index,
  transactions: readonly Hex[],
  block: number,
): Promise<Reasons[]> {
  const read = await index.ask(reasonsQuery, { transactions: [...transactions], block });
  if (reasonLists.every((list) => read[list].length < logPage)) return [read];
  const [only] = transactions;
  if (transactions.length === 1) {
    throw new Problem(
      400,
      `The transaction ${only} says too much.`,
      "Ask for a period without it, by from and to.",
    );
  }
  // A list was cut: half of the transactions say less.
  const middle = Math.ceil(transactions.length / 2);
  return [
    ...(await reasonsIn(index, transactions.slice(0, middle), block)),
    ...(await reasonsIn(index, transactions.slice(middle), block)),
  ];
}

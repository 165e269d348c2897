import { type Currencies, readTokens } from "#lib/chain/read-tokens.ts";
import type { Index } from "#lib/index/client.ts";
import {
  type Payment,
  type PaymentStream,
  type PaymentSubscription,
  paymentsQuery,
  streamsQuery,
  subscriptionsQuery,
} from "#lib/index/payments.ts";
import {
  agreedBlocksQuery,
  namedInvoicesQuery,
  openedBlocksQuery,
  sharedPaymentsQuery,
} from "#lib/index/statements.ts";

import type { Sources } from "../sources.ts";
import { iso, isoOrNull } from "../statements/iso.ts";
import type { Hex, Token } from "../statements/statement.ts";
import { Problem } from "./problem-of.ts";

/** Addresses below which things are told: those by which clients reach this server. */
type Origin = string;

/** A part of a list, and the filters of it. */
export interface PageAsked {
  party?: string | undefined;
  token?: string | undefined;
  size: number;
  after?: string | undefined;
}

export interface Page<Item> {
  items: Item[];
  /** What the next page begins behind; null behind the last one. */
  next: string | null;
}

/** How a token is called and counted; one that does not say is counted in its units. */
export function tokenOf(currencies: Currencies, address: Hex): Token {
  const found = currencies[address];
  return { address, symbol: found?.symbol ?? "", decimals: found?.decimals ?? 0 };
}

/** Reads tokens; a contract that gives no answer has no symbol. */
export async function tokensOf({ chain, deployment }: Sources, rows: readonly { token: Hex }[]) {
  const currencies = await readTokens(
    chain,
    deployment.addresses,
    rows.map(({ token }) => token),
  );
  return (address: Hex) => tokenOf(currencies, address);
}

type Filter = Record<string, unknown>;

/** A page of a list that is ordered by a time and then by id, the latest first. */
function pageFilter(filters: readonly Filter[], time: string, after: string | undefined): Filter {
  const [seconds, id] = after?.split("-") ?? [];
  if (after !== undefined && (seconds === undefined || id === undefined)) {
    throw new Problem(
      400,
      "The parameter after is no place of this list.",
      "Give what next of the page before says, or leave it out.",
    );
  }
  const behind =
    seconds === undefined || id === undefined
      ? []
      : [{ or: [{ [`${time}_lt`]: seconds }, { [time]: seconds, id_lt: id }] }];
  const all = [...filters, ...behind];
  return all.length === 0 ? {} : { and: all };
}

function cut<Row extends { id: Hex }>(
  rows: readonly Row[],
  size: number,
  time: (row: Row) => number,
): Page<Row> {
  const items = rows.slice(0, size);
  const last = items.at(-1);
  const hasMore = rows.length > size && last !== undefined;
  return { items, next: hasMore ? `${time(last)}-${last.id}` : null };
}

const lower = (text: string) => text.toLowerCase();
const ofToken = (token: string | undefined): Filter[] =>
  token === undefined ? [] : [{ token: lower(token) }];
const named = (party: string | undefined, ...fields: string[]): Filter[] =>
  party === undefined ? [] : [{ or: fields.map((field) => ({ [field]: lower(party) })) }];

export async function paymentPage(
  index: Index,
  { party, token, phase, size, after }: PageAsked & { phase?: "open" | "disputed" | undefined },
): Promise<Page<Payment>> {
  const shared =
    party === undefined
      ? []
      : (await index.ask(sharedPaymentsQuery, { account: lower(party) })).shares;
  const parties: Filter[] =
    party === undefined
      ? []
      : [
          {
            or: [
              ...["payer", "payee", "operator", "arbiter"].map((role) => ({
                [role]: lower(party),
              })),
              { officials_contains: [lower(party)] },
              ...(shared.length > 0 ? [{ id_in: shared.map(({ payment }) => payment.id) }] : []),
            ],
          },
        ];
  const phases = phase === undefined ? [] : [{ phase: phase.toUpperCase() }];
  const where = pageFilter([...parties, ...ofToken(token), ...phases], "authorisedAt", after);
  const { payments } = await index.ask(paymentsQuery, { first: size + 1, skip: 0, where });
  return cut(payments, size, ({ authorisedAt }) => authorisedAt);
}

export async function streamPage(
  index: Index,
  { party, token, status, size, after }: PageAsked & { status?: string | undefined },
): Promise<Page<PaymentStream & { block: number }>> {
  const statuses = status === undefined ? [] : [{ status: status.toUpperCase() }];
  const filters = [...named(party, "payer", "payee", "sponsor"), ...ofToken(token), ...statuses];
  const where = pageFilter(filters, "openedAt", after);
  const read = await index.ask(streamsQuery, { first: size + 1, skip: 0, where });
  const { items, next } = cut(read.paymentStreams, size, ({ openedAt }) => openedAt);
  return { items: await withStreamBlocks(index, items), next };
}

export async function subscriptionPage(
  index: Index,
  { party, token, status, size, after }: PageAsked & { status?: string | undefined },
): Promise<Page<PaymentSubscription & { block: number }>> {
  const statuses = status === undefined ? [] : [{ status: status.toUpperCase() }];
  const filters = [...named(party, "payer", "payee"), ...ofToken(token), ...statuses];
  const where = pageFilter(filters, "agreedAt", after);
  const read = await index.ask(subscriptionsQuery, { first: size + 1, skip: 0, where });
  const { items, next } = cut(read.paymentSubscriptions, size, ({ agreedAt }) => agreedAt);
  return { items: await withSubscriptionBlocks(index, items), next };
}

async function withStreamBlocks(index: Index, items: readonly PaymentStream[]) {
  const { rows } = await index.ask(openedBlocksQuery, { ids: items.map(({ id }) => id) });
  const blocks = new Map(rows.map(({ id, openedBlock }) => [id, openedBlock]));
  return items.map((item) => ({ ...item, block: blocks.get(item.id) ?? 0 }));
}

async function withSubscriptionBlocks(index: Index, items: readonly PaymentSubscription[]) {
  const { rows } = await index.ask(agreedBlocksQuery, { ids: items.map(({ id }) => id) });
  const blocks = new Map(rows.map(({ id, agreedBlock }) => [id, agreedBlock]));
  return items.map((item) => ({ ...item, block: blocks.get(item.id) ?? 0 }));
}

/** @throws Problem 404 */
export async function onePayment(index: Index, id: string): Promise<Payment> {
  const where = { id: lower(id) };
  const [found] = (await index.ask(paymentsQuery, { first: 1, skip: 0, where })).payments;
  return found ?? notThere("payment");
}

/** @throws Problem 404 */
export async function oneStream(index: Index, id: string) {
  const where = { id: lower(id) };
  const found = await index.ask(streamsQuery, { first: 1, skip: 0, where });
  const [stream] = await withStreamBlocks(index, found.paymentStreams);
  return stream ?? notThere("stream");
}

/** @throws Problem 404 */
export async function oneSubscription(index: Index, id: string) {
  const where = { id: lower(id) };
  const found = await index.ask(subscriptionsQuery, { first: 1, skip: 0, where });
  const [subscription] = await withSubscriptionBlocks(index, found.paymentSubscriptions);
  return subscription ?? notThere("subscription");
}

function notThere(what: string): never {
  throw new Problem(
    404,
    `There is no such ${what}.`,
    `Give the id of a ${what} of /api/v1/${what}s; the index knows a new one some seconds after its block.`,
  );
}

type Tokens = (address: Hex) => Token;

export function paymentTold(payment: Payment, tokens: Tokens, origin: Origin) {
  const { id, escrow, payer, payee, operator, arbiter, phase, fee, arbitration, silence } = payment;
  const { annex, orderReference, officials, review, shares, dispute } = payment;
  const href = `${origin}/api/v1/payments/${id}`;
  return {
    id,
    href,
    statement: `${href}/statement`,
    escrow,
    payer,
    payee,
    operator,
    arbiter,
    token: tokens(payment.token),
    amount: String(payment.amount),
    phase,
    held: String(payment.held),
    captured: String(payment.captured),
    fees: String(payment.fees),
    returned: String(payment.returned),
    refundable: String(payment.refundable),
    refunded: String(payment.refunded),
    fee,
    authoriseBy: iso(payment.authoriseBy),
    captureBy: iso(payment.captureBy),
    refundBy: iso(payment.refundBy),
    arbitration,
    silence,
    annex,
    orderReference,
    salt: String(payment.salt),
    shares,
    milestones: payment.milestones.map(
      ({ index, amount, phase: reached, invoice, reviewUntil }) => ({
        index,
        amount: String(amount),
        phase: reached,
        invoice,
        reviewUntil: isoOrNull(reviewUntil),
      }),
    ),
    officials,
    twoPersonAbove: String(payment.twoPersonAbove),
    review,
    dispute: dispute && {
      opened: changed(dispute.openedBy, dispute.openedAt, dispute.openedIn),
      evidence: dispute.evidence,
      decideBy: iso(dispute.decideBy),
      offer: unitsOrNull(dispute.offer),
      offeredBy: dispute.offeredBy,
      outcome: dispute.outcome,
      payeeAmount: unitsOrNull(dispute.payeeAmount),
      payerAmount: unitsOrNull(dispute.payerAmount),
      document: dispute.document,
      endedAt: isoOrNull(dispute.endedAt),
    },
    authorised: {
      ...changed(payment.authorisedBy, payment.authorisedAt, payment.authorisedIn),
      block: payment.authorisedBlock,
    },
  };
}

export function streamTold(
  stream: PaymentStream & { block: number },
  tokens: Tokens,
  origin: Origin,
) {
  const { id, contract, payer, payee, sponsor, status, period, orderReference, meter } = stream;
  const href = `${origin}/api/v1/streams/${id}`;
  return {
    id,
    href,
    statement: `${href}/statement`,
    contract,
    payer,
    payee,
    sponsor,
    token: tokens(stream.token),
    status,
    amountPerPeriod: String(stream.amountPerPeriod),
    period,
    cap: String(stream.cap),
    from: iso(stream.from),
    until: iso(stream.until),
    fee: stream.feeBps,
    orderReference,
    meter,
    meterSubject: stream.meterSubject,
    salt: String(stream.salt),
    deposited: String(stream.deposited),
    held: String(stream.held),
    paid: String(stream.paid),
    fees: String(stream.fees),
    returned: String(stream.returned),
    counted: stream.counted,
    countedAt: iso(stream.countedAt),
    opened: { ...changed(stream.openedBy, stream.openedAt, stream.openedIn), block: stream.block },
    endedAt: isoOrNull(stream.endedAt),
  };
}

export function subscriptionTold(
  subscription: PaymentSubscription & { block: number },
  tokens: Tokens,
  origin: Origin,
) {
  const { id, contract, payer, payee, status, period, grace, orderReference } = subscription;
  const href = `${origin}/api/v1/subscriptions/${id}`;
  return {
    id,
    href,
    statement: `${href}/statement`,
    contract,
    payer,
    payee,
    token: tokens(subscription.token),
    status,
    amountPerPeriod: String(subscription.amountPerPeriod),
    period,
    from: iso(subscription.from),
    until: iso(subscription.until),
    end: iso(subscription.end),
    grace,
    fee: subscription.feeBps,
    orderReference,
    salt: String(subscription.salt),
    collected: String(subscription.collected),
    fees: String(subscription.fees),
    periods: subscription.periods.map(({ index, collected, collectedAt }) => ({
      index,
      collected: String(collected),
      lastCollected: iso(collectedAt),
    })),
    agreed: {
      ...changed(subscription.agreedBy, subscription.agreedAt, subscription.agreedIn),
      block: subscription.block,
    },
  };
}

/** The hashes that the log of a payment names, behind a place in the chain. */
export async function invoicePage(
  index: Index,
  id: string,
  { size, after = "" }: { size: number; after?: string | undefined },
  origin: Origin,
) {
  if (after.includes("-")) {
    throw new Problem(
      400,
      "The parameter after is no place of this list.",
      "Give what next of the page before says, or leave it out.",
    );
  }
  const payment = lower(id);
  await onePayment(index, payment);
  const read = await index.ask(namedInvoicesQuery, {
    payment,
    after: after === "" ? "-1" : after,
    first: size + 1,
  });
  const found = [
    ...read.captured.map((row) => ({ ...row, said: "captured", hash: row.invoice })),
    ...read.delivered.map((row) => ({
      ...row,
      said: "delivered",
      hash: row.invoice,
      amount: null,
    })),
    ...read.approved.map((row) => ({ ...row, said: "approved", hash: row.invoice, amount: null })),
    ...read.refunded.map((row) => ({
      ...row,
      said: "refunded",
      hash: row.creditNote,
      milestone: null,
    })),
  ].sort((a, b) => Number(a.ordinal - b.ordinal));
  const shown = found.slice(0, size);
  return {
    items: shown.map(({ said, hash, milestone, amount, timestamp, block, transaction }) => ({
      hash,
      kind: said === "refunded" ? "credit-note" : "invoice",
      said,
      milestone,
      amount: unitsOrNull(amount),
      time: iso(timestamp),
      block,
      transaction,
      file: `${origin}/api/v1/invoices/${hash}?payment=${payment}`,
    })),
    next: found.length > size ? String(shown.at(-1)?.ordinal ?? "") : null,
  };
}

const changed = (by: Hex, time: number, transaction: Hex) => ({ by, time: iso(time), transaction });

const unitsOrNull = (amount: bigint | null): string | null =>
  amount === null ? null : String(amount);

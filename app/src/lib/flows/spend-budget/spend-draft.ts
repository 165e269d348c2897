import { stringToHex, toFunctionSelector, type AbiFunction, zeroHash } from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { leftAlone, leftOf, lineState } from "#lib/features/treasury/budget-line.ts";
import { readAmount } from "#lib/ui/amount-text.ts";
import { startOfDay } from "#lib/flows/propose/payment-choices.ts";
import type { PaymentStream } from "#lib/index/payments.ts";
import type { BudgetLine, Fundable, WaitingProposal } from "#lib/index/treasury.ts";
import type { Currency } from "#lib/ui/money.ts";

type Hex = `0x${string}`;

/** What an officer can pay for from a line. */
export const spendKinds = ["payment", "service", "top-up", "escrow"] as const;
export type SpendKind = (typeof spendKinds)[number];

/** In which time a stream pays its rate, in seconds. */
export const ratePeriods = { hour: 3_600, day: 86_400, month: 30 * 86_400 } as const;
export type RatePeriod = keyof typeof ratePeriods;

/** What stands in the form, as it was filled in. Days are by the clock of the chain (UTC). */
export interface SpendDraft {
  kind: SpendKind;
  payee: string;
  amount: string;
  /** Names the payment for the payee; empty for none. */
  reference: string;
  /** Id of the node whose service is paid. */
  node: string;
  rate: string;
  ratePeriod: RatePeriod;
  /** Last day of the service. */
  until: string;
  /** Id of the stream that gets more. */
  stream: string;
  /** Who captures what the escrow holds. */
  operator: string;
  /** Last day on which it can be captured. */
  captureBy: string;
}

export type SpendField = Exclude<keyof SpendDraft, "kind" | "ratePeriod">;

export type FieldProblem =
  | { problem: "missing" | "malformed" | "zero" | "no-receiver" | "same-account" | "too-long" }
  | { problem: "above-left" | "above-balance" | "above-term" | "above-cap"; most: bigint }
  | { problem: "day-out-of-range"; first: number; last: number };

export type SpendProblems = Partial<Record<SpendField, FieldProblem>>;

type Line = Pick<
  BudgetLine,
  | "line"
  | "token"
  | "from"
  | "until"
  | "ceiling"
  | "spent"
  | "twoPersonAbove"
  | "spentAlone"
  | "aloneDay"
  | "closedAt"
  | "proposals"
>;

/** What decides whether a payment would go through, as the page knows it. */
export interface SpendContext {
  line: Line;
  currency: Currency | null;
  /** What the treasury has of the token; null while nobody knows. */
  balance: bigint | null;
  /** Contracts that the treasury calls, with what it calls of them. */
  fundables: readonly Fundable[];
  streams: readonly PaymentStream[];
  nodes: readonly { id: Hex; host: string }[];
  /** Fee of new payments in basis points; null while none can be made in the token. */
  fee: number | null;
  addresses: Pick<Addresses, "Treasury" | "PaymentEscrow" | "PaymentStreams" | "NodeRegistry">;
  /** The chain's clock. */
  now: number;
}

const day = 86_400;
/** After this time the payee of an escrow payment cannot give back any more, counted from the last capture. */
export const refundTerm = 30 * day;
/** Nothing is agreed for longer, which both contracts would refuse. */
const longestTerm = 3_650 * day - refundTerm;

const selectorOf = (abi: readonly unknown[], name: string): Hex =>
  toFunctionSelector(
    (abi as readonly { type: string; name?: string }[]).find(
      (item) => item.type === "function" && item.name === name,
    ) as AbiFunction,
  );
const selectors = {
  open: selectorOf(paymentStreamsAbi, "open"),
  topUp: selectorOf(paymentStreamsAbi, "topUp"),
  authorise: selectorOf(paymentEscrowAbi, "authorise"),
};

/** What can be paid for: through a contract only what the body named, and only in a token of which new payments can be made. */
export function kindsOffered({
  fundables,
  addresses,
  fee,
  streams,
  nodes,
}: SpendContext): SpendKind[] {
  const names = (target: Hex, selector: Hex) =>
    fundables.some(
      (one) =>
        isSame(one.target, target) && one.functions.some((named) => named.selector === selector),
    );
  const { PaymentEscrow, PaymentStreams } = addresses;
  return spendKinds.filter((kind) => {
    switch (kind) {
      case "payment":
        return true;
      case "service":
        return fee !== null && nodes.length > 0 && names(PaymentStreams, selectors.open);
      case "top-up":
        return streams.length > 0 && names(PaymentStreams, selectors.topUp);
      case "escrow":
        return fee !== null && names(PaymentEscrow, selectors.authorise);
    }
  });
}

/** Fields that a kind of payment asks for, in the order of the form. */
export function fieldsOf(kind: SpendKind): SpendField[] {
  switch (kind) {
    case "payment":
      return ["payee", "amount", "reference"];
    case "service":
      return ["node", "payee", "rate", "until", "amount", "reference"];
    case "top-up":
      return ["stream", "amount"];
    case "escrow":
      return ["payee", "amount", "operator", "captureBy", "reference"];
  }
}

/** What is wrong with what was filled in; nothing where it would go through. */
export function spendProblems(draft: SpendDraft, context: SpendContext): SpendProblems {
  const found = fieldsOf(draft.kind).map(
    (field) => [field, checks[field](draft, context)] as const,
  );
  return Object.fromEntries(found.filter(([, problem]) => problem !== null));
}

type Check = (draft: SpendDraft, context: SpendContext) => FieldProblem | null;

const missing = { problem: "missing" } as const;
const malformed = { problem: "malformed" } as const;

const checks: Record<SpendField, Check> = {
  payee(draft, context) {
    const problem = addressProblem(draft.payee);
    if (problem) return problem;
    const { addresses, fundables, line } = context;
    const never = [addresses.Treasury, line.token.id, ...fundables.map(({ target }) => target)];
    return never.some((one) => isSame(one, draft.payee.trim())) ? { problem: "no-receiver" } : null;
  },
  amount(draft, context) {
    const found = amountProblem(draft.amount, context);
    if (found) return found;
    const amount = amountOf(draft.amount, context) ?? 0n;
    const left = leftOf(context.line);
    if (amount > left) return { problem: "above-left", most: left };
    const { balance } = context;
    if (balance !== null && amount > balance) return { problem: "above-balance", most: balance };
    if (draft.kind === "service") {
      const most = termOf(draft, context);
      if (most !== null && amount > most) return { problem: "above-term", most };
    }
    const stream = draft.kind === "top-up" ? chosenStream(draft, context) : undefined;
    const most = stream && stream.cap - stream.deposited;
    return most !== undefined && amount > most ? { problem: "above-cap", most } : null;
  },
  reference: ({ reference }) => (referenceOf(reference) === null ? { problem: "too-long" } : null),
  node: ({ node }, { nodes }) => (nodes.some(({ id }) => id === node) ? null : missing),
  rate: ({ rate }, context) => amountProblem(rate, context),
  until: ({ until }, { now }) => dayProblem(until, now),
  stream: (draft, context) => (chosenStream(draft, context) ? null : missing),
  operator(draft) {
    const problem = addressProblem(draft.operator);
    if (problem) return problem;
    return isSame(draft.operator.trim(), draft.payee.trim()) ? { problem: "same-account" } : null;
  },
  captureBy: ({ captureBy }, { now }) => dayProblem(captureBy, now),
};

function addressProblem(text: string): FieldProblem | null {
  if (text.trim() === "") return missing;
  return /^0x[0-9a-f]{40}$/i.test(text.trim()) && !/^0x0{40}$/.test(text.trim()) ? null : malformed;
}

function amountProblem(text: string, context: SpendContext): FieldProblem | null {
  if (text.trim() === "") return missing;
  const amount = amountOf(text, context);
  if (amount === null) return malformed;
  return amount === 0n ? { problem: "zero" } : null;
}

function dayProblem(text: string, now: number): FieldProblem | null {
  if (text.trim() === "") return missing;
  const end = endOfDay(text);
  const bounds = { first: now, last: now + longestTerm };
  return end === null || end <= bounds.first || end > bounds.last
    ? { problem: "day-out-of-range", ...bounds }
    : null;
}

/** An amount in units of the line's token; null for what is none. */
export function amountOf(
  text: string,
  { currency }: Pick<SpendContext, "currency">,
): bigint | null {
  return readAmount(text, currency?.decimals ?? 0);
}

/** Last second of a day in UTC; null for what is no day. */
export function endOfDay(text: string): number | null {
  const start = startOfDay(text.trim());
  return start === null ? null : start + day - 1;
}

/** What can accrue of a service by its last second; null while rate or day are missing. */
export function termOf(draft: SpendDraft, context: SpendContext): bigint | null {
  const rate = amountOf(draft.rate, context);
  const until = endOfDay(draft.until);
  if (rate === null || rate === 0n || until === null || until <= context.now) return null;
  return (rate * BigInt(until - context.now)) / BigInt(ratePeriods[draft.ratePeriod]);
}

export function chosenStream(
  { stream }: Pick<SpendDraft, "stream">,
  { streams }: Pick<SpendContext, "streams">,
): PaymentStream | undefined {
  return streams.find(({ id }) => id === stream);
}

/** A reference as the chain keeps it: up to 32 characters of ASCII, or 32 bytes in hexadecimal; null for what is neither. */
export function referenceOf(text: string): Hex | null {
  const given = text.trim();
  if (given === "") return zeroHash;
  if (/^0x[0-9a-f]{64}$/i.test(given)) return given.toLowerCase() as Hex;
  return /^[\x20-\x7e]{1,32}$/.test(given) ? stringToHex(given, { size: 32 }) : null;
}

/** By oneself at once, or with a second person. */
export type SpendWay = "alone" | "propose";

export type WayProblem =
  | { why: "wrong-chain" | "closed" }
  | { why: "upcoming"; from: number }
  | { why: "over"; until: number }
  | { why: "nothing-left" }
  | { why: "above-alone"; most: bigint }
  | { why: "waits"; until: number };

/** Why a payment of this amount cannot be made, or proposed, now; null where it can. */
export function wayProblem(
  way: SpendWay,
  draft: SpendDraft,
  { onRightChain, ...context }: SpendContext & { onRightChain: boolean },
): WayProblem | null {
  if (!onRightChain) return { why: "wrong-chain" };
  const problem = lineProblem(context.line, context.now);
  if (problem) return problem;
  const amount = amountOf(draft.amount, context);
  if (way === "alone") {
    const most = leftAlone(context.line, context.now);
    return (amount ?? 0n) > most || most === 0n ? { why: "above-alone", most } : null;
  }
  const reference = referenceOf(draft.reference);
  const waiting = context.line.proposals.find(
    (one) =>
      draft.kind === "payment" &&
      one.kind === "payment" &&
      isSame(one.target, draft.payee.trim()) &&
      one.amount === amount &&
      (one.paymentReference ?? zeroHash) === reference &&
      context.now <= one.expiresAt,
  );
  return waiting ? { why: "waits", until: waiting.expiresAt } : null;
}

function lineProblem(line: Line, now: number): WayProblem | null {
  switch (lineState(line, now)) {
    case "closed":
      return { why: "closed" };
    case "upcoming":
      return { why: "upcoming", from: line.from };
    case "over":
      return { why: "over", until: line.until };
    case "exhausted":
      return { why: "nothing-left" };
    case "open":
      return null;
  }
}

export type ConfirmProblem =
  | WayProblem
  | { why: "same-person" | "dismissed" }
  | { why: "above-left" | "above-balance"; most: bigint };

/** Why an officer cannot confirm a proposal now; null where the officer can. */
export function confirmProblem(
  proposal: Pick<WaitingProposal, "proposer" | "amount">,
  {
    line,
    balance,
    now,
    officers,
    viewer,
  }: Pick<SpendContext, "line" | "balance" | "now"> & {
    officers: readonly { account: string; since: number }[];
    viewer: { account: string | null; onRightChain: boolean };
  },
): ConfirmProblem | null {
  if (!viewer.onRightChain) return { why: "wrong-chain" };
  if (isSame(proposal.proposer, viewer.account ?? "")) return { why: "same-person" };
  if (!officers.some(({ account }) => isSame(account, proposal.proposer)))
    return { why: "dismissed" };
  const problem = lineProblem(line, now);
  if (problem) return problem;
  const left = leftOf(line);
  if (proposal.amount > left) return { why: "above-left", most: left };
  return balance !== null && proposal.amount > balance
    ? { why: "above-balance", most: balance }
    : null;
}

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

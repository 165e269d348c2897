import { isAddress, keccak256, stringToHex, zeroAddress, zeroHash } from "viem";

import { isSame } from "#lib/chain/bodies.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { blockPatience } from "#lib/features/payments/accrual.ts";
import type {
  Annex,
  StreamTerms,
  SubscriptionTerms,
  Terms,
} from "#lib/features/payments/payment.ts";
import { readMinute } from "#lib/flows/propose/payment-choices.ts";
import { readAmount, readPoints } from "#lib/ui/amount-text.ts";

import { type Agreement, annexHash } from "./agreement.ts";
import type {
  DurationUnit,
  Funding,
  PaymentChoices,
  PaymentDraft,
  PaymentToken,
} from "./payment-draft.ts";

type Hex = `0x${string}`;

/** What keeps a field from being agreed on, with what its remedy says. */
export type DraftProblem = { field: keyof PaymentDraft } & (
  | {
      problem:
        | "missing"
        | "not-an-address"
        | "checksum"
        | "own-account"
        | "own-contract"
        | "token-not-allowed"
        | "not-an-amount"
        | "zero"
        | "not-a-time"
        | "not-a-percentage"
        | "not-a-duration"
        | "not-an-arbiter"
        | "arbiter-is-party"
        | "not-a-node"
        | "no-signatures"
        | "review-too-long";
    }
  /** Units of the token. */
  | { problem: "above-balance"; balance: bigint; token: PaymentToken }
  | { problem: "above-accruable"; maximum: bigint; token: PaymentToken }
  | { problem: "milestones-sum"; sum: bigint; amount: bigint; token: PaymentToken }
  /** Basis points. */
  | { problem: "fee-bounds"; minimum: number; maximum: number }
  | { problem: "shares-sum"; sum: number }
  /** Seconds since 1970. */
  | { problem: "too-early"; after: number }
  | { problem: "too-late"; latest: number }
  /** Seconds. */
  | { problem: "duration-bounds"; minimum: number; maximum: number }
  /** Counted from 1. */
  | { problem: "line"; line: number }
  | { problem: "count"; least: number; most: number }
  | { problem: "official-twice" | "official-gets-money"; account: Hex }
);

/** Beside the draft itself, what it is judged by. */
export interface DraftContext {
  choices: PaymentChoices;
  addresses: Pick<Addresses, "PaymentEscrow" | "PaymentStreams" | "Subscriptions" | "NodeRegistry">;
  /** Who fills it in, and pays. */
  payer: Hex;
  /** What the payer has of the token, in its units; null when nobody knows. */
  balance: bigint | null;
  /** The chain's clock. */
  now: number;
  /** Tells agreements with the same terms apart. */
  salt: bigint;
}

export type Made =
  /** `bringBy`: last second in which a signature can be brought. */
  | { made: true; agreement: Agreement; token: PaymentToken; bringBy: number }
  | { made: false; problems: DraftProblem[] };

const day = 86_400;
/** As the contracts have them, in seconds. */
const longestPayment = 10 * 365 * day;
const longestTerm = 3_653 * day;
const arbitrationBounds = { minimum: 3_600, maximum: 365 * day };
const longestGrace = 366 * day;
const mostShares = 16;
const mostMilestones = 64;
const mostOfficials = 16;
const wholePoints = 10_000;
/** How long a direct authorisation may take, in seconds: wallets and blocks need a while. */
const patience = 3_600;
/** A metered stream cannot be opened before it begins, and blocks are behind the clock. */
const meterLead = 60;
const largestDuration = 2 ** 32 - 1;

const unitSeconds: Record<DurationUnit, number> = { minutes: 60, hours: 3_600, days: day };

/** Seconds of a length of time as it is filled in; null for what is none. */
export function readDuration(count: string, unit: DurationUnit): number | null {
  if (!/^\d{1,8}$/.test(count.trim())) return null;
  const seconds = Number(count) * unitSeconds[unit];
  return seconds <= largestDuration ? seconds : null;
}

/** The order that an agreement names: the hash under which invoices are compared with it (BT-13). */
export function orderReference(number: string): Hex {
  return number.trim() === "" ? zeroHash : keccak256(stringToHex(number.trim()));
}

/** How the money of a draft can be let go. */
export function fundingsOf(
  { kind, moment }: Pick<PaymentDraft, "kind" | "moment">,
  token: Pick<PaymentToken, "domain"> | undefined,
): Funding[] {
  // Who agrees to a subscription by signature signs for its contract, not for the token.
  if (kind === "subscription") return ["approve", "signature"];
  if (!token?.domain) return ["approve"];
  // The escrow charges with no approval by signature.
  const isAtOnce = kind === "one-off" && moment === "at-once";
  return isAtOnce ? ["approve", "signature"] : ["approve", "permit", "signature"];
}

/** What the draft agrees on, or all that keeps it from that. */
export function makeAgreement(draft: PaymentDraft, context: DraftContext): Made {
  const reading = new Reading(draft, context);
  const token = reading.token();
  if (!token) return { made: false, problems: reading.problems };
  if (!fundingsOf(draft, token).includes(draft.funding))
    reading.refuse("funding", { problem: "no-signatures" });
  const read =
    draft.kind === "stream"
      ? streamOf(draft, context, reading, token)
      : draft.kind === "subscription"
        ? subscriptionOf(draft, context, reading, token)
        : paymentOf(draft, context, reading, token);
  return reading.problems.length > 0
    ? { made: false, problems: reading.problems }
    : { made: true, token, ...read };
}

/** Fields one by one, and what was wrong with them. A value that is wrong reads as nothing: it is never used. */
class Reading {
  readonly problems: DraftProblem[] = [];
  readonly #draft: PaymentDraft;
  readonly #context: DraftContext;

  constructor(draft: PaymentDraft, context: DraftContext) {
    this.#draft = draft;
    this.#context = context;
  }

  refuse(field: keyof PaymentDraft, problem: WithoutField<DraftProblem>): void {
    // What a field is told first is the cause of the rest.
    if (!this.problems.some((one) => one.field === field))
      this.problems.push({ field, ...problem });
  }

  isFine(...fields: (keyof PaymentDraft)[]): boolean {
    return !this.problems.some(({ field }) => fields.includes(field));
  }

  token(): PaymentToken | undefined {
    const { token } = this.#draft;
    const found = this.#context.choices.tokens.find(({ address }) => isSame(address, token));
    if (!found)
      this.refuse("token", { problem: token.trim() === "" ? "missing" : "token-not-allowed" });
    return found;
  }

  /** @param contract Where the money is held: it cannot be paid itself. */
  account(field: "payee" | "operator", contract: Hex): Hex {
    const text = this.#draft[field].trim();
    const problem = accountProblem(text, contract);
    if (problem) this.refuse(field, { problem });
    return problem ? zeroAddress : (text.toLowerCase() as Hex);
  }

  payee(contract: Hex): Hex {
    const payee = this.account("payee", contract);
    if (isSame(payee, this.#context.payer)) this.refuse("payee", { problem: "own-account" });
    return payee;
  }

  amount(field: "amount" | "twoPersonAbove" | "cap" | "deposit", token: PaymentToken): bigint {
    const text = this.#draft[field];
    if (text.trim() === "") this.refuse(field, { problem: "missing" });
    const amount = readAmount(text, token.decimals);
    if (amount === null) this.refuse(field, { problem: "not-an-amount" });
    else if (amount === 0n) this.refuse(field, { problem: "zero" });
    return amount ?? 0n;
  }

  /** What leaves the payer's account as soon as the payer signs. */
  affordable(field: "amount" | "deposit", amount: bigint, token: PaymentToken): void {
    const { balance } = this.#context;
    if (this.#draft.funding !== "signature" && balance !== null && amount > balance)
      this.refuse(field, { problem: "above-balance", balance, token });
  }

  fee(token: PaymentToken): number {
    const points = readPoints(this.#draft.fee);
    if (points === null) {
      this.refuse("fee", { problem: "not-a-percentage" });
      return 0;
    }
    const { minimum, maximum } = token.fees;
    if (points < minimum || points > maximum)
      this.refuse("fee", { problem: "fee-bounds", minimum, maximum });
    return points;
  }

  /** @param after The time has to be later; @param latest and no later. */
  time(
    field: "bringBy" | "captureBy" | "refundBy" | "from" | "until",
    after: number,
    latest: number,
  ): number {
    const text = this.#draft[field];
    const time = readMinute(text);
    if (text === "") this.refuse(field, { problem: "missing" });
    else if (time === null) this.refuse(field, { problem: "not-a-time" });
    else if (time <= after) this.refuse(field, { problem: "too-early", after });
    else if (time > latest) this.refuse(field, { problem: "too-late", latest });
    return time ?? 0;
  }

  /** When it begins: with the minute that runs, unless the draft says later. */
  from(): number {
    const { now } = this.#context;
    return this.#draft.from === ""
      ? wholeMinute(now)
      : this.time("from", now - 60, now + longestTerm);
  }

  duration(
    field: "arbitration" | "review" | "period" | "grace",
    bounds: { minimum: number; maximum: number },
  ): number {
    const seconds = readDuration(this.#draft[field], this.#draft[`${field}Unit`]);
    if (seconds === null) this.refuse(field, { problem: "not-a-duration" });
    else if (seconds < bounds.minimum || seconds > bounds.maximum)
      this.refuse(field, { problem: "duration-bounds", ...bounds });
    return seconds ?? 0;
  }

  points(field: "silence"): number {
    const points = readPoints(this.#draft[field]);
    if (points === null) this.refuse(field, { problem: "not-a-percentage" });
    return points ?? 0;
  }

  /** Every line that is not empty, read by `read`; null where it reads none. */
  lines<T>(field: "shares" | "milestones" | "officials", read: (line: string) => T | null): T[] {
    const lines = linesOf(this.#draft[field]);
    const found = lines.map(read);
    const wrong = found.indexOf(null);
    if (wrong !== -1) this.refuse(field, { problem: "line", line: wrong + 1 });
    return found.filter((one) => one !== null);
  }
}

interface Read {
  agreement: Agreement;
  bringBy: number;
}

type WithoutField<P> = P extends unknown ? Omit<P, "field"> : never;

function paymentOf(
  draft: PaymentDraft,
  { choices, addresses, payer, now, salt }: DraftContext,
  reading: Reading,
  token: PaymentToken,
): Read {
  const escrow = addresses.PaymentEscrow;
  const byMilestones = draft.kind === "milestones";
  const atOnce = !byMilestones && draft.moment === "at-once";
  const payee = reading.payee(escrow);
  const amount = reading.amount("amount", token);
  if (reading.isFine("amount")) reading.affordable("amount", amount, token);
  const latest = now + longestPayment;
  const isSigned = draft.funding === "signature";
  const bringBy = isSigned ? reading.time("bringBy", now, latest) : wholeMinute(now + patience);
  // Nothing is left to capture of what is captured at once.
  const captureBy = atOnce ? bringBy : reading.time("captureBy", isSigned ? bringBy : now, latest);
  const authoriseBy = Math.min(bringBy, captureBy);
  const refundBy = reading.time("refundBy", captureBy - 1, latest);
  const fee = reading.fee(token);
  const operator = byMilestones ? zeroAddress : operatorOf();
  const shares = reading.lines("shares", (line) => readShareOf(line, escrow));
  if (shares.length > 0 && reading.isFine("shares")) {
    const sum = shares.reduce((total, { part }) => total + part, 0);
    if (shares.length === 1 || shares.length > mostShares)
      reading.refuse("shares", { problem: "count", least: 2, most: mostShares });
    else if (sum !== wholePoints) reading.refuse("shares", { problem: "shares-sum", sum });
  }
  const annex: Annex = byMilestones
    ? { shares, ...milestonesOf() }
    : { shares, milestones: [], officials: [], twoPersonAbove: 0n, review: 0 };

  const arbiter = atOnce ? "" : draft.arbiter.trim().toLowerCase();
  const isArbitrated = arbiter !== "";
  if (isArbitrated) {
    const isParty = [payer, payee, operator, choices.feeReceiver, ...shares.map((s) => s.payee)];
    if (!choices.arbiters.some((one) => isSame(one, arbiter)))
      reading.refuse("arbiter", { problem: "not-an-arbiter" });
    else if (isParty.some((one) => isSame(one, arbiter)))
      reading.refuse("arbiter", { problem: "arbiter-is-party" });
    else if (annex.officials.some((one) => isSame(one, arbiter)))
      reading.refuse("arbiter", { problem: "arbiter-is-party" });
  }
  const terms: Terms = {
    payer,
    payee,
    token: token.address,
    amount,
    operator,
    authoriseBy,
    captureBy,
    refundBy,
    fee,
    arbiter: isArbitrated ? (arbiter as Hex) : zeroAddress,
    arbitration: isArbitrated ? reading.duration("arbitration", arbitrationBounds) : 0,
    silence: isArbitrated ? reading.points("silence") : 0,
    annex: reading.problems.length > 0 ? zeroHash : annexHash(annex),
    orderReference: orderReference(draft.order),
    salt,
  };
  return { agreement: { kind: "payment", terms, annex, atOnce }, bringBy: authoriseBy };

  function operatorOf(): Hex {
    // Who captures at once by a signature is its operator: the payee, so that it needs nobody else.
    if (atOnce || draft.capturer === "payee") return payee;
    return draft.capturer === "payer" ? payer : reading.account("operator", escrow);
  }

  function milestonesOf(): Omit<Annex, "shares"> {
    const milestones = reading.lines("milestones", (line) => {
      const found = readAmount(line, token.decimals);
      return found === 0n ? null : found;
    });
    if (reading.isFine("milestones")) {
      const sum = milestones.reduce((total, one) => total + one, 0n);
      if (milestones.length === 0 || milestones.length > mostMilestones)
        reading.refuse("milestones", { problem: "count", least: 1, most: mostMilestones });
      else if (reading.isFine("amount") && sum !== amount)
        reading.refuse("milestones", { problem: "milestones-sum", sum, amount, token });
    }
    // Without a bound no milestone is above it.
    const twoPersonAbove =
      draft.twoPersonAbove.trim() === ""
        ? amount
        : draft.twoPersonAbove.trim() === "0"
          ? 0n
          : reading.amount("twoPersonAbove", token);
    const officials = reading.lines("officials", (line) =>
      accountProblem(line, escrow) ? null : (line.toLowerCase() as Hex),
    );
    if (reading.isFine("officials")) {
      const least = milestones.some((one) => one > twoPersonAbove) ? 2 : 1;
      const twice = officials.find((one, i) => officials.indexOf(one) !== i);
      const paid = officials.find((one) => [payee, ...shares.map((s) => s.payee)].includes(one));
      if (officials.length < least || officials.length > mostOfficials)
        reading.refuse("officials", { problem: "count", least, most: mostOfficials });
      else if (twice) reading.refuse("officials", { problem: "official-twice", account: twice });
      else if (paid) reading.refuse("officials", { problem: "official-gets-money", account: paid });
    }
    const review =
      draft.review.trim() === ""
        ? 0
        : reading.duration("review", { minimum: 0, maximum: longestPayment });
    if (reading.isFine("review", "captureBy") && review >= captureBy - now)
      reading.refuse("review", { problem: "review-too-long" });
    return { milestones, officials, twoPersonAbove, review };
  }
}

function streamOf(
  draft: PaymentDraft,
  { choices, addresses, payer, now, salt }: DraftContext,
  reading: Reading,
  token: PaymentToken,
): Read {
  const payee = reading.payee(addresses.PaymentStreams);
  const amountPerPeriod = reading.amount("amount", token);
  const period = reading.duration("period", { minimum: 60, maximum: largestDuration });
  const isMetered = draft.node !== "";
  if (isMetered && !choices.nodes.some(({ id }) => id === draft.node))
    reading.refuse("node", { problem: "not-a-node" });
  const from = isMetered ? wholeMinute(now - meterLead) : reading.from();
  const until = reading.time("until", from, Math.min(from, now) + longestTerm);
  const bringBy =
    draft.funding === "signature" ? reading.time("bringBy", now, until - 1) : until - 1;
  const accruing = (since: number) =>
    period === 0 ? 0n : (BigInt(Math.max(0, until - since)) * amountPerPeriod) / BigInt(period);
  const most = accruing(isMetered ? wholeMinute(now) : from);
  // Of a metered stream the seconds count from its opening on: what is put in has to fit however late that comes.
  const openedBy = draft.funding === "signature" ? bringBy : wholeMinute(now + blockPatience);
  const fitting = isMetered ? accruing(openedBy) : most;
  const cap = draft.cap.trim() === "" ? most : reading.amount("cap", token);
  const deposit =
    draft.deposit.trim() === "" ? min(fitting, cap) : reading.amount("deposit", token);
  if (reading.isFine("amount", "period", "from", "until", "cap", "deposit")) {
    const maximum = min(fitting, cap);
    if (most === 0n) reading.refuse("amount", { problem: "zero" });
    else if (fitting === 0n) reading.refuse("until", { problem: "too-early", after: openedBy });
    else if (deposit > maximum)
      reading.refuse("deposit", { problem: "above-accruable", maximum, token });
    else reading.affordable("deposit", deposit, token);
  }
  const terms: StreamTerms = {
    payer,
    payee,
    sponsor: zeroAddress,
    token: token.address,
    amountPerPeriod,
    period,
    cap,
    from,
    until,
    feeBps: reading.fee(token),
    orderReference: orderReference(draft.order),
    meter: isMetered ? addresses.NodeRegistry : zeroAddress,
    meterSubject: isMetered ? (draft.node as Hex) : zeroHash,
    salt,
  };
  return { agreement: { kind: "stream", terms, deposit }, bringBy };
}

function subscriptionOf(
  draft: PaymentDraft,
  { addresses, payer, now, salt }: DraftContext,
  reading: Reading,
  token: PaymentToken,
): Read {
  const from = reading.from();
  const terms: SubscriptionTerms = {
    payer,
    payee: reading.payee(addresses.Subscriptions),
    token: token.address,
    amountPerPeriod: reading.amount("amount", token),
    period: reading.duration("period", { minimum: 60, maximum: largestDuration }),
    from,
    until: reading.time("until", from, Math.min(from, now) + longestTerm),
    grace: reading.duration("grace", { minimum: 0, maximum: longestGrace }),
    feeBps: reading.fee(token),
    orderReference: orderReference(draft.order),
    salt,
  };
  return { agreement: { kind: "subscription", terms }, bringBy: terms.until - 1 };
}

function accountProblem(
  text: string,
  contract: Hex,
): "missing" | "not-an-address" | "checksum" | "own-contract" | null {
  if (text === "") return "missing";
  if (!/^0x[0-9a-f]{40}$/i.test(text) || /^0x0*$/.test(text)) return "not-an-address";
  if (isSame(text, contract)) return "own-contract";
  return text === text.toLowerCase() || isAddress(text) ? null : "checksum";
}

/** "0x… 60 %": who gets it and how much; null for what is none. */
function readShareOf(line: string, contract: Hex): { payee: Hex; part: number } | null {
  const found = /^(0x[0-9a-fA-F]{40})[\s:;,=]+(\S.*)$/.exec(line);
  const part = readPoints(found?.[2] ?? "");
  if (!found?.[1] || !part || accountProblem(found[1], contract)) return null;
  return { payee: found[1].toLowerCase() as Hex, part };
}

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** The minute that has begun: so the terms do not change while somebody reads them. */
function wholeMinute(seconds: number): number {
  return seconds - (seconds % 60);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

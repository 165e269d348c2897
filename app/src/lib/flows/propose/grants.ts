import { encodeAbiParameters, encodeFunctionData, keccak256, toBytes } from "viem";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { readAmount, readPoints } from "#lib/ui/amount-text.ts";
import type { FieldValues, MeasureDefinition } from "./measure-fields.ts";
import {
  type ChoosableLine,
  type ChoosableToken,
  type PaymentChoices,
  startOfDay,
  writeDay,
} from "./payment-choices.ts";
import { endOfDay, type PowerChoices } from "./power-choices.ts";

type Hex = `0x${string}`;

export const secondsOfDay = 86_400;
/** For so long after the last date a payee can give money back. */
const refundDays = 365;
/** What `PaymentEscrow` and `PaymentStreams` take at most, less the time for refunds. */
export const mostGrantDays = 9 * 365;
export const mostServiceDays = 10 * 365;
export const mostMilestones = 64;
export const mostOfficials = 16;
export const mostReviewDays = 365;
export const mostArbitrationDays = 365;

const nobody: Hex = `0x${"0".repeat(40)}`;

/** A part of a grant, in units of the token, and what is delivered for it. */
export interface Milestone {
  amount: bigint;
  what: string;
}

/** Milestones as people list them, one a line: "5 000: the design"; null where a line is none. */
export function readMilestones(text: string, decimals: number): Milestone[] | null {
  const read = linesOf(text).map((line): Milestone | null => {
    const colon = line.indexOf(":");
    const amount = readAmount(line.slice(0, Math.max(0, colon)), decimals);
    const what = line.slice(colon + 1).trim();
    return amount === null || what === "" ? null : { amount, what };
  });
  return read.every((milestone) => milestone !== null) ? read : null;
}

/** Accounts, one a line. */
export const readOfficials = (text: string): Hex[] => linesOf(text) as Hex[];

function linesOf(text: string): string[] {
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

export const sumOf = (milestones: readonly Milestone[]) =>
  milestones.reduce((sum, { amount }) => sum + amount, 0n);

/** A line with its token; undefined while none is chosen, or nobody knows its token. */
export function fundingLine(
  { budgetLine }: Pick<FieldValues, "budgetLine">,
  { lines, tokens }: Pick<PaymentChoices, "lines" | "tokens">,
): { line: ChoosableLine; token: ChoosableToken } | undefined {
  const line = lines.find(({ id }) => id === budgetLine);
  const token = tokens.find(({ address }) => address === line?.token);
  return line && token && { line, token };
}

/**
 * When a decision that is proposed now can be carried out: times of a payment are absolute, so that they have to leave room for the vote,
 * for its extension and for the delay. Seconds since 1970.
 *
 * @returns ready From when on, at the latest.
 * @returns latest Until when, if the vote lasts as long as it can: afterwards the decision has expired.
 */
export function carriedOut(
  now: number,
  { times, payments }: Pick<PowerChoices, "times" | "payments">,
): { ready: number; latest: number } {
  const { votingDelay, votingPeriod, extension, baseDelay, expiration } = times;
  const delay = Math.max(baseDelay, payments.decisionDelay);
  const ready = now + votingDelay + votingPeriod + extension + delay;
  return { ready, latest: ready + expiration };
}

interface Context {
  powers: PowerChoices;
  addresses: Addresses;
  now: number;
}

/** What `checks` have seen to: a line with a token in which payments can be made. */
function chosen(values: FieldValues, { payments }: PowerChoices) {
  const found = fundingLine(values, payments);
  if (!found?.token.fees) throw new Error("No line is chosen, or no payment can be made from it.");
  return { ...found, fee: found.token.fees.minimum, decimals: found.token.decimals };
}

function units(text: string, decimals: number): bigint {
  const amount = readAmount(text, decimals);
  if (amount === null) throw new Error(`${text} is no amount.`);
  return amount;
}

function byDecision(line: Hex, target: Hex, call: Hex, amount: bigint): Hex {
  return encodeFunctionData({
    abi: treasuryAbi,
    functionName: "fundByDecision",
    args: [line, target, call, amount],
  });
}

function encodeGrant(values: FieldValues, { powers, addresses }: Context): Hex {
  const { line, fee, decimals } = chosen(values, powers);
  const milestones = readMilestones(values.milestones, decimals) ?? [];
  const annex = {
    shares: [],
    milestones: milestones.map(({ amount }) => amount),
    officials: readOfficials(values.officials),
    twoPersonAbove: units(values.twoOfficialsAbove, decimals),
    review: Number(values.reviewDays) * secondsOfDay,
  };
  const until = endOfDay(values.grantUntil.trim()) ?? 0;
  const amount = sumOf(milestones);
  const terms = {
    payer: addresses.Treasury,
    payee: values.fundedPayee.trim() as Hex,
    token: line.token,
    amount,
    operator: nobody,
    // The decision itself expires earlier.
    authoriseBy: until,
    captureBy: until,
    refundBy: until + refundDays * secondsOfDay,
    fee,
    ...arbitrationOf(values),
    annex: keccak256(encodeAbiParameters([annexParameter], [annex])),
    orderReference: values.budgetDocument as Hex,
    // The terms name the milestones by their amounts: so they name what is delivered, too.
    salt: BigInt(keccak256(toBytes(milestones.map(({ what }) => what).join("\n")))),
  };
  const call = encodeFunctionData({
    abi: paymentEscrowAbi,
    functionName: "authorise",
    args: [terms, annex],
  });
  return byDecision(line.id, addresses.PaymentEscrow, call, amount);
}

/** Without an arbiter nobody can dispute the grant, and the contract wants no time and no share for one. */
function arbitrationOf({ grantArbiter, arbitrationDays, silenceShare }: FieldValues) {
  return grantArbiter === ""
    ? { arbiter: nobody, arbitration: 0, silence: 0 }
    : {
        arbiter: grantArbiter as Hex,
        arbitration: Number(arbitrationDays) * secondsOfDay,
        silence: readPoints(silenceShare) ?? 0,
      };
}

const annexParameter = (() => {
  const authorise = paymentEscrowAbi.find(
    (item) => item.type === "function" && item.name === "authorise",
  );
  if (authorise?.type !== "function") throw new Error("PaymentEscrow authorises nothing.");
  return authorise.inputs[1];
})();

function encodeService(values: FieldValues, { powers, addresses, now }: Context): Hex {
  const { line, fee, decimals } = chosen(values, powers);
  const amount = units(values.serviceTotal, decimals);
  const terms = {
    payer: addresses.Treasury,
    payee: values.fundedPayee.trim() as Hex,
    sponsor: nobody,
    token: line.token,
    amountPerPeriod: units(values.dailyPay, decimals),
    period: secondsOfDay,
    cap: amount,
    // A stream with a meter begins when it is opened, and cannot be opened before its first second.
    from: startOfDay(writeDay(now)) ?? 0,
    until: endOfDay(values.serviceUntil.trim()) ?? 0,
    feeBps: fee,
    orderReference: values.budgetDocument as Hex,
    meter: addresses.NodeRegistry,
    meterSubject: values.node as Hex,
    salt: 0n,
  };
  const call = encodeFunctionData({
    abi: paymentStreamsAbi,
    functionName: "open",
    args: [terms, amount],
  });
  return byDecision(line.id, addresses.PaymentStreams, call, amount);
}

/** What bodies fund by decision, out of a line of the budget. */
export const grantMeasures = {
  "fund-grant": {
    fields: [
      "budgetLine",
      "fundedPayee",
      "milestones",
      "officials",
      "twoOfficialsAbove",
      "reviewDays",
      "grantUntil",
      "grantArbiter",
      "arbitrationDays",
      "silenceShare",
      "budgetDocument",
    ],
    isAsked: (field, { grantArbiter }) =>
      grantArbiter !== "" || (field !== "arbitrationDays" && field !== "silenceShare"),
    target: "Treasury",
    functionName: "fundByDecision",
    encode: encodeGrant,
  },
  "fund-node-service": {
    fields: [
      "budgetLine",
      "node",
      "fundedPayee",
      "dailyPay",
      "serviceTotal",
      "serviceUntil",
      "budgetDocument",
    ],
    target: "Treasury",
    functionName: "fundByDecision",
    encode: encodeService,
  },
} as const satisfies Record<string, MeasureDefinition>;

/** What a measure pays through. */
export const paidThrough: Readonly<
  Record<keyof typeof grantMeasures, { contract: string; functionName: string }>
> = {
  "fund-grant": { contract: "PaymentEscrow", functionName: "authorise" },
  "fund-node-service": { contract: "PaymentStreams", functionName: "open" },
};

export const isFunding = (measure: string): measure is keyof typeof grantMeasures =>
  measure in grantMeasures;

import { zeroAddress } from "viem";

import type { Agreement } from "./agreement.ts";
import { m } from "#lib/messages.ts";
import { formatDuration, formatList, formatNumber, formatTime } from "#lib/ui/format.ts";

import type { Funding } from "./payment-draft.ts";

type Hex = `0x${string}`;
type Escrowed = Extract<Agreement, { kind: "payment" }>;
type Streamed = Extract<Agreement, { kind: "stream" }>;
type Subscribed = Extract<Agreement, { kind: "subscription" }>;

/** What an agreement means, in sentences under headings. */
export interface Consequence {
  about: "now" | "taking" | "dispute" | "silence" | "fee";
  title: string;
  sentences: string[];
}

export interface Naming {
  /** How an account is called. */
  account: (account: Hex) => string;
  /** An amount in units of the agreement's token. */
  money: (units: bigint) => string;
  feeReceiver: Hex;
  /** How a node is called by its id. */
  node: (id: Hex) => string;
}

const wholePoints = 10_000n;

/** A time as the forms have it, in UTC. */
export const utc = (seconds: number) => formatTime(seconds, "minute", "UTC");

/** Basis points as percent. */
export const percent = (points: number) =>
  formatNumber(points / 10_000, { style: "percent", maximumFractionDigits: 2 });

/**
 * What follows from an agreement: what leaves whose account now, who can take how much and until when, how a dispute is settled, what
 * happens if nobody does anything, and what it costs.
 *
 * @param bringBy Last second in which a signature can be brought.
 */
export function consequencesOf(
  agreement: Agreement,
  funding: Funding,
  bringBy: number,
  naming: Naming,
): Consequence[] {
  switch (agreement.kind) {
    case "payment":
      return ofPayment(agreement, funding, bringBy, naming);
    case "stream":
      return ofStream(agreement, funding, bringBy, naming);
    case "subscription":
      return ofSubscription(agreement, funding, naming);
  }
}

function ofPayment(
  { terms, annex, atOnce }: Escrowed,
  funding: Funding,
  bringBy: number,
  naming: Naming,
): Consequence[] {
  const { account, money } = naming;
  const [payer, payee] = [account(terms.payer), account(terms.payee)];
  const amount = money(terms.amount);
  const [captureBy, refundBy] = [utc(terms.captureBy), utc(terms.refundBy)];
  const isSigned = funding === "signature";
  const now = isSigned
    ? [
        m.payment_flows_now_signed({ amount, payer }),
        atOnce
          ? m.payment_flows_now_signed_charge({ payee, time: utc(bringBy) })
          : m.payment_flows_now_signed_escrow({ amount, time: utc(bringBy) }),
        m.payment_flows_now_signed_once(),
      ]
    : atOnce
      ? [m.payment_flows_now_charge({ amount, payer, payee })]
      : [m.payment_flows_now_escrow({ amount, payer })];
  const taking = atOnce
    ? [m.payment_flows_taking_refund({ payee, amount, time: refundBy })]
    : [
        ...(annex.milestones.length > 0
          ? byMilestones()
          : [
              terms.operator === terms.payee
                ? m.payment_flows_taking_capture_own({ payee, amount, time: captureBy })
                : m.payment_flows_taking_capture({
                    operator: account(terms.operator),
                    payee,
                    amount,
                    time: captureBy,
                  }),
            ]),
        m.payment_flows_taking_void({ payee, payer }),
        m.payment_flows_taking_refund({ payee, amount, time: refundBy }),
      ];
  if (annex.shares.length > 0) {
    const shares = annex.shares.map((share) =>
      m.payment_flows_share({ payee: account(share.payee), part: percent(share.part) }),
    );
    taking.push(m.payment_flows_taking_shares({ shares: formatList(shares) }));
  }
  const silence = atOnce
    ? [m.payment_flows_silence_charge({ time: refundBy })]
    : [
        m.payment_flows_silence_reclaim({ payer, time: captureBy }),
        m.payment_flows_silence_end({ time: refundBy }),
      ];
  if (isSigned) silence.unshift(m.payment_flows_silence_signed({ time: utc(bringBy) }));
  return [
    group("now", now),
    group("taking", taking),
    ...(atOnce ? [] : [group("dispute", ofDispute())]),
    group("silence", silence),
    group("fee", ofFee(terms.fee, terms.amount, naming)),
  ];

  function byMilestones(): string[] {
    const large = annex.milestones.filter((one) => one > annex.twoPersonAbove).length;
    return [
      m.payment_flows_taking_milestones({
        count: annex.milestones.length,
        payee,
        amounts: formatList(annex.milestones.map(money)),
        officials: formatList(annex.officials.map(account), "disjunction"),
        time: captureBy,
      }),
      ...(large > 0
        ? [m.payment_flows_taking_two({ count: large, amount: money(annex.twoPersonAbove) })]
        : []),
      annex.review === 0
        ? m.payment_flows_taking_no_review()
        : m.payment_flows_taking_review({ duration: formatDuration(annex.review), payee }),
    ];
  }

  function ofDispute(): string[] {
    if (terms.arbiter === zeroAddress) return [m.payment_flows_dispute_none()];
    return [
      m.payment_flows_dispute_open({
        payer,
        payee,
        arbiter: account(terms.arbiter),
        duration: formatDuration(terms.arbitration),
        time: captureBy,
      }),
      m.payment_flows_dispute_silence({
        payee,
        part: percent(terms.silence),
        payer,
        rest: percent(Number(wholePoints) - terms.silence),
      }),
    ];
  }
}

function ofStream(
  { terms, deposit }: Streamed,
  funding: Funding,
  bringBy: number,
  naming: Naming,
): Consequence[] {
  const { account, money } = naming;
  const [payer, payee] = [account(terms.payer), account(terms.payee)];
  const amount = money(deposit);
  const until = utc(terms.until);
  const isMetered = terms.meter !== zeroAddress;
  const rate = {
    payee,
    rate: money(terms.amountPerPeriod),
    period: formatDuration(terms.period),
    time: until,
  };
  const most = deposit < terms.cap ? deposit : terms.cap;
  return [
    group(
      "now",
      funding === "signature"
        ? [
            m.payment_flows_now_signed({ amount, payer }),
            m.payment_flows_now_signed_stream({ amount, time: utc(bringBy) }),
            m.payment_flows_now_signed_once(),
          ]
        : [m.payment_flows_now_stream({ amount, payer })],
    ),
    group("taking", [
      isMetered
        ? m.payment_flows_stream_metered({ ...rate, node: naming.node(terms.meterSubject) })
        : m.payment_flows_stream_clock({ ...rate, from: utc(terms.from) }),
      m.payment_flows_stream_most({ amount: money(most), cap: money(terms.cap) }),
      m.payment_flows_stream_withdraw({ payee }),
      m.payment_flows_stream_pause({ payer }),
      m.payment_flows_stream_end({ payer, payee }),
    ]),
    group("silence", [
      ...(funding === "signature" ? [m.payment_flows_silence_signed({ time: utc(bringBy) })] : []),
      m.payment_flows_silence_stream({ time: until, payer, payee }),
    ]),
    group("fee", ofFee(terms.feeBps, most, naming)),
  ];
}

function ofSubscription({ terms }: Subscribed, funding: Funding, naming: Naming): Consequence[] {
  const { account, money } = naming;
  const [payer, payee] = [account(terms.payer), account(terms.payee)];
  const until = utc(terms.until);
  const most = mostOfSubscription(terms);
  return [
    group("now", [
      m.payment_flows_now_subscription({ payer }),
      m.payment_flows_now_allowance({ amount: money(most), payer }),
      ...(funding === "signature" ? [m.payment_flows_now_signed_subscription({ payer })] : []),
    ]),
    group("taking", [
      m.payment_flows_subscription_collect({
        payee,
        amount: money(terms.amountPerPeriod),
        period: formatDuration(terms.period),
        from: utc(terms.from),
        time: until,
      }),
      terms.grace === 0
        ? m.payment_flows_subscription_no_grace()
        : m.payment_flows_subscription_grace({ duration: formatDuration(terms.grace) }),
      m.payment_flows_subscription_most({ amount: money(most) }),
      m.payment_flows_subscription_cancel({ payer, payee }),
    ]),
    group("silence", [m.payment_flows_silence_subscription({ time: until })]),
    group("fee", ofFee(terms.feeBps, terms.amountPerPeriod, naming)),
  ];
}

/** The most that a payee can collect over the whole time, in units of the token: the last period by the second. */
export function mostOfSubscription({
  amountPerPeriod,
  period,
  from,
  until,
}: Subscribed["terms"]): bigint {
  const seconds = BigInt(Math.max(0, until - from));
  const whole = seconds / BigInt(period);
  return whole * amountPerPeriod + ((seconds % BigInt(period)) * amountPerPeriod) / BigInt(period);
}

function ofFee(points: number, amount: bigint, { account, money, feeReceiver }: Naming): string[] {
  return points === 0
    ? [m.payment_flows_fee_none()]
    : [
        m.payment_flows_fee({
          fee: percent(points),
          receiver: account(feeReceiver),
          amount: money(amount),
          most: money((amount * BigInt(points)) / wholePoints),
        }),
      ];
}

function group(about: Consequence["about"], sentences: string[]): Consequence {
  return { about, title: titles[about](), sentences };
}

const titles: Record<Consequence["about"], () => string> = {
  now: () => m.payment_flows_about_now(),
  taking: () => m.payment_flows_about_taking(),
  dispute: () => m.payment_flows_about_dispute(),
  silence: () => m.payment_flows_about_silence(),
  fee: () => m.payment_flows_about_fee(),
};

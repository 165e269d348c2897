import { keccak256, stringToHex, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";

import { type Agreement, annexHash } from "./agreement.ts";
import {
  account,
  arbiter,
  choices,
  context,
  draft,
  escrow,
  node,
  now,
  official,
  payee,
  payer,
  second,
} from "./draft-double.ts";
import { type DraftContext, type DraftProblem, makeAgreement } from "./make-agreement.ts";
import type { PaymentDraft, PaymentKind } from "./payment-draft.ts";

const day = 86_400;

function agree<Kind extends Agreement["kind"]>(
  kind: Kind,
  from: PaymentDraft,
): Extract<Agreement, { kind: Kind }> {
  const made = makeAgreement(from, context);
  if (!made.made) throw new Error(JSON.stringify(made.problems.map(({ field }) => field)));
  return made.agreement as Extract<Agreement, { kind: Kind }>;
}

function problems(
  kind: PaymentKind,
  changes: Partial<PaymentDraft>,
  more: Partial<DraftContext> = {},
): DraftProblem[] {
  const made = makeAgreement(draft(kind, changes), { ...context, ...more });
  return made.made ? [] : made.problems;
}

describe("a one-off payment", () => {
  it("is authorised now, captured by the payee, and without annex", () => {
    const { terms, annex, atOnce } = agree("payment", draft("one-off", { order: " PO-7 " }));
    expect(terms).toEqual({
      payer,
      payee,
      token: choices.tokens[0]?.address,
      amount: 1_000_000_000n,
      operator: payee,
      authoriseBy: now + 3_600,
      captureBy: now + 30 * day,
      refundBy: now + 90 * day,
      fee: 10,
      arbiter: zeroAddress,
      arbitration: 0,
      silence: 0,
      annex: zeroHash,
      orderReference: keccak256(stringToHex("PO-7")),
      salt: 7n,
    });
    expect(annex.milestones).toEqual([]);
    expect(atOnce).toBe(false);
  });

  it("is captured by whom the draft names", () => {
    const operator = (changes: Partial<PaymentDraft>) =>
      agree("payment", draft("one-off", changes)).terms.operator;
    expect(operator({ capturer: "payer" })).toBe(payer);
    expect(operator({ capturer: "other", operator: second })).toBe(second);
    expect(operator({ moment: "at-once", capturer: "payer" })).toBe(payee);
  });

  it("at once names no arbiter, and needs no time to capture", () => {
    const { terms, atOnce } = agree(
      "payment",
      draft("one-off", { moment: "at-once", arbiter, captureBy: "" }),
    );
    expect(atOnce).toBe(true);
    expect([terms.arbiter, terms.captureBy]).toEqual([zeroAddress, now + 3_600]);
  });

  it("by signature can be brought as long as the draft says", () => {
    const changes = { funding: "signature", bringBy: "2030-01-05T10:00" } as const;
    const made = makeAgreement(draft("one-off", changes), context);
    const bringBy = Date.parse("2030-01-05T10:00:00Z") / 1000;
    expect(made).toMatchObject({
      made: true,
      bringBy,
      agreement: { terms: { authoriseBy: bringBy } },
    });
  });

  it("with shares names them by the hash of its annex", () => {
    const shares = `${payee} 60 %\n${second}: 40`;
    const { terms, annex } = agree("payment", draft("one-off", { shares }));
    expect(annex.shares).toEqual([
      { payee, part: 6_000 },
      { payee: second, part: 4_000 },
    ]);
    expect(terms.annex).toBe(annexHash(annex));
    expect(terms.annex).not.toBe(zeroHash);
  });

  it.each<[string, Partial<PaymentDraft>, Partial<DraftProblem>]>([
    ["no payee", { payee: "" }, { field: "payee", problem: "missing" }],
    ["payee zero", { payee: zeroAddress }, { field: "payee", problem: "not-an-address" }],
    ["payee short", { payee: "0x12" }, { field: "payee", problem: "not-an-address" }],
    [
      "payee mistyped",
      { payee: "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaeb" },
      { field: "payee", problem: "checksum" },
    ],
    ["payee is payer", { payee: payer }, { field: "payee", problem: "own-account" }],
    ["payee is escrow", { payee: escrow }, { field: "payee", problem: "own-contract" }],
    ["amount 0", { amount: "0" }, { field: "amount", problem: "zero" }],
    ["no amount", { amount: " " }, { field: "amount", problem: "missing" }],
    ["amount in words", { amount: "ten" }, { field: "amount", problem: "not-an-amount" }],
    [
      "amount with too many decimals",
      { amount: "1.0000001" },
      { field: "amount", problem: "not-an-amount" },
    ],
    [
      "amount above balance",
      { amount: "10 000.01" },
      { field: "amount", problem: "above-balance" },
    ],
    [
      "token not allowed",
      { token: account("dd") },
      { field: "token", problem: "token-not-allowed" },
    ],
    ["fee too small", { fee: "0.05" }, { field: "fee", problem: "fee-bounds" }],
    ["fee too large", { fee: "2.01" }, { field: "fee", problem: "fee-bounds" }],
    ["fee in words", { fee: "little" }, { field: "fee", problem: "not-a-percentage" }],
    [
      "capture in the past",
      { captureBy: "2029-12-31T00:00" },
      { field: "captureBy", problem: "too-early" },
    ],
    ["no time", { captureBy: "" }, { field: "captureBy", problem: "missing" }],
    ["a time that is none", { captureBy: "soon" }, { field: "captureBy", problem: "not-a-time" }],
    [
      "refund before capture",
      { refundBy: "2030-01-02T00:00" },
      { field: "refundBy", problem: "too-early" },
    ],
    [
      "refund beyond ten years",
      { refundBy: "2040-06-01T00:00" },
      { field: "refundBy", problem: "too-late" },
    ],
    [
      "signature beyond the capture",
      { funding: "signature", bringBy: "2030-03-01T00:00" },
      { field: "captureBy", problem: "too-early" },
    ],
    ["a strange arbiter", { arbiter: second }, { field: "arbiter", problem: "not-an-arbiter" }],
    [
      "arbiter is payee",
      { arbiter, payee: arbiter },
      { field: "arbiter", problem: "arbiter-is-party" },
    ],
    [
      "arbiter captures",
      { arbiter, capturer: "other", operator: arbiter },
      { field: "arbiter", problem: "arbiter-is-party" },
    ],
    [
      "arbiter shares",
      { arbiter, shares: `${payee} 50\n${arbiter} 50` },
      { field: "arbiter", problem: "arbiter-is-party" },
    ],
    [
      "arbitration too short",
      { arbiter, arbitration: "10", arbitrationUnit: "minutes" },
      { field: "arbitration", problem: "duration-bounds" },
    ],
    [
      "no arbitration",
      { arbiter, arbitration: "" },
      { field: "arbitration", problem: "not-a-duration" },
    ],
    [
      "silence above all",
      { arbiter, silence: "120" },
      { field: "silence", problem: "not-a-percentage" },
    ],
    [
      "shares below 100 %",
      { shares: `${payee} 60\n${second} 39.99` },
      { field: "shares", problem: "shares-sum", sum: 9_999 },
    ],
    ["one share", { shares: `${payee} 100` }, { field: "shares", problem: "count" }],
    [
      "a share of 0",
      { shares: `${payee} 100\n${second} 0` },
      { field: "shares", problem: "line", line: 2 },
    ],
    [
      "a share of the escrow",
      { shares: `${escrow} 50\n${second} 50` },
      { field: "shares", problem: "line", line: 1 },
    ],
    ["no operator", { capturer: "other" }, { field: "operator", problem: "missing" }],
    [
      "a permit for what is charged",
      { moment: "at-once", funding: "permit" },
      { field: "funding", problem: "no-signatures" },
    ],
  ])("is refused with %s", (_, changes, problem) => {
    expect(problems("one-off", changes)).toEqual([expect.objectContaining(problem)]);
  });

  it("is refused where the feeReceiver settles disputes", () => {
    const more = { choices: { ...choices, feeReceiver: arbiter } };
    expect(problems("one-off", { arbiter }, more)).toMatchObject([{ problem: "arbiter-is-party" }]);
  });

  it("by signature may be more than the payer has now", () => {
    expect(problems("one-off", { amount: "20 000", funding: "signature" })).toEqual([]);
  });

  it("in a token without signatures is paid by transactions alone", () => {
    const tokens = choices.tokens.map((token) => ({ ...token, domain: null }));
    const more = { choices: { ...choices, tokens } };
    expect(problems("one-off", {}, more)).toEqual([]);
    expect(problems("one-off", { funding: "signature" }, more)).toMatchObject([
      { field: "funding", problem: "no-signatures" },
    ]);
  });
});

describe("a payment by milestones", () => {
  it("names milestones, officials and the review, and nobody who captures", () => {
    const { terms, annex } = agree("payment", draft("milestones"));
    expect(annex).toEqual({
      shares: [],
      milestones: [400_000_000n, 600_000_000n],
      officials: [official, second],
      twoPersonAbove: 500_000_000n,
      review: 14 * day,
    });
    expect(terms.operator).toBe(zeroAddress);
    expect(terms.annex).toBe(annexHash(annex));
  });

  it("without a bound asks for one official, and with 0 for two", () => {
    const above = (twoPersonAbove: string) =>
      agree("payment", draft("milestones", { twoPersonAbove })).annex.twoPersonAbove;
    expect(above("")).toBe(1_000_000_000n);
    expect(above("0")).toBe(0n);
  });

  it.each<[string, Partial<PaymentDraft>, Partial<DraftProblem>]>([
    [
      "a sum that is not the amount",
      { milestones: "400\n500" },
      { field: "milestones", problem: "milestones-sum", sum: 900_000_000n, amount: 1_000_000_000n },
    ],
    ["no milestones", { milestones: "" }, { field: "milestones", problem: "count" }],
    [
      "a milestone of 0",
      { milestones: "1000\n0" },
      { field: "milestones", problem: "line", line: 2 },
    ],
    [
      "65 milestones",
      { amount: "65", milestones: "1\n".repeat(65) },
      { field: "milestones", problem: "count", most: 64 },
    ],
    ["no officials", { officials: "" }, { field: "officials", problem: "count", least: 2 }],
    [
      "one official where two are needed",
      { officials: official },
      { field: "officials", problem: "count", least: 2 },
    ],
    [
      "an official twice",
      { officials: `${official}\n${official}` },
      { field: "officials", problem: "official-twice" },
    ],
    [
      "the payee as official",
      { officials: `${official}\n${payee}` },
      { field: "officials", problem: "official-gets-money" },
    ],
    [
      "an official who shares",
      { shares: `${payee} 50\n${second} 50` },
      { field: "officials", problem: "official-gets-money" },
    ],
    [
      "an official that is no account",
      { officials: `${official}\nBob` },
      { field: "officials", problem: "line", line: 2 },
    ],
    [
      "a review that outlasts it",
      { review: "400" },
      { field: "review", problem: "review-too-long" },
    ],
    [
      "an arbiter who accepts",
      { arbiter, officials: `${official}\n${arbiter}` },
      { field: "arbiter", problem: "arbiter-is-party" },
    ],
  ])("is refused with %s", (_, changes, problem) => {
    expect(problems("milestones", changes)).toEqual([expect.objectContaining(problem)]);
  });
});

describe("a stream", () => {
  it("puts in all that can accrue unless the draft says less", () => {
    const changes = { amount: "10", until: "2030-01-02T12:00" };
    const { terms, deposit } = agree("stream", draft("stream", changes));
    expect(terms).toMatchObject({
      from: now,
      until: now + day,
      period: 3_600,
      amountPerPeriod: 10_000_000n,
      cap: 240_000_000n,
      sponsor: zeroAddress,
      meter: zeroAddress,
      meterSubject: zeroHash,
    });
    expect(deposit).toBe(240_000_000n);
    expect(
      agree("stream", draft("stream", { ...changes, deposit: "5", cap: "100" })),
    ).toMatchObject({
      deposit: 5_000_000n,
      terms: { cap: 100_000_000n },
    });
  });

  it("of a node counts what the register of nodes counts, and has begun when it is opened", () => {
    const { terms } = agree(
      "stream",
      draft("stream", { amount: "1", node, from: "2031-01-01T00:00" }),
    );
    expect(terms).toMatchObject({ meter: account("10"), meterSubject: node, from: now - 60 });
  });

  describe("of a node, which counts from the block that opens it,", () => {
    const metered = { amount: "1", node, until: "2030-01-02T12:00", bringBy: "2030-01-02T00:00" };

    it("puts in what can still accrue when that block comes late", () => {
      expect(agree("stream", draft("stream", metered))).toMatchObject({
        deposit: 23_833_333n,
        terms: { cap: 24_000_000n },
      });
      expect(agree("stream", draft("stream", { ...metered, funding: "signature" })).deposit).toBe(
        12_000_000n,
      );
    });

    it("is refused with more than that, and where nothing could", () => {
      expect(problems("stream", { ...metered, funding: "signature", deposit: "12.01" })).toEqual([
        expect.objectContaining({ field: "deposit", problem: "above-accruable" }),
      ]);
      expect(problems("stream", { ...metered, until: "2030-01-01T12:05" })).toEqual([
        expect.objectContaining({ field: "until", problem: "too-early", after: now + 600 }),
      ]);
    });
  });

  it("puts in the same in every second of the minute in which it begins", () => {
    const changes = { amount: "10", until: "2030-01-02T12:00" };
    const made = makeAgreement(draft("stream", changes), { ...context, now: now + 59 });
    expect(made).toMatchObject({ agreement: { deposit: 240_000_000n } });
  });

  it.each<[string, Partial<PaymentDraft>, Partial<DraftProblem>]>([
    [
      "more than can accrue",
      { amount: "1", until: "2030-01-02T12:00", deposit: "25" },
      { field: "deposit", problem: "above-accruable" },
    ],
    [
      "a deposit above the balance",
      { amount: "1000" },
      { field: "deposit", problem: "above-balance" },
    ],
    [
      "an end before its beginning",
      { amount: "1", from: "2030-02-02T00:00" },
      { field: "until", problem: "too-early" },
    ],
    [
      "a beginning in the past",
      { amount: "1", from: "2029-12-31T00:00" },
      { field: "from", problem: "too-early" },
    ],
    [
      "an end beyond all terms",
      { amount: "1", deposit: "1", until: "2041-01-01T00:00" },
      { field: "until", problem: "too-late" },
    ],
    ["no period", { amount: "1", period: "0" }, { field: "period", problem: "duration-bounds" }],
    [
      "an unknown node",
      { amount: "1", node: `0x${"11".repeat(32)}` },
      { field: "node", problem: "not-a-node" },
    ],
    [
      "a signature that outlasts it",
      { amount: "1", funding: "signature", bringBy: "2030-03-01T00:00" },
      { field: "bringBy", problem: "too-late" },
    ],
  ])("is refused with %s", (_, changes, problem) => {
    expect(problems("stream", changes)).toEqual([expect.objectContaining(problem)]);
  });
});

describe("a subscription", () => {
  it("begins now and needs nothing of the balance", () => {
    const changes = { amount: "50 000" };
    expect(agree("subscription", draft("subscription", changes)).terms).toMatchObject({
      payer,
      from: now,
      until: now + 360 * day,
      period: 30 * day,
      grace: 30 * day,
      amountPerPeriod: 50_000_000_000n,
    });
  });

  it("is refused with a grace that is too long", () => {
    expect(problems("subscription", { grace: "400" })).toMatchObject([
      { field: "grace", problem: "duration-bounds", maximum: 366 * day },
    ]);
  });
});

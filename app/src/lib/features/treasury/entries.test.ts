import { encodeFunctionData, stringToHex, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";

import { entriesCsv, lineEntries } from "./entries.ts";
import { readFunding, termsId } from "./funding.ts";

const at = (digit: string) => `0x${digit.repeat(40)}` as const;
const addresses = { PaymentEscrow: at("a"), PaymentStreams: at("b") };
const streamTerms = {
  payer: at("1"),
  payee: at("2"),
  sponsor: zeroAddress,
  token: at("3"),
  amountPerPeriod: 10n,
  period: 86_400,
  cap: 100n,
  from: 5,
  until: 500,
  feeBps: 0,
  orderReference: zeroHash,
  meter: at("4"),
  meterSubject: zeroHash,
  salt: 7n,
};
const escrowTerms = {
  payer: at("1"),
  payee: at("2"),
  token: at("3"),
  amount: 50n,
  operator: at("5"),
  authoriseBy: 10,
  captureBy: 20,
  refundBy: 30,
  fee: 0,
  arbiter: zeroAddress,
  arbitration: 0,
  silence: 0,
  annex: zeroHash,
  orderReference: zeroHash,
  salt: 0n,
};
const read = (target: `0x${string}`, call: `0x${string}`) =>
  readFunding({ target, call }, addresses, 31_337);

describe("what was funded", () => {
  it("is a stream, with its page", () => {
    const call = encodeFunctionData({
      abi: paymentStreamsAbi,
      functionName: "open",
      args: [streamTerms, 40n],
    });
    const id = termsId(paymentStreamsAbi, "streamId", {
      terms: streamTerms,
      contract: at("b"),
      chainId: 31_337,
    });
    expect(read(at("B"), call)).toEqual({
      kind: "stream",
      id,
      payee: at("2"),
      amountPerPeriod: 10n,
      period: 86_400,
      cap: 100n,
      until: 500,
      path: `/payments/streams/${id}`,
    });
  });

  it("is a top-up of the same stream", () => {
    const call = encodeFunctionData({
      abi: paymentStreamsAbi,
      functionName: "topUp",
      args: [streamTerms, 40n],
    });
    const id = termsId(paymentStreamsAbi, "streamId", {
      terms: streamTerms,
      contract: at("b"),
      chainId: 31_337,
    });
    expect(read(at("b"), call)).toEqual({
      kind: "top-up",
      id,
      payee: at("2"),
      path: `/payments/streams/${id}`,
    });
  });

  it("is a payment that the escrow holds, whatever its annex", () => {
    const call = encodeFunctionData({
      abi: paymentEscrowAbi,
      functionName: "authorise",
      args: [
        escrowTerms,
        { shares: [], milestones: [], officials: [], twoPersonAbove: 0n, review: 0 },
      ],
    });
    expect(read(at("a"), call)).toMatchObject({ kind: "escrow", payee: at("2"), captureBy: 20 });
  });

  it("is nothing that we know, where the call or the contract is another", () => {
    const end = encodeFunctionData({
      abi: paymentStreamsAbi,
      functionName: "end",
      args: [streamTerms],
    });
    for (const [target, call] of [
      [at("b"), end],
      [at("b"), "0x12345678"],
      [at("a"), "0x"],
      [at("c"), end],
    ] as const)
      expect(read(target, call)).toEqual({ kind: "other", payee: null, path: null });
  });
});

describe("the entries of a line", () => {
  const common = { transaction: "0xff", actor: at("8"), proposer: null } as const;
  const entries = lineEntries(
    [
      {
        ...common,
        id: "0x01",
        ordinal: 1n,
        timestamp: 60,
        payee: at("2"),
        paymentReference: stringToHex('+1 "a"', { size: 32 }),
        amount: 1_500n,
        spent: 1_500n,
      },
    ],
    [
      {
        ...common,
        id: "0x02",
        ordinal: 2n,
        timestamp: 60,
        target: at("a"),
        call: "0x",
        proposer: at("9"),
        amount: 500n,
        spent: 2_000n,
      },
    ],
    [
      {
        id: "0x03",
        ordinal: 3n,
        timestamp: 120,
        transaction: { transaction: "0xfe", decision: { number: 7, council: at("6") } },
        actor: at("8"),
        target: at("b"),
        call: "0x",
        amount: 100n,
        spent: 2_100n,
      },
    ],
    ({ target, call }) => read(target, call),
  );

  it("stand together, the newest first", () => {
    expect(
      entries.map(({ id, payee, reference, through }) => [id, payee, reference, through]),
    ).toEqual([
      ["0x03", null, null, at("b")],
      ["0x02", null, null, at("a")],
      ["0x01", at("2"), '+1 "a"', null],
    ]);
  });

  it("say which of them the members decided on themselves", () => {
    expect(entries.map(({ decided }) => decided && decided.decision?.number)).toEqual([
      7,
      null,
      null,
    ]);
  });

  it("go into a table for spreadsheets, in which no reference is a formula", () => {
    expect(entriesCsv(entries, "Travel", { symbol: "EUR", decimals: 2 }).split("\r\n")).toEqual([
      "time,line,kind,payee,amount,currency,spent,reference,proposer,confirmer,decision,through,agreement,transaction",
      `1970-01-01T00:02:00.000Z,Travel,other,,1,EUR,21,,,${at("8")},7,${at("b")},,0xfe`,
      `1970-01-01T00:01:00.000Z,Travel,other,,5,EUR,20,,${at("9")},${at("8")},,${at("a")},,0xff`,
      `1970-01-01T00:01:00.000Z,Travel,payment,${at("2")},15,EUR,15,"'+1 ""a""",,${at("8")},,,,0xff`,
      "",
    ]);
    expect(entriesCsv(entries, "Travel", { symbol: "XYZ", decimals: null })).toContain(
      ",1500,units of XYZ,",
    );
  });
});

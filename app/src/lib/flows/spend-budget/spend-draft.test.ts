import {
  type AbiFunction,
  decodeFunctionData,
  stringToHex,
  toFunctionSelector,
  zeroHash,
} from "viem";
import { describe, expect, it } from "vitest";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { addressesDouble as addresses } from "#lib/chain/chain-double.ts";
import type { PaymentStream } from "#lib/index/payments.ts";

import { confirmCall, instructCall, spendCall } from "./spend-call.ts";
import {
  confirmProblem,
  kindsOffered,
  referenceOf,
  type SpendContext,
  type SpendDraft,
  spendProblems,
  wayProblem,
} from "./spend-draft.ts";

const now = 1_767_225_600; // 1 January 2026
const euro = 1_000_000n;
const account = (digit: string) => `0x${digit.repeat(40)}` as const;
const decided = { transaction: "0x", decision: null } as const;
const node = `0x${"d".repeat(64)}` as const;
const lineId = stringToHex("Travel", { size: 32 });
const stream: PaymentStream = {
  id: `0x${"e".repeat(64)}`,
  contract: addresses.PaymentStreams,
  payer: addresses.Treasury,
  payee: account("7"),
  sponsor: null,
  token: addresses.EuroToken,
  amountPerPeriod: euro,
  period: 3_600,
  cap: 100n * euro,
  from: now - 10,
  until: now + 90_000,
  feeBps: 0,
  orderReference: null,
  meter: null,
  meterSubject: null,
  node: null,
  salt: 3n,
  status: "running",
  deposited: 70n * euro,
  paid: 0n,
  fees: 0n,
  returned: 0n,
  held: 70n * euro,
  counted: 0,
  countedAt: now,
  reading: 0n,
  openedBy: addresses.Treasury,
  openedAt: now - 10,
  openedIn: "0x",
  endedBy: null,
  endedAt: null,
};
const context: SpendContext = {
  line: {
    line: lineId,
    token: { id: addresses.EuroToken },
    from: now - 100,
    until: now + 31_536_000,
    ceiling: 1_000n * euro,
    spent: 400n * euro,
    twoPersonAbove: 50n * euro,
    spentAlone: 0n,
    aloneDay: 0,
    closedAt: null,
    proposals: [],
  },
  currency: { isEuro: true, symbol: "EUR", decimals: 6 },
  balance: 500n * euro,
  fundables: [
    {
      target: addresses.PaymentStreams,
      known: true,
      setIn: decided,
      functions: ["open", "topUp"].map((name) => ({
        selector: selectorOf(paymentStreamsAbi, name),
        setIn: decided,
      })),
    },
    {
      target: addresses.PaymentEscrow,
      known: true,
      setIn: decided,
      functions: [{ selector: selectorOf(paymentEscrowAbi, "authorise"), setIn: decided }],
    },
  ],
  streams: [stream],
  nodes: [{ id: node, host: "validator-1.alpha.example" }],
  fee: 25,
  addresses,
  now,
};
const draft: SpendDraft = {
  kind: "payment",
  payee: account("7"),
  amount: "40",
  reference: "Invoice 7",
  node: "",
  rate: "",
  ratePeriod: "day",
  until: "",
  stream: "",
  operator: "",
  captureBy: "",
};
const service: SpendDraft = { ...draft, kind: "service", node, rate: "10", until: "2026-01-10" };
const escrow: SpendDraft = {
  ...draft,
  kind: "escrow",
  operator: account("8"),
  captureBy: "2026-02-01",
};

describe("a payment from a line", () => {
  it.each<[string, SpendDraft]>([
    ["a payment", draft],
    ["a service", service],
    ["a top-up", { ...draft, kind: "top-up", stream: stream.id, amount: "30" }],
    ["an escrow payment", escrow],
  ])("goes through as %s", (_, filled) => {
    expect(spendProblems(filled, context)).toEqual({});
  });

  it.each<[SpendDraft, object]>([
    [
      { ...draft, payee: "", amount: "" },
      { payee: { problem: "missing" }, amount: { problem: "missing" } },
    ],
    [{ ...draft, payee: "0x12" }, { payee: { problem: "malformed" } }],
    [{ ...draft, payee: account("0") }, { payee: { problem: "malformed" } }],
    [{ ...draft, payee: addresses.Treasury }, { payee: { problem: "no-receiver" } }],
    [{ ...draft, payee: addresses.EuroToken }, { payee: { problem: "no-receiver" } }],
    [{ ...draft, payee: addresses.PaymentStreams }, { payee: { problem: "no-receiver" } }],
    [{ ...draft, amount: "1.000" }, { amount: { problem: "malformed" } }],
    [{ ...draft, amount: "0" }, { amount: { problem: "zero" } }],
    [{ ...draft, amount: "600.01" }, { amount: { problem: "above-left", most: 600n * euro } }],
    [{ ...draft, amount: "600" }, { amount: { problem: "above-balance", most: 500n * euro } }],
    [{ ...draft, reference: "x".repeat(33) }, { reference: { problem: "too-long" } }],
    [{ ...service, node: "0x1" }, { node: { problem: "missing" } }],
    [{ ...service, rate: "0" }, { rate: { problem: "zero" } }],
    [
      { ...service, until: "2025-12-31" },
      { until: { problem: "day-out-of-range", first: now, last: now + 3_620 * 86_400 } },
    ],
    [{ ...service, amount: "100" }, { amount: { problem: "above-term", most: 99_999_884n } }],
    [{ ...draft, kind: "top-up", stream: "" }, { stream: { problem: "missing" } }],
    [
      { ...draft, kind: "top-up", stream: stream.id },
      { amount: { problem: "above-cap", most: 30n * euro } },
    ],
    [{ ...escrow, operator: escrow.payee }, { operator: { problem: "same-account" } }],
    [{ ...escrow, captureBy: "" }, { captureBy: { problem: "missing" } }],
  ])("%o is refused", (filled, problems) => {
    expect(spendProblems(filled, context)).toEqual(problems);
  });

  it("is left to the contract where nobody knows the balance", () => {
    expect(spendProblems({ ...draft, amount: "600" }, { ...context, balance: null })).toEqual({});
  });

  it("goes through contracts that the body named, for what it named", () => {
    expect(kindsOffered(context)).toEqual(["payment", "service", "top-up", "escrow"]);
    expect(kindsOffered({ ...context, fundables: [] })).toEqual(["payment"]);
    expect(kindsOffered({ ...context, fee: null })).toEqual(["payment", "top-up"]);
    expect(kindsOffered({ ...context, streams: [], nodes: [] })).toEqual(["payment", "escrow"]);
  });

  it("has a reference of 32 characters or bytes", () => {
    expect(referenceOf(" ")).toBe(zeroHash);
    expect(referenceOf("Invoice 7")).toBe(stringToHex("Invoice 7", { size: 32 }));
    expect(referenceOf(`0x${"AB".repeat(32)}`)).toBe(`0x${"ab".repeat(32)}`);
    expect(referenceOf("Reçu 7")).toBeNull();
  });
});

describe("the way of a payment", () => {
  const here = { ...context, onRightChain: true };
  const withLine = (change: Partial<SpendContext["line"]>) => ({
    ...here,
    line: { ...here.line, ...change },
  });

  it("is open alone up to the limit of the day, and with a second person above it", () => {
    expect(wayProblem("alone", { ...draft, amount: "50" }, here)).toBeNull();
    expect(wayProblem("alone", { ...draft, amount: "50.01" }, here)).toEqual({
      why: "above-alone",
      most: 50n * euro,
    });
    const spent = withLine({ spentAlone: 30n * euro, aloneDay: Math.floor(now / 86_400) });
    expect(wayProblem("alone", draft, spent)).toEqual({ why: "above-alone", most: 20n * euro });
    expect(wayProblem("propose", { ...draft, amount: "500" }, here)).toBeNull();
  });

  it.each([
    [{ closedAt: now - 1 }, { why: "closed" }],
    [{ from: now + 5 }, { why: "upcoming", from: now + 5 }],
    [{ until: now - 1 }, { why: "over", until: now - 1 }],
    [{ spent: 1_000n * euro }, { why: "nothing-left" }],
  ])("is shut for a line with %o", (change, problem) => {
    for (const way of ["alone", "propose"] as const)
      expect(wayProblem(way, draft, withLine(change))).toEqual(problem);
  });

  it("is shut on another chain", () => {
    expect(wayProblem("propose", draft, { ...here, onRightChain: false })).toEqual({
      why: "wrong-chain",
    });
  });

  it("does not propose twice what waits already", () => {
    const waiting = {
      id: "0x",
      kind: "payment",
      target: account("7"),
      call: null,
      paymentReference: stringToHex("Invoice 7", { size: 32 }),
      amount: 40n * euro,
      proposer: account("9"),
      proposedAt: now,
      expiresAt: now + 9,
    } as const;
    const waits = withLine({ proposals: [waiting] });
    expect(wayProblem("propose", draft, waits)).toEqual({ why: "waits", until: now + 9 });
    expect(wayProblem("propose", { ...draft, amount: "41" }, waits)).toBeNull();
    expect(wayProblem("propose", draft, { ...waits, now: now + 10 })).toBeNull();
  });
});

describe("a confirmation", () => {
  const officers = [account("8"), account("9")].map((one) => ({ account: one, since: 0 }));
  const viewer = { account: account("8"), onRightChain: true };
  const moment = { line: context.line, balance: context.balance, now, officers, viewer };
  const proposal = { proposer: account("9"), amount: 40n * euro };

  it("is another officer's", () => {
    expect(confirmProblem(proposal, moment)).toBeNull();
    expect(confirmProblem({ ...proposal, proposer: viewer.account }, moment)).toEqual({
      why: "same-person",
    });
    expect(confirmProblem({ ...proposal, proposer: account("6") }, moment)).toEqual({
      why: "dismissed",
    });
  });

  it("has to fit into what is left, what there is, and the period", () => {
    expect(confirmProblem({ ...proposal, amount: 601n * euro }, moment)).toEqual({
      why: "above-left",
      most: 600n * euro,
    });
    expect(confirmProblem({ ...proposal, amount: 501n * euro }, moment)).toEqual({
      why: "above-balance",
      most: 500n * euro,
    });
    expect(
      confirmProblem(proposal, { ...moment, line: { ...context.line, until: now - 1 } }),
    ).toEqual({ why: "over", until: now - 1 });
    expect(
      confirmProblem(proposal, { ...moment, viewer: { ...viewer, onRightChain: false } }),
    ).toEqual({ why: "wrong-chain" });
  });
});

describe("the transaction", () => {
  const decode = (data: `0x${string}`) => decodeFunctionData({ abi: treasuryAbi, data });

  it("pays, or proposes to pay, exactly what was filled in", () => {
    const args = [lineId, account("7"), 40n * euro, stringToHex("Invoice 7", { size: 32 })];
    expect(decode(spendCall(draft, "alone", context, 1n).data)).toEqual({
      functionName: "pay",
      args,
    });
    expect(decode(spendCall(draft, "propose", context, 1n).data)).toEqual({
      functionName: "proposePayment",
      args,
    });
  });

  it("opens a stream that the treasury pays while the node is active", () => {
    const { functionName, args } = decode(spendCall(service, "propose", context, 5n).data);
    expect(functionName).toBe("proposeFunding");
    const [line, target, call, amount] = args as [string, string, `0x${string}`, bigint];
    expect([line, target.toLowerCase(), amount]).toEqual([
      lineId,
      addresses.PaymentStreams,
      40n * euro,
    ]);
    const open = decodeFunctionData({ abi: paymentStreamsAbi, data: call });
    expect(open).toMatchObject({
      functionName: "open",
      args: [
        {
          amountPerPeriod: 10n * euro,
          period: 86_400,
          cap: 99_999_884n,
          from: now,
          until: now + 10 * 86_400 - 1,
          feeBps: 25,
          meterSubject: node,
          salt: 5n,
        },
        40n * euro,
      ],
    });
  });

  it("tops up the stream that was chosen, and speaks to it", () => {
    const topUp = spendCall(
      { ...draft, kind: "top-up", stream: stream.id, amount: "30" },
      "alone",
      context,
      1n,
    );
    const [, , call] = decode(topUp.data).args as unknown as [string, string, `0x${string}`];
    expect(decodeFunctionData({ abi: paymentStreamsAbi, data: call })).toMatchObject({
      functionName: "topUp",
      args: [{ salt: 3n, until: stream.until }, 30n * euro],
    });
    const [, told] = decode(instructCall(addresses, "end", stream).data).args as unknown as [
      string,
      `0x${string}`,
    ];
    expect(decodeFunctionData({ abi: paymentStreamsAbi, data: told })).toMatchObject({
      functionName: "end",
    });
  });

  it("authorises what the operator can capture", () => {
    const [, target, call] = decode(spendCall(escrow, "alone", context, 2n).data)
      .args as unknown as [string, string, `0x${string}`];
    expect(target.toLowerCase()).toBe(addresses.PaymentEscrow);
    expect(decodeFunctionData({ abi: paymentEscrowAbi, data: call })).toMatchObject({
      functionName: "authorise",
      args: [
        {
          amount: 40n * euro,
          operator: account("8"),
          captureBy: now + 32 * 86_400 - 1,
          refundBy: now + 62 * 86_400 - 1,
          fee: 25,
        },
        {},
      ],
    });
  });

  it("confirms with exactly the values of the proposal", () => {
    const proposal = {
      id: "0x",
      kind: "funding",
      target: addresses.PaymentStreams,
      call: "0x1234",
      paymentReference: null,
      amount: 5n,
      proposer: account("9"),
      proposedAt: now,
      expiresAt: now,
    } as const;
    expect(decode(confirmCall(addresses.Treasury, lineId, proposal).data)).toMatchObject({
      functionName: "confirmFunding",
      args: [
        lineId,
        expect.stringMatching(new RegExp(addresses.PaymentStreams, "i")),
        "0x1234",
        5n,
      ],
    });
    const payment = { ...proposal, kind: "payment", call: null, target: account("7") } as const;
    expect(decode(confirmCall(addresses.Treasury, lineId, payment).data)).toEqual({
      functionName: "confirmPayment",
      args: [lineId, account("7"), 5n, zeroHash],
    });
  });
});

function selectorOf(abi: readonly unknown[], name: string): `0x${string}` {
  const item = (abi as readonly { name?: string }[]).find((one) => one.name === name);
  return toFunctionSelector(item as AbiFunction);
}

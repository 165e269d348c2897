import { type Abi, encodeFunctionData, getAddress, stringToHex, zeroAddress } from "viem";
import { afterEach, describe, expect, it } from "vitest";

import { euroTokenAbi } from "#generated/contracts/EuroToken.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { roleTable } from "#generated/roles.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import type { ContractName } from "#lib/endpoints.ts";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import { callSentence, sentenceText } from "./call-sentence.ts";
import { type CallRegisters, decodeCall } from "./decode-call.ts";
import { knownContracts } from "./known-contracts.ts";
import { readMoney } from "./read-money.ts";

const line = stringToHex("Travel 2026", { size: 32 });
const reference = stringToHex("INV-7", { size: 32 });
const zero = `0x${"0".repeat(64)}` as const;
const hash = `0x${"d".repeat(64)}` as const;
const payee = idDouble(0xbe);
const stranger = idDouble(0xabcdef);
const euro = addressesDouble.EuroToken;
const streams = addressesDouble.PaymentStreams;
const day = (text: string, time = "00:00:00") => Date.parse(`${text}T${time}Z`) / 1000;

const registers: CallRegisters = {
  contracts: knownContracts(addressesDouble),
  nodes: new Map(),
  organisations: new Map(),
  members: new Map([[payee, { code: "BE", weight: 10n }]]),
  roles: new Map(),
  lineTokens: new Map([[line, euro]]),
};

const decode = (
  contract: ContractName,
  abi: Abi,
  functionName: string,
  args: readonly unknown[],
  known = registers,
) =>
  decodeCall(
    {
      target: addressesDouble[contract],
      value: 0n,
      calldata: encodeFunctionData({ abi, functionName, args }),
    },
    known,
  );
const read = (...call: Parameters<typeof decode>) =>
  sentenceText(callSentence(decode(...call), { ownNetwork: 1n, ahead: true }));

const wind = encodeFunctionData({
  abi: paymentStreamsAbi,
  functionName: "claim",
  args: [euro, payee],
});

/** What officers and bridges do, with what a proposal of it says. */
const officers: [ContractName, Abi, string, readonly unknown[], string][] = [
  [
    "Treasury",
    treasuryAbi,
    "pay",
    [line, payee, 1_250_000n, reference],
    "Pay €1.25 from the budget line “Travel 2026” to Belgium (reference “INV-7”).",
  ],
  [
    "Treasury",
    treasuryAbi,
    "proposePayment",
    [line, payee, 1_000_001n, zero],
    "Propose to pay €1.000001 from the budget line “Travel 2026” to Belgium (reference 0x0000…0000), if a second person confirms it.",
  ],
  [
    "Treasury",
    treasuryAbi,
    "confirmPayment",
    [line, payee, 1_000_000n, reference],
    "Confirm, as the second person, €1.00 from the budget line “Travel 2026” to Belgium (reference “INV-7”).",
  ],
  [
    "Treasury",
    treasuryAbi,
    "fund",
    [line, streams, wind, 7_000_000n],
    "Pay up to €7.00 from the budget line “Travel 2026” through Streams.",
  ],
  [
    "Treasury",
    treasuryAbi,
    "proposeFunding",
    [line, streams, wind, 7_000_000n],
    "Propose to pay up to €7.00 from the budget line “Travel 2026” through Streams, if a second person confirms it.",
  ],
  [
    "Treasury",
    treasuryAbi,
    "confirmFunding",
    [line, streams, wind, 7_000_000n],
    "Confirm, as the second person, up to €7.00 from the budget line “Travel 2026” through Streams.",
  ],
  [
    "Treasury",
    treasuryAbi,
    "instruct",
    [streams, wind],
    "Let the treasury, as the payer, tell Streams something that costs nothing.",
  ],
  [
    "Treasury",
    treasuryAbi,
    "withdrawProposal",
    [hash],
    "Take back the proposed payment 0xdddd…dddd of the treasury.",
  ],
  [
    "EuroToken",
    euroTokenAbi,
    "mint",
    [payee, 5_000_000n, reference],
    "Mint €5.00 of test e-money for Belgium (reference “INV-7”).",
  ],
  [
    "EuroToken",
    euroTokenAbi,
    "redeem",
    [payee, 5_000_000n, reference],
    "Redeem €5.00 of test e-money of Belgium, which the issuer pays back (reference “INV-7”).",
  ],
  [
    "EuroToken",
    euroTokenAbi,
    "setMoneyStatus",
    [payee, 2, hash],
    "Block Belgium: it neither sends nor receives test e-money, for the reason in the document 0xdddd…dddd.",
  ],
  [
    "EuroToken",
    euroTokenAbi,
    "setAllowListOnly",
    [true],
    "From now on, only allowed accounts send and receive test e-money.",
  ],
  [
    "EuroToken",
    euroTokenAbi,
    "crosschainMint",
    [payee, 5_000_000n],
    "Mint €5.00 of test e-money for Belgium as it comes from another chain.",
  ],
  [
    "EuroToken",
    euroTokenAbi,
    "crosschainBurn",
    [payee, 5_000_000n],
    "Burn €5.00 of test e-money of Belgium as it goes to another chain.",
  ],
];

describe("calls about payments", () => {
  afterEach(() => overwriteGetLocale(() => "en"));

  it.each(officers)(
    "%s, %o: %s is said in words",
    (contract, abi, functionName, args, sentence) => {
      expect(read(contract, abi, functionName, args)).toBe(sentence);
    },
  );

  it("are those that officers may make", () => {
    const theirs = roleTable
      .filter(({ role }) =>
        ["FINANCE", "MONEY_ISSUERS", "MONEY_LISTS", "TOKEN_BRIDGES"].includes(role),
      )
      .map(({ target, functionName }) => `${target}.${functionName}`);
    expect(officers.map(([contract, , name]) => `${contract}.${name}`).sort()).toEqual(
      theirs.sort(),
    );
  });

  it("show what the treasury would have another contract do", () => {
    for (const name of ["fund", "proposeFunding", "confirmFunding"]) {
      const { inner, warnings } = decode("Treasury", treasuryAbi, name, [line, streams, wind, 1n]);
      expect(inner.map(({ signature }) => signature)).toEqual([
        "claim(address token, address recipient)",
      ]);
      expect(warnings).toContainEqual({ warning: "carries-calls" });
    }
    expect(decode("Treasury", treasuryAbi, "instruct", [streams, wind]).inner).toHaveLength(1);
  });

  it("say what a decision of the body pays for, and warn of officials that look like somebody else", () => {
    const escrow = addressesDouble.PaymentEscrow;
    const official = idDouble(0xa11ce);
    const terms = {
      payer: addressesDouble.Treasury,
      payee,
      token: euro,
      amount: 9_000_000n,
      operator: zeroAddress as `0x${string}`,
      authoriseBy: 1,
      captureBy: day("2027-12-31", "23:59:59"),
      refundBy: day("2028-12-31"),
      fee: 25,
      arbiter: stranger,
      arbitration: 3_600,
      silence: 5_000,
      annex: hash,
      orderReference: hash,
      salt: 0n,
    };
    const annex = {
      shares: [
        { payee, part: 6_000 },
        { payee: stranger, part: 4_000 },
      ],
      milestones: [4_000_000n, 5_000_000n],
      officials: [official],
      twoPersonAbove: 0n,
      review: 0,
    };
    const call = (more: Partial<typeof terms>, andMore: Partial<typeof annex>) =>
      encodeFunctionData({
        abi: paymentEscrowAbi,
        functionName: "authorise",
        args: [
          { ...terms, ...more },
          { ...annex, ...andMore },
        ],
      });
    const fund = (data: `0x${string}`, known = registers) =>
      read("Treasury", treasuryAbi, "fundByDecision", [line, escrow, data, 9_000_000n], known);
    expect(fund(call({}, {}))).toBe(
      "Pay exactly €9.00 from the budget line “Travel 2026” through Escrow of payments, with no officer in between. €9.00 of Treasury is held for Belgium and paid by milestones: (1) €4.00 and (2) €5.00. A milestone is paid when two of them accept it: 0x0000…11ce. Silence accepts nothing. What is not accepted until 31 December 2027 (UTC) goes back to Treasury. What is paid is shared: Belgium 60% and 0x0000…cdef 40%. A fee of 0.25% is kept of what is paid. Until 31 December 2027 (UTC) Treasury or Belgium can dispute what is still held, once. Then nothing of it moves until both agree, or 0x0000…cdef decides within 1 hour; if the arbiter is silent, Belgium gets 50% of it and Treasury 50%.",
    );
    expect(fund(call({}, { twoPersonAbove: 5_000_000n, review: 86_400 }))).toContain(
      "A milestone is paid when 0x0000…11ce accepts it. What nobody rejects within 1 day after it was delivered counts as accepted.",
    );
    const plain = { shares: [], milestones: [], officials: [] };
    expect(fund(call({ operator: official, arbiter: zeroAddress, fee: 0 }, plain))).toMatch(
      /between\. €9\.00 of Treasury is held for Belgium until 31 December 2027 \(UTC\): 0x0000…11ce says how much of it is paid, and the rest goes back\. No arbiter is named, so nobody can dispute it\.$/,
    );
    const twin = `0x0000${"7".repeat(32)}11ce` as const;
    const known = { ...registers, members: new Map([[twin, { code: "CH", weight: 1n }]]) };
    const decoded = decode(
      "Treasury",
      treasuryAbi,
      "fundByDecision",
      [line, escrow, call({}, {}), 9_000_000n],
      known,
    );
    expect(decoded.warnings).toContainEqual({ warning: "carries-calls" });
    expect(decoded.inner[0]?.warnings).toEqual([
      expect.objectContaining({ warning: "look-alike", address: official }),
    ]);
  });

  it("say by what a stream is measured", () => {
    const node = `0x${"1".repeat(64)}` as const;
    const open = (meter: `0x${string}`) =>
      read("PaymentStreams", paymentStreamsAbi, "open", [
        {
          payer: addressesDouble.Treasury,
          payee,
          sponsor: zeroAddress,
          token: euro,
          amountPerPeriod: 1_000_000n,
          period: 3_600,
          cap: 9_000_000n,
          from: 0,
          until: day("2027-12-31", "23:59:59"),
          feeBps: 100,
          orderReference: zero,
          meter,
          meterSubject: node,
          salt: 0n,
        },
        8_000_000n,
      ]);
    const paid =
      "Belgium is paid by the second, €1.00 in 1 hour and at most €9.00 in all, out of €8.00 of Treasury. What is left goes back after 31 December 2027 (UTC).";
    const fee = "A fee of 1% is kept of what is paid.";
    expect(open(zeroAddress)).toBe(`${paid} ${fee}`);
    expect(open(stranger)).toBe(`${paid} Only seconds that 0x0000…cdef counts are paid. ${fee}`);
    expect(open(addressesDouble.NodeRegistry)).toBe(
      `${paid} Only seconds in which node 0x1111…1111 is active are paid. ${fee}`,
    );
  });

  it("say smallest units where nobody knows the token, and never guess euro", () => {
    const setCeiling = ["Treasury", treasuryAbi, "setCeiling", [line, 1_000_000n, zero]] as const;
    expect(read(...setCeiling, { ...registers, lineTokens: new Map() })).toBe(
      "Set the ceiling of the budget line “Travel 2026” to 1,000,000 of the smallest units of its token, by no document.",
    );
    const foreign = new Map([[line, stranger]]);
    expect(read(...setCeiling, { ...registers, lineTokens: foreign })).toBe(
      "Set the ceiling of the budget line “Travel 2026” to 1,000,000 of the smallest units of 0x0000…cdef, by no document.",
    );
    const tokenDecimals = new Map([[stranger, 3]]);
    expect(read(...setCeiling, { ...registers, lineTokens: foreign, tokenDecimals })).toBe(
      "Set the ceiling of the budget line “Travel 2026” to 1,000 of 0x0000…cdef, by no document.",
    );
  });

  it("say the second where a period does not begin or end with a day, and bear times beyond all calendars", () => {
    const open = (from: number, until: number) =>
      read("Treasury", treasuryAbi, "openBudgetLine", [line, euro, 1n, 0n, from, until, zero]);
    expect(open(day("2026-01-01"), day("2026-12-31", "23:59:59"))).toContain(
      "from 1 January 2026 to 31 December 2026 (UTC), by no document; every payment from it needs two persons.",
    );
    expect(open(day("2026-01-01", "00:00:01"), 2 ** 48 - 1)).toMatch(
      /from 1 January 2026 at 00:00:01 UTC to .*275760/,
    );
  });

  it("warn of shares of somebody who is no member", () => {
    const shares = (members: readonly string[]) =>
      decode("Treasury", treasuryAbi, "setContributionShares", [
        reference,
        members,
        members.map(() => 1n),
      ]).warnings;
    expect(shares([payee])).toEqual([]);
    expect(shares([payee, stranger])).toEqual([{ warning: "unknown-entry", what: "member" }]);
  });

  it("speak French", () => {
    overwriteGetLocale(() => "fr");
    expect(read("Treasury", treasuryAbi, "setCeiling", [line, 1_234_500_000n, hash])).toBe(
      "Fixer le plafond de la ligne de budget «\u00a0Travel 2026\u00a0» à 1\u00a0234,50\u00a0€, selon le document 0xdddd…dddd.",
    );
  });
});

describe("readMoney", () => {
  const unread = { ...registers, lineTokens: new Map() };
  const setCeiling = (id: `0x${string}`) =>
    decode("Treasury", treasuryAbi, "setCeiling", [id, 1n, zero], unread);
  const other = stringToHex("Tests", { size: 32 });
  const never = stringToHex("Never", { size: 32 });

  it("asks for the token of each line once, and for the decimals of foreign ones", async () => {
    const asked: string[] = [];
    const chain = new ChainDouble([], {
      budgetLine: (id: string) => {
        asked.push(id);
        return { token: id === line ? euro : id === other ? getAddress(stranger) : idDouble(0) };
      },
      decimals: () => 18,
    });
    const found = await readMoney({ chain: chain.reader, addresses: addressesDouble }, [
      setCeiling(line),
      setCeiling(line),
      setCeiling(other),
      setCeiling(never),
    ]);
    expect(asked).toEqual([line, other, never]);
    expect(found.lineTokens).toEqual(
      new Map([
        [line, euro],
        [other, stranger],
      ]),
    );
    expect(found.tokenDecimals).toEqual(new Map([[stranger, 18]]));
  });

  it("asks nothing where no amount is named, and bears a chain without an answer", async () => {
    const mute = { chain: new ChainDouble([]).reader, addresses: addressesDouble };
    const close = decode("Treasury", treasuryAbi, "closeBudgetLine", [line], unread);
    for (const calls of [[close], [setCeiling(line)]]) {
      const found = await readMoney(mute, calls);
      expect([found.lineTokens?.size, found.tokenDecimals?.size]).toEqual([0, 0]);
    }
  });
});

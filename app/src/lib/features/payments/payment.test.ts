import { encodeAbiParameters, getAbiItem, keccak256, zeroAddress, zeroHash } from "viem";
import { describe, expect, it } from "vitest";

import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";

import {
  milestoneDouble,
  paymentDouble,
  people,
  streamDouble,
  subscriptionDouble,
} from "./payment-double.ts";
import { paymentAnnex, paymentTerms, streamTerms, subscriptionTerms } from "./payment.ts";

describe("terms", () => {
  it("are what the contract takes, with 0 for nothing", () => {
    const terms = paymentTerms(paymentDouble({ operator: null, arbiter: null }));
    expect(terms).toMatchObject({
      operator: zeroAddress,
      arbiter: zeroAddress,
      annex: zeroHash,
      orderReference: zeroHash,
      captureBy: 200,
      salt: 7n,
    });
    const [parameter] = getAbiItem({ abi: paymentEscrowAbi, name: "paymentId" }).inputs;
    expect(Object.keys(terms)).toEqual(parameter.components.map(({ name }) => name));
  });

  it("of streams and subscriptions are, too", () => {
    expect(streamTerms(streamDouble())).toMatchObject({
      sponsor: zeroAddress,
      meter: zeroAddress,
      meterSubject: zeroHash,
      from: 1_000,
    });
    // What was cancelled keeps the terms that were agreed.
    expect(subscriptionTerms(subscriptionDouble({ end: 1_005 }))).toMatchObject({ until: 1_035 });
  });
});

describe("paymentAnnex", () => {
  it("has the hash that the terms name", () => {
    const payment = paymentDouble({
      operator: null,
      shares: [
        { payee: people.payee, part: 4_000 },
        { payee: people.stranger, part: 6_000 },
      ],
      milestones: [milestoneDouble(), milestoneDouble({ index: 1, amount: 600n })],
      officials: [people.official],
      twoPersonAbove: 1_000n,
      review: 60,
    });
    const [, parameter] = getAbiItem({ abi: paymentEscrowAbi, name: "capture" }).inputs;
    expect(keccak256(encodeAbiParameters([parameter], [paymentAnnex(payment)]))).toBe(
      keccak256(
        encodeAbiParameters(
          [parameter],
          [
            {
              shares: [
                { payee: people.payee, part: 4_000 },
                { payee: people.stranger, part: 6_000 },
              ],
              milestones: [400n, 600n],
              officials: [people.official],
              twoPersonAbove: 1_000n,
              review: 60,
            },
          ],
        ),
      ),
    );
  });
});

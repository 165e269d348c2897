import { expect, it } from "vitest";

import { indexDouble } from "#lib/index/index-double.ts";

import { readMoney } from "./read-money.ts";

const day = 86_400;
const now = 100 * day;
const level = (custody: string, onDay: number) => ({
  timestamp: onDay * day * 1e6,
  custody,
  held: 1n,
  claimable: 0n,
});

it("asks for what was owed before the days that are shown, once for each that changed in them", async () => {
  const asked: { first: number; where: Record<string, string> }[] = [];
  const index = indexDouble({
    PaymentVolumes: { paymentVolumes: [] },
    Obligations: { custodies: [] },
    OpenPayments: { payments: [] },
    ObligationLevels: (variables: (typeof asked)[number]) => {
      asked.push(variables);
      const { custody } = variables.where;
      return {
        obligationLevels: custody
          ? [level(custody, 9)]
          : [level("0xa", 99), level("0xa", 98), level("0xb", 98)],
      };
    },
  });
  const { levels, before } = await readMoney(index, now);
  expect(levels).toHaveLength(3);
  expect(before).toEqual([level("0xa", 9), level("0xb", 9)]);
  const from = String(73 * day * 1e6);
  expect(asked.map(({ first, where }) => [first, where])).toEqual([
    [1_000, { timestamp_gte: from }],
    [1, { custody: "0xa", timestamp_lt: from }],
    [1, { custody: "0xb", timestamp_lt: from }],
  ]);
});

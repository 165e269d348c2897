import { expect, it } from "vitest";

import { treasuryActions } from "./my-actions.ts";

const proposal = (proposer: string, expiresAt: number) =>
  ({ id: proposer, proposer, expiresAt }) as never;
const treasury = {
  officers: ["0xa1", "0xa2"].map((account) => ({ account, since: 0 })),
  lines: [
    {
      closedAt: null,
      proposals: [proposal("0xa1", 50), proposal("0xa2", 50), proposal("0xa2", 9)],
    },
  ],
  calls: [
    {
      representatives: [
        { key: "0xb1", account: "0x01" },
        { key: "0xb2", account: "0x02" },
      ],
      rows: [
        { account: "0x01", left: 5n },
        { account: "0x02", left: 0n },
        { account: "0x03", left: 7n },
      ] as never,
    },
    { representatives: [{ key: "0xb1", account: "0x01" }], rows: null },
  ],
};
const told = (account: string | null) => {
  const { confirm, owes } = treasuryActions(treasury, account, 10);
  return [confirm.map((one) => one.proposal.proposer), owes.map(({ row }) => row.account)];
};

it("lets an officer confirm what others proposed, as long as it waits", () => {
  expect(told("0xA1")).toEqual([["0xa2"], []]);
  expect(told("0xA2")).toEqual([["0xa1"], []]);
});

it("tells whoever acts for a member what this one has to pay", () => {
  expect(told("0xb1")).toEqual([[], ["0x01"]]);
  expect(told("0xb2")).toEqual([[], []]);
});

it("asks nothing of anybody else", () => {
  expect(told("0xc1")).toEqual([[], []]);
  expect(told(null)).toEqual([[], []]);
});

import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";

import { readDecisionsOn, selectorsNaming } from "./decisions-on.ts";

type Hex = `0x${string}`;

const node = idDouble(7, 32);
const other = idDouble(8, 32);
const calling = (...words: Hex[]): Hex =>
  `0x12345678${words.map((word) => word.slice(2)).join("")}`;
const said = (block: number, event: string, args: object): SaidDouble => ({
  by: "Council",
  block,
  event,
  args: { ...args },
});
const proposed = (block: number, proposalId: bigint, ...calldatas: Hex[]): SaidDouble =>
  said(block, "ProposalCreated", {
    proposalId,
    proposer: idDouble(1),
    targets: calldatas.map(() => idDouble(2)),
    values: calldatas.map(() => 0n),
    calldatas,
    voteStart: 1n,
    voteEnd: 2n,
    description: `Decision ${proposalId}`,
  });

describe("selectorsNaming", () => {
  const naming = (...calldatas: Hex[]) =>
    selectorsNaming(
      { calls: calldatas.map((calldata) => ({ target: idDouble(2), value: 0n, calldata })) },
      node,
    );

  it("finds an id as first or second argument of any call", () => {
    expect(naming(calling(other), calling(node), calling(other, node))).toEqual([
      "0x12345678",
      "0x12345678",
    ]);
    expect(naming(calling(node).toUpperCase().replace("0X", "0x") as Hex)).toHaveLength(1);
  });

  it("does not find it elsewhere, nor in calls that are too short", () => {
    expect(naming(calling(other, other, node), "0x", "0x12345678", calling())).toEqual([]);
    // The same digits, half a word further on.
    expect(naming(`0x12345678${"0".repeat(32)}${node.slice(2)}`)).toEqual([]);
  });
});

describe("readDecisionsOn", () => {
  it("finds proposals that name it, and the decision behind each change", async () => {
    const chain = new ChainDouble([
      proposed(10, 1n, calling(node)),
      said(11, "ProposalExecuted", { proposalId: 1n }),
      proposed(12, 2n, calling(other)),
      // The call of the third one is hidden in another, but its execution changed the node.
      proposed(14, 3n, calling(other, other, node)),
      said(16, "ProposalExecuted", { proposalId: 3n }),
      proposed(18, 4n, calling(other, node)),
    ]);
    const { naming, executedIn } = await readDecisionsOn(chain.reader, addressesDouble, node, [
      transactionDouble(11),
      transactionDouble(16),
    ]);
    expect(
      naming.map(({ proposal }) => [proposal.number, proposal.createdAt, proposal.executedAt]),
    ).toEqual([
      [1, 100, 110],
      [4, 180, null],
    ]);
    expect(executedIn(transactionDouble(11))).toEqual([{ number: 1, description: "Decision 1" }]);
    expect(executedIn(transactionDouble(16))).toEqual([{ number: 3, description: "Decision 3" }]);
    expect(executedIn(transactionDouble(12))).toEqual([]);
    expect(chain.blocksAsked.sort()).toEqual([10, 11, 14, 16, 18]);
  });
});

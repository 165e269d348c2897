import { describe, expect, it } from "vitest";

import type { ContractReader } from "#lib/chain/contract-views.ts";

import { type Deliberation, readDeliberation, sayEligibility } from "./deliberation.ts";

const account = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const asked = {
  deliberation: account(1),
  council: account(2),
  memberRegistry: account(3),
  proposalId: 7n,
  begun: true,
};
const answers = {
  sponsors: 0b101n,
  askers: [0b10n, 1, 100n],
  moreTimeThreshold: [2n, 194n],
  proposalExtended: false,
};
function reader(given: Record<string, unknown>): ContractReader {
  return {
    readContract: ({ functionName, args }: { functionName: string; args: readonly bigint[] }) =>
      functionName === "memberAt"
        ? Promise.resolve(
            account(0xa0 + Number(args[0]))
              .toUpperCase()
              .replace("X", "x"),
          )
        : functionName in given
          ? Promise.resolve(given[functionName])
          : Promise.reject(new Error("no answer")),
  } as unknown as ContractReader;
}

describe("readDeliberation", () => {
  it("names the members by their account ids", async () => {
    expect(await readDeliberation(reader(answers), asked)).toEqual({
      sponsors: [account(0xa0), account(0xa2)],
      askers: [account(0xa1)],
      threshold: { heads: 2, weight: 194n },
      extended: false,
    });
  });

  it("knows no threshold before the snapshot, and no weight where it plays no part", async () => {
    const { moreTimeThreshold: _, ...pending } = answers;
    expect(await readDeliberation(reader(pending), { ...asked, begun: false })).toMatchObject({
      threshold: null,
    });
    expect(
      await readDeliberation(reader({ ...answers, moreTimeThreshold: [1n, 0n] }), asked),
    ).toMatchObject({ threshold: { heads: 1, weight: null } });
  });

  it("is nothing while the chain gives no answer", async () => {
    expect(await readDeliberation(reader({}), asked)).toBeNull();
  });
});

describe("sayEligibility", () => {
  const said: Deliberation = {
    sponsors: [account(9)],
    askers: [account(8)],
    threshold: null,
    extended: false,
  };

  it("lets members speak until the vote is over, and once", () => {
    expect(sayEligibility("sponsor", account(5), "pending", said)).toEqual({ can: true });
    expect(sayEligibility("ask", account(5), "active", said)).toEqual({ can: true });
    expect(sayEligibility("ask", account(5), "pending", said)).toMatchObject({ why: "not-open" });
    expect(sayEligibility("sponsor", account(9), "active", said)).toMatchObject({ why: "said" });
    expect(sayEligibility("ask", account(8), "active", said)).toMatchObject({ why: "said" });
    expect(sayEligibility("ask", account(5), "succeeded", said)).toMatchObject({ why: "over" });
    expect(sayEligibility("sponsor", null, "active", said)).toMatchObject({ why: "no-member" });
    expect(sayEligibility("ask", account(5), "active", { ...said, extended: true })).toMatchObject({
      why: "used",
    });
  });
});

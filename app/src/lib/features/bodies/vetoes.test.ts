import { describe, expect, it } from "vitest";

import { reaches, type VetoEvent, vetoGrants, vetoState } from "./vetoes.ts";

const at = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const [council, holder, other, nodes, accounts, pinned, vetoes] = [1, 2, 3, 4, 5, 6, 7].map(at);

function event(time: number, granted: VetoEvent["granted"], by = holder): VetoEvent {
  const transaction = `0x${String(time).padStart(64, "0")}` as const;
  return {
    ordinal: BigInt(time),
    at: time,
    council: council!,
    holder: by!,
    granted,
    transaction,
    decision: null,
  };
}

describe("Rights to stop decisions", () => {
  const grants = vetoGrants([
    event(40, null),
    event(10, { targets: [nodes!], notAfter: 100 }),
    event(30, { targets: [], notAfter: 200 }),
    event(20, { targets: [], notAfter: 50 }, other),
  ]);

  it("are listed as they were given, whoever was given another one in between", () => {
    expect(grants.map(({ granted, over }) => [granted.at, over?.how ?? null])).toEqual([
      [30, "revoked"],
      [20, null],
      [10, "replaced"],
    ]);
  });

  it("end by themselves, by being taken away or by another form", () => {
    const [taken, running, replaced] = grants;
    expect(vetoState(taken!, 45)).toEqual({ state: "revoked", at: 40 });
    expect(vetoState(running!, 50)).toEqual({ state: "in-force", until: 50 });
    expect(vetoState(running!, 51)).toEqual({ state: "ended", at: 50 });
    expect(vetoState(replaced!, 45)).toEqual({ state: "replaced", at: 30 });
  });

  it("had ended by themselves before they were taken away", () => {
    const [late] = vetoGrants([event(10, { targets: [], notAfter: 20 }), event(30, null)]);
    expect(vetoState(late!, 40)).toEqual({ state: "ended", at: 20 });
  });

  it.each([
    ["any decision of a guardian", [], [nodes], true],
    ["a call to a named contract, beside another", [nodes], [accounts, nodes], true],
    ["no call to another contract", [nodes], [accounts], false],
    ["nothing that carries a call to a pinned contract", [nodes], [nodes, pinned], false],
    ["nothing that carries a call to the body itself", [], [nodes, council], false],
    ["nothing that carries a call to the rights themselves", [], [vetoes], false],
  ])("reach %s", (_, scope, targets, expected) => {
    const reach = { council: council!, pinned: [pinned!], vetoes: vetoes! };
    expect(reaches({ targets: scope as never }, targets as never, reach)).toBe(expected);
  });
});

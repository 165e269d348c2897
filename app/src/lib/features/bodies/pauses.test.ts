import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  transactionDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { groupState, rightState } from "./pauses.ts";
import { readPauses } from "./read-pauses.ts";

const holder = idDouble(7);
const pause = {
  pausedSince: 100,
  pausedUntil: 200,
  holder,
  transaction: transactionDouble(1),
  unpausedAt: null,
};

describe("groupState", () => {
  const group = { coolDown: 300, pauses: [pause] };

  it("is paused until the end, rests for the cool-down, and is open before and after", () => {
    expect(groupState({ coolDown: 300, pauses: [] }, 150)).toEqual({ state: "open" });
    expect(groupState(group, 199)).toEqual({ state: "paused", until: 200 });
    expect(groupState(group, 200)).toEqual({ state: "resting", until: 500 });
    expect(groupState(group, 499)).toEqual({ state: "resting", until: 500 });
    expect(groupState(group, 500)).toEqual({ state: "open" });
  });
});

describe("rightState", () => {
  const right = { holder, notAfter: 1000, heartbeatBy: 400, usedAt: null, disarmedAt: null };

  it("is armed up to and including the heartbeat, and lapses for ever after it", () => {
    expect(rightState(right, 400)).toMatchObject({ state: "armed" });
    expect(rightState(right, 401)).toEqual({ state: "lapsed", at: 400 });
    expect(rightState({ ...right, heartbeatBy: 2000 }, 1001)).toEqual({ state: "ended", at: 1000 });
  });

  it("says first that it was used or taken away", () => {
    expect(rightState({ ...right, usedAt: 300 }, 900)).toEqual({ state: "used", at: 300 });
    expect(rightState({ ...right, disarmedAt: 300 }, 900)).toEqual({ state: "disarmed" });
  });
});

describe("readPauses", () => {
  const reports = `0x${Buffer.from("reports").toString("hex").padEnd(64, "0")}` as const;
  const by = "CircuitBreaker" as const;
  const actor = idDouble(9);
  const call = { target: idDouble(3), selector: "0xcafebabe" };
  const numbers = { maxDuration: 10, coolDown: 20, heartbeatPeriod: 30 };
  const chain = new ChainDouble([
    { by, block: 1, event: "ExitPinned", args: { selector: "0xe0000000", actor } },
    { by, block: 1, logIndex: 1, event: "GroupSet", args: { group: reports, actor, ...numbers } },
    { by, block: 1, logIndex: 2, event: "FunctionGroupSet", args: { ...call, group: reports } },
    {
      by,
      block: 1,
      logIndex: 3,
      event: "RightArmed",
      args: { holder, group: reports, notAfter: 900, heartbeatBy: 300 },
    },
    {
      by,
      block: 2,
      event: "HeartbeatGiven",
      args: { holder, group: reports, heartbeatBy: 400 },
    },
    {
      by,
      block: 3,
      event: "GroupPaused",
      args: { group: reports, actor: holder, pausedSince: 30, pausedUntil: 40 },
    },
    {
      by,
      block: 4,
      event: "GroupUnpaused",
      args: { group: reports, actor, pausedSince: 30, pausedUntil: 35 },
    },
    { by, block: 5, event: "GroupSet", args: { group: reports, ...numbers, maxDuration: 11 } },
  ]);

  it("tells from the breaker's own events what the index would", async () => {
    await expect(
      readPauses({ index: indexDouble({}), chain: chain.reader, addresses: addressesDouble }),
    ).resolves.toEqual({
      source: "contracts",
      exits: ["0xe0000000"],
      groups: [
        {
          id: reports,
          name: "reports",
          ...numbers,
          maxDuration: 11,
          functions: [call],
          rights: [{ holder, notAfter: 900, heartbeatBy: 400, usedAt: 30, disarmedAt: null }],
          pauses: [
            {
              pausedSince: 30,
              pausedUntil: 35,
              holder,
              transaction: transactionDouble(3),
              unpausedAt: 35,
            },
          ],
        },
      ],
    });
  });
});

import { describe, expect, it } from "vitest";

import {
  accrued,
  accruesUntil,
  countedSeconds,
  mostToPutIn,
  nodeThatCounts,
  streamState,
} from "./accrual.ts";
import { nodeDouble, people, streamDouble } from "./payment-double.ts";

describe("accrued", () => {
  it("counts by the clock, rounded down as the contract does", () => {
    expect(accrued(streamDouble(), 999, null)).toBe(0n);
    expect(accrued(streamDouble(), 1_001, null)).toBe(2n);
    expect(accrued(streamDouble(), 1_100, null)).toBe(233n);
  });

  it("is never more than was put in, and than the cap", () => {
    expect(accrued(streamDouble(), 1_900, null)).toBe(500n);
    expect(accrued(streamDouble({ cap: 90n }), 1_900, null)).toBe(90n);
    expect(accrued(streamDouble({ deposited: 9_000n }), 5_000, null)).toBe(2_333n);
  });

  it("goes on from what was counted and paid", () => {
    const withdrawn = { counted: 100, countedAt: 1_100, paid: 233n };
    expect(accrued(streamDouble(withdrawn), 1_100, null)).toBe(0n);
    expect(accrued(streamDouble(withdrawn), 1_102, null)).toBe(5n);
  });

  it("stands still while it is paused, and is nothing at the end", () => {
    const paused = { status: "paused", counted: 60, countedAt: 1_060, paid: 40n } as const;
    expect(accrued(streamDouble(paused), 1_900, null)).toBe(100n);
    expect(accrued(streamDouble({ ...paused, status: "ended" }), 1_900, null)).toBe(0n);
  });

  describe("with a meter", () => {
    const metered = { meter: people.contract, reading: 5_000n };

    it("counts the seconds of the meter, and no more than have passed", () => {
      expect(accrued(streamDouble(metered), 1_100, 5_030n)).toBe(70n);
      expect(accrued(streamDouble(metered), 1_100, 9_000n)).toBe(233n);
    });

    it("counts nothing where the meter is silent or runs backwards", () => {
      expect(accrued(streamDouble(metered), 1_100, null)).toBe(0n);
      expect(accrued(streamDouble(metered), 1_100, 4_999n)).toBe(0n);
    });

    it("takes every second after the end for one at work", () => {
      const long = { ...metered, deposited: 9_000n };
      expect(countedSeconds(streamDouble(long), 2_300, 5_700n)).toBe(400);
      expect(countedSeconds(streamDouble(long), 2_300, 5_200n)).toBe(0);
    });
  });
});

describe("accruesUntil", () => {
  it("is the first second in which all has accrued", () => {
    const dry = accruesUntil(streamDouble());
    expect(dry).toBe(1_215);
    expect(accrued(streamDouble(), 1_215, null)).toBe(500n);
    expect(accrued(streamDouble(), 1_214, null)).toBe(499n);
  });

  it("is the end at the latest", () => {
    expect(accruesUntil(streamDouble({ deposited: 10n ** 30n, cap: 10n ** 30n }))).toBe(2_000);
  });

  it("is unknown with a meter and while nothing runs", () => {
    expect(accruesUntil(streamDouble({ meter: people.contract }))).toBeNull();
    expect(accruesUntil(streamDouble({ status: "paused" }))).toBeNull();
  });
});

describe("streamState", () => {
  it.each([
    ["ahead", {}, 999],
    ["running", {}, 1_000],
    ["running", {}, 1_214],
    ["dry", {}, 1_215],
    ["paused", { status: "paused" }, 1_500],
    ["over", {}, 2_000],
    ["over", { status: "paused" }, 2_000],
    ["ended", { status: "ended" }, 1_500],
  ] as const)("is %s", (state, own, now) => {
    expect(streamState(streamDouble(own), now, null)).toBe(state);
  });
});

describe("a stream that a node counts for", () => {
  const resting = { meter: people.contract, node: nodeDouble({ activeSince: null }) };
  const stateOf = (own: Parameters<typeof streamDouble>[0], now = 1_100) =>
    streamState(streamDouble({ meter: people.contract, ...own }), now, 30n);

  it("rests while the node is not active, and runs while it is", () => {
    expect(stateOf({ node: nodeDouble() })).toBe("running");
    expect(stateOf(resting)).toBe("resting");
  });

  it("is paused, dry, over or ended even so", () => {
    expect(stateOf({ ...resting, status: "paused" })).toBe("paused");
    expect(stateOf({ ...resting, deposited: 70n })).toBe("dry");
    expect(stateOf(resting, 2_000)).toBe("over");
    expect(stateOf({ ...resting, status: "ended" })).toBe("ended");
  });

  it("counts by a node only if its meter is the register of nodes", () => {
    const stream = streamDouble(resting);
    expect(nodeThatCounts(stream, people.contract.toUpperCase().replace("X", "x"))).toBe(
      stream.node,
    );
    expect(nodeThatCounts(stream, people.stranger)).toBeNull();
  });
});

describe("mostToPutIn", () => {
  it("is all that can accrue, less what the wait for the block takes away while the stream is paused", () => {
    expect(mostToPutIn(streamDouble(), 5_000n)).toBe(5_000n);
    expect(mostToPutIn(streamDouble({ status: "paused" }), 5_000n)).toBe(3_599n);
    expect(mostToPutIn(streamDouble({ status: "paused" }), 1_401n)).toBe(0n);
  });
});

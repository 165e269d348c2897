import { expect, it } from "vitest";

import { votingRecord } from "./voting-record.ts";

it("counts proposals that opened after the admission and before now", () => {
  const member = { class: "member", registeredAt: 100, votes: [1, 2] } as const;
  expect(votingRecord(member, [50, 100, 150, 200, 300], 250)).toEqual({ voted: 2, asked: 3 });
});

it("never shows more votes than questions", () => {
  expect(votingRecord({ class: "member", registeredAt: 100, votes: [1, 2] }, [150], 250)).toEqual({
    voted: 2,
    asked: 2,
  });
});

it("keeps no record of observers", () => {
  expect(votingRecord({ class: "observer", registeredAt: 0, votes: [] }, [150], 250)).toBeNull();
});

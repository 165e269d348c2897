import { describe, expect, it } from "vitest";

import { type Mandates, memberOf, standingOf } from "./standing.ts";

const key = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, "a")}`;
const belgium = { account: key(1), code: "BE", class: "member", status: "active" } as const;
const mandates: Mandates = {
  representatives: [{ key: key(11), notAfter: 500, member: belgium }],
  members: [
    { account: key(1), code: "BE", mandateKey: key(21) },
    { account: key(2), code: "DE", mandateKey: null },
  ],
};

describe("standingOf", () => {
  it("knows representatives, however the key is written", () => {
    const written = key(11).toUpperCase().replace("0X", "0x") as `0x${string}`;
    expect(standingOf(written, mandates, [{ account: key(1), support: "against" }])).toEqual({
      kind: "representative",
      member: "BE",
      memberClass: "member",
      memberStatus: "active",
      notAfter: 500,
      votesAtSnapshot: true,
      voted: "against",
    });
    expect(standingOf(key(11), mandates, [])).toMatchObject({
      votesAtSnapshot: false,
      voted: null,
    });
  });

  it("tells the key that only appoints from one that nobody knows", () => {
    expect(standingOf(key(21), mandates, [])).toEqual({ kind: "mandate-key", member: "BE" });
    expect(standingOf(key(31), mandates, [])).toEqual({ kind: "stranger" });
    expect(standingOf(null, mandates, [])).toEqual({ kind: "stranger" });
  });
});

describe("memberOf", () => {
  it("names the member that a key votes for", () => {
    expect(memberOf(key(11), mandates)).toMatchObject({ account: key(1), code: "BE" });
    expect(memberOf(key(21), mandates)).toBeNull();
    expect(memberOf(null, mandates)).toBeNull();
  });
});

import { describe, expect, it } from "vitest";

import { type Mandates, memberOf, seatsOf, standingOf } from "./standing.ts";

const key = (n: number): `0x${string}` => `0x${n.toString(16).padStart(40, "a")}`;
const belgium = { account: key(1), code: "BE", class: "member", status: "active" } as const;
const mandates: Mandates = {
  representatives: [
    { key: key(11), signer: null, notBefore: null, notAfter: 500, member: belgium },
  ],
  members: [
    { account: key(1), code: "BE", mandateKey: key(21) },
    { account: key(2), code: "DE", mandateKey: null },
  ],
  proxies: [],
};

describe("standingOf", () => {
  it("knows representatives, however the key is written", () => {
    const written = key(11).toUpperCase().replace("0X", "0x") as `0x${string}`;
    expect(standingOf(written, mandates, [{ account: key(1), support: "against" }])).toEqual({
      kind: "representative",
      member: "BE",
      memberClass: "member",
      memberStatus: "active",
      notBefore: null,
      notAfter: 500,
      proxy: null,
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

describe("seatsOf", () => {
  const malta = { account: key(3), code: "MT", class: "member", status: "active" } as const;
  const both: Mandates = {
    ...mandates,
    representatives: [
      ...mandates.representatives,
      { key: key(13), signer: null, notBefore: null, notAfter: 500, member: malta },
    ],
    proxies: [{ member: malta, carrier: belgium, notAfter: 300, coversProposal: null }],
  };
  const ballots = [
    { account: belgium.account, support: "for" as const },
    { account: malta.account, support: null },
  ];
  const seats = (held: number, now: number, given = both) =>
    seatsOf(key(held), given, { proposalId: 7n, ballots }, now).map(
      ({ code, carriedBy, standing }) => [
        code,
        carriedBy,
        standing.kind === "representative" ? standing.voted : standing.kind,
        standing.kind === "representative" ? standing.proxy : null,
      ],
    );

  it("gives who carries a vote two of them, each with what its member voted", () => {
    expect(seats(11, 300)).toEqual([
      ["BE", null, "for", null],
      ["MT", "BE", null, null],
    ]);
  });

  it("tells who has given its vote away that another carries it", () => {
    expect(seats(13, 300)).toEqual([["MT", null, null, { carrier: "BE", notAfter: 300 }]]);
  });

  it("forgets a proxy with its last second, and one for another proposal", () => {
    expect(seats(11, 301)).toHaveLength(1);
    const other = { ...both, proxies: [{ ...both.proxies[0]!, coversProposal: 8n }] };
    expect(seats(11, 300, other)).toHaveLength(1);
    expect(seats(13, 300, other)).toEqual([["MT", null, null, null]]);
    const same = { ...both, proxies: [{ ...both.proxies[0]!, coversProposal: 7n }] };
    expect(seats(11, 300, same)).toHaveLength(2);
  });

  it("gives strangers and mandate keys none", () => {
    expect(seats(21, 300)).toEqual([]);
    expect(seats(99, 300)).toEqual([]);
  });
});

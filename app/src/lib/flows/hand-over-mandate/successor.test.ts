import { describe, expect, it } from "vitest";

import {
  type MandateMember,
  mandateRoll,
  type MemberMandates,
} from "#lib/features/mandates/mandate-roll.ts";

import { readSuccessor } from "./successor.ts";

const hex = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const now = 500;
const member = (n: number, code: string, change: Partial<MandateMember> = {}): MandateMember => ({
  account: hex(100 + n),
  code,
  class: "member",
  status: "active",
  mandateKey: hex(200 + n),
  designatedKey: null,
  ...change,
});
const appointed = (n: number, key: number, notAfter: number) =>
  ({
    ordinal: BigInt(key),
    time: 10,
    transaction: "0x01",
    account: hex(100 + n),
    kind: "appointed",
    key: hex(key),
    signer: null,
    notBefore: null,
    notAfter,
  }) as const;

const members = mandateRoll(
  [
    member(1, "BE", { designatedKey: hex(301) }),
    member(2, "FR"),
    member(3, "UK", { status: "left" }),
  ],
  [appointed(1, 401, 900), appointed(2, 402, 900), appointed(2, 403, 400), appointed(3, 404, 900)],
  null,
);
const read = (text: string) => readSuccessor(text, members[0] as MemberMandates, members, now);

describe("readSuccessor", () => {
  it.each([
    ["  ", { problem: "missing" }],
    ["BE", { problem: "not-an-address" }],
    [hex(9).slice(0, -1), { problem: "not-an-address" }],
    [hex(0), { problem: "nobody" }],
    [hex(1), { problem: "nobody" }],
    [hex(201).toUpperCase().replace("0X", "0x"), { problem: "same" }],
    [hex(301), { problem: "pending" }],
    [hex(102), { problem: "taken", office: "member", code: "FR" }],
    [hex(202), { problem: "taken", office: "mandate", code: "FR" }],
    [hex(401), { problem: "taken", office: "representative", code: "BE" }],
    [hex(402), { problem: "taken", office: "representative", code: "FR" }],
  ])("refuses %s", (text, problem) => {
    expect(read(text)).toEqual({ ok: false, ...problem });
  });

  it.each([
    ["an account without office", 9],
    ["whose mandate ran out", 403],
    ["who acted for a member that left", 404],
    ["the mandate key of a member that left", 203],
  ])("takes %s", (_, key) => {
    expect(read(` ${hex(key)} `)).toEqual({ ok: true, key: hex(key) });
  });
});

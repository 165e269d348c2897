import { describe, expect, it } from "vitest";

import {
  keyKind,
  keyState,
  type MandateEvent,
  type MandateMember,
  mandateRoll,
  proxyCarried,
  proxyInForce,
  type Told,
} from "./mandate-roll.ts";

const hex = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;
const member = (n: number, code: string): MandateMember => ({
  account: hex(n),
  code,
  class: "member",
  status: "active",
  mandateKey: hex(20 + n),
  designatedKey: null,
});
const members = [member(1, "BE"), member(2, "FR")];
const verifiers = { p256: hex(51), passkey: hex(52), seal: null };
const passkey = `${hex(52)}${"7".repeat(128)}` as const;

const at = (time: number, account: number, told: Told): MandateEvent => ({
  ordinal: BigInt(time),
  time,
  transaction: "0x01",
  account: hex(account),
  ...told,
});

const appointed = (time: number, key: number, more: object = {}) =>
  at(time, 1, {
    kind: "appointed",
    key: hex(key),
    signer: null,
    notBefore: null,
    notAfter: 900,
    ...more,
  });
const given = (time: number, notAfter = 900) =>
  at(time, 1, { kind: "proxy-given", carrier: hex(2), notAfter, coversProposal: null });
const belgium = (...events: MandateEvent[]) => mandateRoll(members, events, verifiers)[0]!;

describe("mandateRoll", () => {
  it("keeps the latest appointment of each key, whatever the order in which it is told", () => {
    const { keys } = belgium(
      appointed(30, 11, { notAfter: 950 }),
      appointed(10, 11),
      appointed(20, 12, { signer: passkey, notBefore: 25 }),
      at(15, 1, { kind: "ended", key: hex(11) }),
    );
    expect(keys.map(({ key, kind, notAfter, endedAt }) => [key, kind, notAfter, endedAt])).toEqual([
      [hex(11), "account", 950, null],
      [hex(12), "passkey", 900, null],
    ]);
  });

  it("ends one key, or with the mandate all of them and the proxy", () => {
    const some = [appointed(10, 11), appointed(11, 12), given(12)];
    const one = belgium(...some, at(20, 1, { kind: "ended", key: hex(12) }));
    expect(one.keys.map(({ endedAt }) => endedAt)).toEqual([20, null]);
    expect(proxyInForce(one, 30)).not.toBeNull();
    const all = belgium(...some, at(20, 1, { kind: "revoked" }));
    expect(all.keys.map(({ endedAt }) => endedAt)).toEqual([20, 20]);
    expect(proxyInForce(all, 30)).toBeNull();
    const others = belgium(...some, at(20, 2, { kind: "revoked" }));
    expect(others.keys.map(({ endedAt }) => endedAt)).toEqual([null, null]);
  });

  it("shows a proxy on both sides until its last second, or until somebody ends it", () => {
    const [gives, carries] = mandateRoll(members, [given(10)], verifiers);
    expect(proxyInForce(gives!, 900)?.carrier).toBe("FR");
    expect(proxyCarried(carries!, 900)?.member).toBe("BE");
    expect(proxyInForce(gives!, 901)).toBeNull();
    expect(proxyInForce(carries!, 900)).toBeNull();
    const ended = belgium(given(10), at(20, 1, { kind: "proxy-ended", carrier: hex(2) }));
    expect(ended.proxies[0]?.endedAt).toBe(20);
    const observes = belgium(given(10), at(20, 1, { kind: "class-changed", observer: true }));
    expect(proxyInForce(observes, 30)).toBeNull();
  });

  it("does not end a proxy twice that has run out", () => {
    const { proxies } = belgium(given(10, 15), at(20, 1, { kind: "revoked" }));
    expect(proxies[0]?.endedAt).toBeNull();
  });
});

describe("keyState", () => {
  const key = { notBefore: 100, notAfter: 200, endedAt: null };
  it.each([
    [99, "active", "ahead"],
    [100, "active", "active"],
    [200, "active", "active"],
    [201, "active", "ran-out"],
    [150, "suspended", "suspended"],
    [150, "left", "ended"],
  ] as const)("at %i of an %s member is %s", (now, status, state) => {
    expect(keyState(key, { status }, now)).toBe(state);
  });

  it("is ended when somebody ended it", () => {
    expect(keyState({ ...key, endedAt: 120 }, { status: "active" }, 150)).toBe("ended");
  });
});

it("knows keys by their verifiers", () => {
  expect(keyKind(hex(1), verifiers)).toBe("account");
  expect(keyKind(`${hex(51)}00`, verifiers)).toBe("p256");
  expect(keyKind(`${hex(53)}00`, verifiers)).toBe("other");
  expect(keyKind(passkey, null)).toBe("other");
});

import { decodeFunctionData, getAddress } from "viem";
import { describe, expect, it } from "vitest";

import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";

import { accountPowers, type ManagedAccount } from "./account-powers.ts";
import { removeCall, setAccessCall } from "./manage-account-call.ts";

const id = "0x00000000000000000000000000000000000000a1";
const administrator = "0x00000000000000000000000000000000000000ad";
const account = (change: Partial<ManagedAccount> = {}): ManagedAccount => ({
  id,
  suspended: false,
  removedAt: null,
  organisation: { status: "active" },
  ...change,
});
const powers = (viewer: string | null, given = account(), onRightChain = true) => {
  const found = accountPowers({ account: viewer, onRightChain }, given, [administrator]);
  return [found.setAccess, found.remove, found.why];
};

describe("accountPowers", () => {
  it.each([
    [null, account(), [false, false, "no-wallet"]],
    ["0x00000000000000000000000000000000000000ff", account(), [false, false, "stranger"]],
    [administrator, account(), [true, true, null]],
    [administrator, account({ suspended: true }), [true, false, "suspended"]],
    [
      administrator,
      account({ organisation: { status: "suspended" } }),
      [false, true, "organisation"],
    ],
    [administrator, account({ removedAt: 5 }), [false, false, "not-registered"]],
    [id.toUpperCase().replace("0X", "0x"), account(), [false, true, null]],
    [id, account({ suspended: true }), [false, false, "suspended"]],
  ] as const)("knows case %#", (viewer, given, expected) => {
    expect(powers(viewer, given)).toEqual(expected);
  });

  it("waits for the right chain", () => {
    expect(powers(administrator, account(), false)).toEqual([false, false, "wrong-chain"]);
  });
});

describe("the calls", () => {
  it("say what is done to which account", () => {
    const decode = ({ data }: { data: `0x${string}` }) =>
      decodeFunctionData({ abi: accountRegistryAbi, data });
    expect(decode(setAccessCall(administrator, id, "deploy"))).toEqual({
      functionName: "setAccountAccess",
      args: [getAddress(id), 3],
    });
    expect(decode(removeCall(administrator, id))).toEqual({
      functionName: "removeAccount",
      args: [getAddress(id)],
    });
  });
});

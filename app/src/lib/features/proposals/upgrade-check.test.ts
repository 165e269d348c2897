import { describe, expect, it } from "vitest";

import { fetchUpgradeCheck, type UpgradeCheck, upgradeRemarks } from "./upgrade-check.ts";

const at = (address: string, hash: string | null) => ({
  address: `0x${address}` as const,
  codeHash: hash === null ? null : (`0x${hash.repeat(64)}` as const),
});
const present = at(`abcd${"1".repeat(32)}beef`, "1");
const check = (change: Partial<UpgradeCheck> = {}): UpgradeCheck => ({
  present,
  proposed: at(`1234${"2".repeat(32)}5678`, "2"),
  upgradeable: true,
  ...change,
});

describe("upgradeRemarks", () => {
  it.each([
    [check(), ["differs"]],
    [check({ proposed: present }), ["runs"]],
    [check({ proposed: at(`1234${"2".repeat(32)}5678`, null), upgradeable: false }), ["no-code"]],
    [check({ proposed: at(`1234${"2".repeat(32)}5678`, "1") }), ["same-code"]],
    [check({ upgradeable: false }), ["not-upgradeable", "differs"]],
    [check({ proposed: at(`abcd${"2".repeat(32)}beef`, "2") }), ["look-alike", "differs"]],
  ])("says what matters of case %#", (given, remarks) => {
    expect(upgradeRemarks(given)).toEqual(remarks);
  });
});

describe("fetchUpgradeCheck", () => {
  it("says that nobody knows when the server cannot be asked", async () => {
    const silent = () => Promise.reject(new TypeError("fetch failed"));
    await expect(fetchUpgradeCheck("0x1", "0x2", silent)).resolves.toBeNull();
    const refuses = () => Promise.resolve(new Response("{}", { status: 503 }));
    await expect(fetchUpgradeCheck("0x1", "0x2", refuses)).resolves.toBeNull();
  });
});

import { expect, it, vi } from "vitest";

import { roles } from "#generated/roles.ts";
import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";

import { readPolicies } from "./read-policies.ts";

const member = idDouble(1);

function register(total: number, role: bigint) {
  const checkPolicy = vi.fn((name: string, account: string) => {
    return name === "TIR:function0" && account.toLowerCase() === member;
  });
  const chain = new ChainDouble([], {
    getPolicyNames: (page: bigint, size: bigint) => {
      const all = Array.from({ length: total }, (_, i) => `TIR:function${i}`);
      const from = Number((page - 1n) * size);
      return [all.slice(from, from + Number(size)), BigInt(total), 0n, 0n, 0n];
    },
    getPolicy: (name: string) => [BigInt(name.slice(12)) + 1n, `About ${name}`, name, true],
    policyRole: () => role,
    checkPolicy,
  }).reader;
  return { chain, checkPolicy };
}

it("lists every policy with the role that it is answered from", async () => {
  const { chain, checkPolicy } = register(64, roles.ROOT_TAOS);
  const { policies, account } = await readPolicies(chain, addressesDouble, "");
  expect(policies.map(({ id }) => id)).toEqual(Array.from({ length: 64 }, (_, i) => i + 1));
  expect(policies[0]).toMatchObject({
    name: "TIR:function0",
    active: true,
    role: { name: "ROOT_TAOS" },
    answer: null,
  });
  expect(account).toBeNull();
  expect(checkPolicy).not.toHaveBeenCalled();
});

it("answers for an account, and for nothing that is no address", async () => {
  const { chain, checkPolicy } = register(2, 0n);
  const reading = await readPolicies(
    chain,
    addressesDouble,
    ` ${member.toUpperCase().replace("X", "x")} `,
  );
  expect(reading.policies.map(({ answer }) => answer)).toEqual([true, false]);
  expect(reading.policies[0]?.role).toBeNull();
  checkPolicy.mockClear();
  const wrong = await readPolicies(chain, addressesDouble, "BE");
  expect(wrong).toMatchObject({ asked: "BE", account: null });
  expect(checkPolicy).not.toHaveBeenCalled();
});

it("shows a role of a later founding by its number", async () => {
  const { chain } = register(1, 987_654n);
  const { policies } = await readPolicies(chain, addressesDouble, "");
  expect(policies[0]?.role).toEqual({ id: "987654", name: null });
});

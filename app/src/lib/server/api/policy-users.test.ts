import { getAddress } from "viem";
import { expect, it } from "vitest";

import { addressesDouble as addresses, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { policyUsers } from "./policy-users.ts";

const user = (n: number) => getAddress(idDouble(n));
const now = Promise.resolve(500);
const page = (number: number, size: number) => ({ "page[after]": number, "page[size]": size });
const noChain = new ChainDouble([]).reader;

it("asks the index for who holds a role of an active policy now and without delay", async () => {
  const questions: unknown[] = [];
  const index = indexDouble({
    RolesOfPolicies: {
      policies: [{ role: { id: "0x07" } }, { role: { id: "0x09" } }, { role: { id: "0x07" } }],
    },
    PolicySubjects: (variables) => {
      questions.push(variables);
      return { policySubjects: [1, 2, 3].map((n) => ({ id: idDouble(n) })) };
    },
  });
  expect(await policyUsers({ index, chain: noChain, addresses, now }, page(2, 2))).toMatchObject({
    items: [user(3)],
    total: 3,
  });
  expect(questions).toEqual([
    {
      first: 1000,
      where: {
        roles_: {
          role_in: ["0x07", "0x09"],
          revokedAt: null,
          executionDelay: "0",
          since_lte: "500",
        },
      },
    },
  ]);
});

it("asks the contracts about one page alone while the index gives no answer", async () => {
  const asked: string[] = [];
  const members = Array.from({ length: 3000 }, (_, n) => idDouble(n + 1));
  const { reader: chain } = new ChainDouble([], {
    getPolicyNames: (number: bigint) => [number === 1n ? ["A", "B", "C"] : [], 3n, 0n, 0n, 0n],
    policyRole: (name: string) => ({ A: 7n, B: 7n, C: 0n })[name],
    roleMembers: (role: bigint) => {
      asked.push(`members of ${role}`);
      return members.toReversed();
    },
    // The second has it with a delay.
    getUserAttributes: (account: string) => {
      asked.push(account);
      return [[], account === user(2) ? 0n : 1n, 0n, 0n, 0n];
    },
  });
  const read = await policyUsers({ index: indexDouble({}), chain, addresses, now }, page(1, 3));
  expect(read).toMatchObject({ items: [user(1), user(3)], total: 1000 });
  expect(asked).toEqual(["members of 7", user(1), user(2), user(3)]);
});

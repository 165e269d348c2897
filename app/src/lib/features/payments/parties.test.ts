import { describe, expect, it } from "vitest";

import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { partyName, readParties } from "./parties.ts";

const [representative, mandate, officer, clerk, stranger] = [1, 2, 3, 4, 5].map((n) =>
  idDouble(n),
) as [`0x${string}`, `0x${string}`, `0x${string}`, `0x${string}`, `0x${string}`];
const organisation = { id: idDouble(7, 32), name: "Ministry" };
const belgium = { account: idDouble(8), code: "BE" };

/** What is known of accounts, and what was asked. */
function read(...accounts: (`0x${string}` | null)[]) {
  const asked: unknown[] = [];
  const index = indexDouble({
    OrganisationsOfAccounts: {
      accounts: [{ id: clerk, organisation }],
      administrators: [{ account: representative, organisation }],
    },
    OfficesOfAccounts: (variables: object) => {
      asked.push(variables);
      return {
        representatives: [{ key: representative, member: belgium }],
        mandates: [{ ...belgium, mandateKey: mandate }],
        officers: [{ account: officer }, { account: clerk }],
      };
    },
  });
  const chain = new ChainDouble([], { name: () => "The Assembly" }).reader;
  const sources = { index, chain, addresses: addressesDouble, now: Promise.resolve(90) };
  return readParties(sources, accounts).then((names) => ({ names, asked }));
}

describe("readParties", () => {
  it("names who acts for members, who belongs to organisations, and who pays out of the treasury", async () => {
    const { names } = await read(representative, mandate, officer, clerk, stranger);
    expect(names[representative]).toEqual({
      name: "Representative of Belgium",
      path: "/members/BE",
    });
    expect(names[mandate]).toEqual({ name: "Mandate key of Belgium", path: "/members/BE" });
    expect(names[officer]).toEqual({ name: "Finance officer", path: null });
    // The office says less than the name.
    expect(names[clerk]?.name).toBe("Ministry");
    expect(names[stranger]).toBeUndefined();
    expect(partyName(names, stranger)).toBe("0x0000…0005");
  });

  it("asks for each account once, and for mandates of the Assembly that have not run out", async () => {
    const { asked } = await read(officer, null, officer, clerk);
    expect(asked).toEqual([
      {
        accounts: [officer, clerk],
        registry: addressesDouble.MemberRegistry.toLowerCase(),
        finance: expect.stringMatching(/^\d+$/) as string,
        now: "90",
      },
    ]);
  });

  it("names bodies and the treasury, too", async () => {
    const { names } = await read(addressesDouble.Council, addressesDouble.Treasury);
    expect(partyName(names, addressesDouble.Council)).toBe("The Assembly");
    expect(partyName(names, addressesDouble.Treasury)).toBe("Treasury");
  });

  it("asks nothing about nobody", async () => {
    expect((await read(null)).asked).toEqual([]);
  });
});

import { expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readAccount, readAccounts, readAllowance, readStanding } from "./read-accounts.ts";

const id = (n: number) => idDouble(n, 32);
const alpha = id(1);
const account = idDouble(7);
const other = idDouble(8);
const said = (block: number, event: string, args: Record<string, unknown>): SaidDouble => ({
  by: "AccountRegistry",
  block,
  event,
  args: { actor: idDouble(5), ...args },
});
const registered = (block: number, who: string, access: number, organisation = alpha) =>
  said(block, "AccountRegistered", { account: who, organisation, access, registration: id(0) });
const events = [
  registered(1, account, 2),
  registered(2, other, 1),
  said(3, "AccountAccessChanged", { account, organisation: alpha, access: 3 }),
  said(4, "AccountSuspensionChanged", { account, suspended: true }),
  said(5, "AccountSuspensionChanged", { account, suspended: false }),
  said(6, "AccountRemoved", { account: other, organisation: alpha }),
  said(7, "OrganisationLimitsSet", { organisation: alpha, access: 3, accounts: 5 }),
  registered(8, idDouble(9), 2, id(2)),
];
const views = {
  organisation: () => ({ identifier: "ALPHA", name: "Alpha", status: 1 }),
  organisationLimits: () => ({ access: 2, accounts: 5 }),
  accountCount: () => 1,
  gasPolicy: () => [0n, 60, 0n],
  accessOf: () => 2,
  organisationOf: () => alpha,
  gasAvailable: () => 2n ** 256n - 1n,
  nonce: () => 3n,
  account: () => ({ organisation: id(0) }),
};
const reading = {
  index: indexDouble({}),
  chain: new ChainDouble(events, views).reader,
  addresses: addressesDouble,
};

it("lists the accounts of an organisation from the register's own events", async () => {
  await expect(readAccounts(reading, alpha)).resolves.toMatchObject([
    { id: account, access: "deploy", suspended: false, registeredAt: 10 },
  ]);
});

it("tells what happened to an account, the newest first", async () => {
  const found = await readAccount(reading, account);
  expect(found).toMatchObject({
    organisation: { name: "Alpha", status: "active" },
    removedAt: null,
  });
  expect(
    found?.history.map((change) => [change.access, change.suspended, change.timestamp]),
  ).toEqual([
    ["deploy", false, 50],
    ["deploy", true, 40],
    ["deploy", false, 30],
    ["transact", false, 10],
  ]);
  const gone = await readAccount(reading, other);
  expect(gone).toMatchObject({ removedAt: 60, access: "none" });
  expect(gone?.history[0]?.organisation).toBeNull();
  await expect(readAccount(reading, idDouble(99))).resolves.toBeNull();
});

it("asks the contract for what binds", async () => {
  await expect(readAllowance(reading.chain, addressesDouble, alpha)).resolves.toEqual({
    access: "transact",
    accounts: 5,
    used: 1,
    gas: null,
  });
  // An administrator acts for its organisation without standing in the register.
  await expect(readStanding(reading.chain, addressesDouble, account)).resolves.toEqual({
    access: "transact",
    organisation: alpha,
    registered: false,
    gas: null,
    nonce: 3n,
  });
});

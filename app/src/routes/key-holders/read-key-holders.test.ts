import { stringToHex } from "viem";
import { expect, it } from "vitest";

import { roles } from "#generated/roles.ts";
import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { officesOf } from "#lib/chain/who.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readKeyHolders } from "./read-key-holders.ts";

const alpha = idDouble(1, 32);
const member = idDouble(101);
const appointed = (by: SaidDouble["by"], block: number, key: number): SaidDouble => ({
  by,
  block,
  event: "RepresentativeAppointed",
  args: { account: member, key: idDouble(key), notAfter: 900 },
});
const events: SaidDouble[] = [
  {
    by: "OrganisationRegistry",
    block: 1,
    event: "OrganisationRegistered",
    args: { organisation: alpha, identifier: "ALPHA", name: "Alpha" },
  },
  {
    by: "OrganisationRegistry",
    block: 1,
    logIndex: 1,
    event: "AdministratorAppointed",
    args: { organisation: alpha, administrator: idDouble(21), actor: idDouble(5) },
  },
  {
    by: "PaymentRules",
    block: 2,
    logIndex: 1,
    event: "ArbiterAppointed",
    args: { arbiter: idDouble(33), actor: idDouble(5) },
  },
  appointed("MemberRegistry", 2, 11),
  appointed("EmergencyMemberRegistry", 3, 11),
  appointed("OperatorsMemberRegistry", 4, 12),
  {
    by: "OperatorsMemberRegistry",
    block: 5,
    event: "MandateKeyAccepted",
    args: { account: member, key: idDouble(13) },
  },
];
const views = {
  roleMembers: (role: bigint) => [idDouble(role === roles.FINANCE ? 31 : 32)],
  FEE_CEILING: () => 500,
  bodies: () => [],
  name: () => "Body",
  memberCount: () => 1n,
  memberAt: () => member,
  member: () => ({
    code: stringToHex("BE", { size: 32 }),
    index: 0,
    class: 0,
    status: 1,
    weight: 1n,
    weightYear: 2024,
  }),
};

it("tells without the index who holds a key, and in which bodies", async () => {
  const holders = await readKeyHolders({
    index: indexDouble({}),
    chain: new ChainDouble(events, views).reader,
    addresses: addressesDouble,
  });
  const councilsOf = (key: number) =>
    officesOf(idDouble(key), holders).map((who) => ("body" in who ? who.body.council : who.role));
  expect(councilsOf(11)).toEqual([addressesDouble.Council, addressesDouble.EmergencyCouncil]);
  expect(councilsOf(12)).toEqual([addressesDouble.OperatorsCommittee]);
  expect(officesOf(idDouble(13), holders)).toMatchObject([{ role: "mandate" }]);
  expect(councilsOf(21)).toEqual(["administrator"]);
  expect([31, 32, 33].map((key) => officesOf(idDouble(key), holders))).toMatchObject([
    [{ office: "finance" }],
    [{ office: "issuer" }],
    [{ office: "arbiter" }],
  ]);
});

import { expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { readRegistrars } from "./read-registrars.ts";

const id = (n: number) => idDouble(n, 32);
let block = 0;
const said = (event: string, args: object): SaidDouble => ({
  by: "OrganisationRegistry",
  block: ++block,
  event,
  args: { ...args },
});
const events = [
  ...["Beta", "alpha", "Gamma"].map((name, i) =>
    said("OrganisationRegistered", { organisation: id(i + 1), identifier: name, name }),
  ),
  said("AdministratorAppointed", { organisation: id(1), administrator: idDouble(0xa1) }),
  said("AdministratorAppointed", { organisation: id(1), administrator: idDouble(0xa2) }),
  said("AdministratorRemoved", { organisation: id(1), administrator: idDouble(0xa1) }),
  said("OrganisationStatusChanged", { organisation: id(2), status: 2 }),
  said("OrganisationStatusChanged", { organisation: id(3), status: 3 }),
];
const answered = {
  organisations: [{ id: id(9), name: "Old", status: "active", administrators: [] }],
};

it.each([
  ["gives no answer", {}, false],
  ["is late", { Registrars: answered }, true],
])(
  "organisations and their administrators come from the register when the index %s",
  async (_, answers, late) => {
    const registrars = await readRegistrars({
      index: indexDouble(answers),
      chain: new ChainDouble(events).reader,
      addresses: addressesDouble,
      isLate: Promise.resolve(late),
    });
    expect(registrars).toMatchObject([
      { id: id(1), name: "Beta", status: "active", administrators: [{ account: idDouble(0xa2) }] },
      { id: id(2), name: "alpha", status: "suspended", administrators: [] },
    ]);
  },
);

it("an index that keeps up is believed", async () => {
  await expect(
    readRegistrars({
      index: indexDouble({ Registrars: answered }),
      chain: new ChainDouble([]).reader,
      addresses: addressesDouble,
    }),
  ).resolves.toEqual(answered.organisations);
});

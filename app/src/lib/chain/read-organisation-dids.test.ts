import { expect, it } from "vitest";

import { addressesDouble, ChainDouble, idDouble } from "./chain-double.ts";
import { readOrganisationDids } from "./read-organisation-dids.ts";

const [active, ended, stranger, nameless] = [1, 2, 3, 4].map((n) => idDouble(n, 32)) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
const dids: Record<string, string> = {
  [active]: "did:ebsi:zActive",
  [ended]: "did:ebsi:zEnded",
  [stranger]: "did:web:stranger.example",
  [nameless]: "",
};
const lives: Record<string, [number, number]> = {
  "did:ebsi:zActive": [10, 0],
  "did:ebsi:zEnded": [10, 20],
};

it("says of each DID whether the register knows it", async () => {
  const chain = new ChainDouble([], {
    organisationDescription: (organisation: string) => ({ did: dids[organisation] }),
    didLife: (did: string) => lives[did] ?? [0, 0],
  });
  const found = await readOrganisationDids(chain.reader, addressesDouble, [
    active,
    ended,
    stranger,
    nameless,
    active,
  ]);
  expect([...(found ?? [])]).toEqual([
    [active, { did: "did:ebsi:zActive", state: "active" }],
    [ended, { did: "did:ebsi:zEnded", state: "deactivated" }],
    [stranger, { did: "did:web:stranger.example", state: "unknown" }],
  ]);
});

it("says nothing while the chain gives no answer", async () => {
  const chain = new ChainDouble([]);
  await expect(readOrganisationDids(chain.reader, addressesDouble, [active])).resolves.toBeNull();
});

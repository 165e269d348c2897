import { afterEach, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import { accountChoices, type KeyHolders, officesOf, whoLabel } from "./who.ts";

const at = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;

const holders: KeyHolders = {
  representatives: [
    {
      key: at(1),
      notAfter: 9,
      member: { account: at(101), code: "BE", class: "member", status: "active" },
    },
    {
      key: at(2),
      notAfter: 9,
      member: { account: at(102), code: "AT", class: "member", status: "active" },
    },
    {
      key: at(3),
      notAfter: 9,
      member: { account: at(103), code: "CH", class: "observer", status: "active" },
    },
  ],
  members: [{ account: at(101), code: "BE", mandateKey: at(4) }],
  administrators: [
    { account: at(5), organisation: { id: at(201), name: "Operator Alpha" } },
    { account: at(2), organisation: { id: at(202), name: "Operator Beta" } },
  ],
};

afterEach(() => overwriteGetLocale(() => "en"));

it("finds every office of a key, whatever the letters' case", () => {
  overwriteGetLocale(() => "en");
  expect(officesOf(at(2).toUpperCase().replace("0X", "0x"), holders).map(whoLabel)).toEqual([
    "Representative of Austria",
    "Administrator of Operator Beta",
  ]);
  expect(officesOf(at(9), holders)).toEqual([{ role: "none", key: at(9) }]);
});

it("offers representatives first, then administrators, mandate keys and the rest, sorted as the reader reads", () => {
  overwriteGetLocale(() => "en");
  const choices = accountChoices([9, 5, 4, 3, 1, 2].map(at), holders);
  expect(choices.map(({ label }) => label)).toEqual([
    "Representative of Austria",
    "Representative of Belgium",
    "Representative of Switzerland",
    "Administrator of Operator Alpha",
    "Mandate key of Belgium",
    "Account 0x0000…0009",
  ]);
  expect(choices[2]?.detail).toBe("CH · observer");
  overwriteGetLocale(() => "fr");
  expect(accountChoices([at(2)], holders)[0]?.label).toBe("Représentant – Autriche");
});

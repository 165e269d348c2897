import { afterEach, expect, it } from "vitest";

import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import { accountChoices, type KeyHolders, officeKey, officesOf, whoLabel } from "./who.ts";

const at = (n: number) => `0x${n.toString(16).padStart(40, "0")}` as const;

const assembly = { council: at(301), name: "Assembly of Members", isAssembly: true };
const emergency = { council: at(302), name: "Emergency Council", isAssembly: false };
const operators = { council: at(303), name: "Operators' Committee", isAssembly: false };
const [belgium, austria, switzerland, alpha] = [
  { account: at(101), code: "BE" },
  { account: at(102), code: "AT" },
  { account: at(103), code: "CH" },
  { account: at(104), code: "ALPHA" },
];

const holders: KeyHolders = {
  representatives: [
    { key: at(1), member: belgium, observer: false, body: assembly },
    { key: at(2), member: austria, observer: false, body: assembly },
    { key: at(3), member: switzerland, observer: true, body: assembly },
    { key: at(1), member: belgium, observer: false, body: emergency },
    { key: at(6), member: alpha, observer: false, body: operators },
  ],
  mandateKeys: [
    { key: at(4), member: belgium, body: assembly },
    { key: at(4), member: belgium, body: emergency },
  ],
  administrators: [
    { account: at(5), organisation: { id: at(201), name: "Operator Alpha" } },
    { account: at(2), organisation: { id: at(202), name: "Operator Beta" } },
  ],
  moneyOffices: [
    { account: at(7), office: "finance" },
    { account: at(8), office: "issuer" },
    { account: at(3), office: "arbiter" },
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

it("tells the offices of one key in several bodies apart", () => {
  overwriteGetLocale(() => "en");
  const offices = officesOf(at(1), holders);
  expect(offices.map(whoLabel)).toEqual([
    "Representative of Belgium",
    "Representative of Belgium (Emergency Council)",
  ]);
  expect(new Set(offices.map(officeKey)).size).toBe(2);
});

it("offers representatives first, then administrators, who deals with money, mandate keys and the rest, sorted as the reader reads", () => {
  overwriteGetLocale(() => "en");
  const choices = accountChoices([9, 8, 7, 6, 5, 4, 3, 1, 2].map(at), holders);
  expect(choices.map(({ label }) => label)).toEqual([
    "Representative of ALPHA (Operators' Committee)",
    "Representative of Austria",
    "Representative of Belgium",
    "Representative of Switzerland",
    "Administrator of Operator Alpha",
    "Finance officer 0x0000…0007",
    "Issuer of e-money 0x0000…0008",
    "Mandate key of Belgium",
    "Account 0x0000…0009",
  ]);
  expect(choices.map(({ detail }) => detail).slice(0, 4)).toEqual([
    "ALPHA",
    "AT, Administrator of Operator Beta",
    "BE, also in Emergency Council",
    "CH, observer, Arbiter of payments 0x0000…0003",
  ]);
  overwriteGetLocale(() => "fr");
  expect(accountChoices([at(2)], holders)[0]?.label).toBe("Représentant – Autriche");
});

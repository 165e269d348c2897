import { expect, it } from "vitest";

import { parseRemembered } from "./remembered-wallet.ts";

it("reads back what was remembered", () => {
  const account = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
  expect(parseRemembered(JSON.stringify({ kind: "development", account }))).toEqual({
    kind: "development",
    account,
  });
  expect(parseRemembered('{"kind":"offered","id":"io.example"}')).toEqual({
    kind: "offered",
    id: "io.example",
  });
});

it.each([
  null,
  "",
  "{",
  "null",
  "5",
  "{}",
  '{"kind":"development","account":"0x12"}',
  '{"kind":"offered"}',
])("remembers nothing from %j", (text) => {
  expect(parseRemembered(text)).toBeNull();
});

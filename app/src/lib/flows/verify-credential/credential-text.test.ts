import { generateKeyPairSync } from "node:crypto";

import { KeyPair } from "@foedus/client";
import { expect, it, vi } from "vitest";

import { largestText, readFile, readText } from "./credential-text.ts";

const base64Url = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
const key = KeyPair.generate("ES256");
const privateJwk = key.exportPrivateJwk();
const pem = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey.export({
  type: "sec1",
  format: "pem",
});

it("takes what was pasted, without the space around it", () => {
  expect(readText(" a.b.c\n")).toEqual({ given: "text", text: "a.b.c" });
  expect(readText(" \n")).toEqual({ given: "nothing" });
  expect(readText("x".repeat(largestText + 1))).toEqual({
    given: "too-large",
    size: largestText + 1,
  });
});

it.each([
  ["a JWK", JSON.stringify(privateJwk)],
  ["a JWK within a set", JSON.stringify({ keys: [privateJwk] }, null, 2)],
  ["a token that carries one", `${base64Url({ alg: "ES256", jwk: privateJwk })}.e30.AA`],
  ["PEM", pem.toString()],
  ["32 bytes", `0x${"a1".repeat(32)}`],
  ["words", "test test test test test test test test test test test junk"],
])("knows a private key: %s", (_, text) => {
  expect(readText(text)).toEqual({ given: "private-key" });
});

it("takes a public key for what it is: a text that is no credential", () => {
  const text = JSON.stringify(key.publicJwk);
  expect(readText(text)).toEqual({ given: "text", text });
});

it("does not even read a file that is too large", async () => {
  const text = vi.fn();
  await expect(readFile({ size: largestText + 1, text })).resolves.toEqual({
    given: "too-large",
    size: largestText + 1,
  });
  expect(text).not.toHaveBeenCalled();
});

it("says that a file cannot be read", async () => {
  const text = () => Promise.reject(new Error("gone"));
  await expect(readFile({ size: 3, text })).resolves.toEqual({ given: "unreadable" });
  await expect(readFile({ size: 3, text: async () => "a.b" })).resolves.toEqual({
    given: "text",
    text: "a.b",
  });
});

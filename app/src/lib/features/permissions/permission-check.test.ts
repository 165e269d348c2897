import { describe, expect, it } from "vitest";

import { addressProblem, readCheck } from "./permission-check.ts";

const account = "0x00000000000000000000000000000000000000a1";
const contract = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const read = (query: string) => readCheck(new URLSearchParams(query));

describe("readCheck", () => {
  it("takes a transaction to a contract", () => {
    expect(read(`sender=${account}&target=${contract}&gas=90000`)).toEqual({
      ok: true,
      asked: { sender: account, target: contract, gas: 90_000n },
    });
  });

  it.each([`sender=${account}`, `sender=${account}&target=`])("takes %s for a deployment", (q) => {
    expect(read(q)).toEqual({ ok: true, asked: { sender: account, target: null, gas: 0n } });
  });

  it.each([
    ["", { problem: "missing", parameter: "sender" }],
    ["sender=", { problem: "missing", parameter: "sender" }],
    ["sender=0x12", { problem: "not-an-address", parameter: "sender" }],
    [`sender=${account}&target=BE-3`, { problem: "not-an-address", parameter: "target" }],
    [
      `sender=${account}&target=${contract.replace("F", "f")}`,
      { problem: "checksum", parameter: "target" },
    ],
    [`sender=${account}&gas=-1`, { problem: "not-a-number", parameter: "gas" }],
    [`sender=${account}&gas=0x5`, { problem: "not-a-number", parameter: "gas" }],
    [`sender=${account}&gas=18446744073709551616`, { problem: "not-a-number", parameter: "gas" }],
    [`sender=${account}&sender=${account}`, { problem: "repeated", parameter: "sender" }],
    // A deployment is not what was meant.
    [`sender=${account}&tagret=${contract}`, { problem: "unknown", parameter: "tagret" }],
  ])("refuses %s", (query, problem) => {
    expect(read(query)).toEqual({ ok: false, ...problem });
  });
});

describe("addressProblem", () => {
  it("lets small letters go without a checksum", () => {
    expect(addressProblem(contract)).toBeNull();
    expect(addressProblem(contract.toLowerCase())).toBeNull();
    expect(addressProblem(contract.toUpperCase().replace("0X", "0x"))).toBe("checksum");
    expect(addressProblem("")).toBe("not-an-address");
  });
});

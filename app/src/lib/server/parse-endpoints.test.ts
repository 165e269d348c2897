import { describe, expect, it } from "vitest";

import { contractNames } from "#lib/endpoints.ts";

import { EndpointsError, parseEndpoints } from "./parse-endpoints.ts";

const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const valid = {
  chainId: 31337,
  rpc: "http://127.0.0.1:8545",
  graphql: "http://127.0.0.1:8000/subgraphs/name/foedus",
  app: "http://127.0.0.1:5173",
  api: "http://127.0.0.1:5173",
  addresses: Object.fromEntries(contractNames.map((name) => [name, address])),
  startedAt: "2026-01-01T00:00:00Z",
};

function message(change: object): string {
  try {
    parseEndpoints(JSON.stringify({ ...valid, ...change }));
  } catch (error) {
    expect(error).toBeInstanceOf(EndpointsError);
    expect((error as EndpointsError).remedy).toContain("npm start");
    return (error as EndpointsError).message;
  }
  throw new Error("the file was accepted");
}

describe("parseEndpoints", () => {
  it("reads what npm start writes", () => {
    const endpoints = parseEndpoints(JSON.stringify(valid));
    expect(endpoints.chainId).toBe(31337);
    expect(endpoints.addresses.Council).toBe(address);
  });

  it("takes enforcers that are named, and needs none", () => {
    expect(parseEndpoints(JSON.stringify(valid)).enforcers).toEqual({});
    const enforcers = { alpha: "http://10.0.0.5:9465" };
    expect(parseEndpoints(JSON.stringify({ ...valid, enforcers })).enforcers).toEqual(enforcers);
    expect(message({ enforcers: { alpha: "file:///etc/passwd" } })).toContain('"alpha"');
    expect(message({ enforcers: [] })).toContain('"enforcers"');
    const many = Array.from({ length: 201 }, (_, n) => [`n${n}`, "http://10.0.0.5"]);
    expect(message({ enforcers: Object.fromEntries(many) as object })).toContain("200");
  });

  it("names the entry that is wrong", () => {
    expect(message({ chainId: "31337" })).toContain('"chainId"');
    expect(message({ rpc: "ws://127.0.0.1" })).toContain('"rpc"');
    expect(message({ graphql: undefined })).toContain('"graphql"');
    expect(message({ addresses: undefined })).toContain('"addresses"');
    expect(message({ addresses: { ...valid.addresses, NodeRegistry: "0x12" } })).toContain(
      '"addresses.NodeRegistry"',
    );
  });

  it("says when the file is no JSON", () => {
    expect(() => parseEndpoints("{")).toThrow("not JSON");
    expect(() => parseEndpoints("[]")).toThrow("no JSON object");
  });
});

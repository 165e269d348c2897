import { describe, expect, it } from "vitest";

import { mayWrite } from "./same-origin.ts";

const host = "register.example";

function request(method: string, path: string, headers: Record<string, string> = {}) {
  return { method, path, host, headers: new Headers(headers) };
}

describe("mayWrite", () => {
  it("lets every read through", () => {
    expect(mayWrite(request("GET", "/"))).toBe(true);
    expect(mayWrite(request("HEAD", "/nodes", { "sec-fetch-site": "cross-site" }))).toBe(true);
  });

  it("lets a write of this site through, whatever the scheme", () => {
    expect(mayWrite(request("POST", "/preferences", { origin: `https://${host}` }))).toBe(true);
    expect(mayWrite(request("POST", "/preferences", { origin: `http://${host}` }))).toBe(true);
  });

  it.each([
    ["no origin", {}],
    ["the null origin", { origin: "null" }],
    ["another site", { origin: "https://elsewhere.example" }],
    [
      "a sibling that the browser names",
      { origin: `https://${host}`, "sec-fetch-site": "same-site" },
    ],
    ["a host that only begins alike", { origin: `https://${host}.elsewhere.example` }],
  ])("refuses a write with %s", (_, headers) => {
    expect(mayWrite(request("POST", "/preferences", headers))).toBe(false);
  });

  it("leaves the proxies open to programs", () => {
    expect(mayWrite(request("POST", "/rpc"))).toBe(true);
    expect(mayWrite(request("POST", "/graphql"))).toBe(true);
    expect(mayWrite(request("POST", "/api/v1/ballots"))).toBe(true);
    expect(mayWrite(request("POST", "/api/v1/invoices"))).toBe(true);
    expect(mayWrite(request("POST", "/rpc/other"))).toBe(false);
    expect(mayWrite(request("POST", "/api/v1/webhooks"))).toBe(true);
    expect(mayWrite(request("DELETE", "/api/v1/webhooks/ep_1"))).toBe(true);
    expect(mayWrite(request("POST", "/api/v1/webhooks-of-mine"))).toBe(false);
  });

  it("leaves EBSI's services open to programs, whatever form they post and wherever from", () => {
    const elsewhere = {
      origin: "https://elsewhere.example",
      "content-type": "application/x-www-form-urlencoded",
    };
    expect(mayWrite(request("POST", "/authorisation/v5/token", elsewhere))).toBe(true);
    expect(mayWrite(request("POST", "/did-registry/v5/jsonrpc"))).toBe(true);
    expect(mayWrite(request("POST", "/fr/did-registry/v5/jsonrpc"))).toBe(false);
    expect(mayWrite(request("POST", "/did-registry-of-mine", elsewhere))).toBe(false);
  });
});

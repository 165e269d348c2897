import { describe, expect, it } from "vitest";

import { passkeyPlace } from "./passkey-place.ts";

const at = (href: string, more: { isSecureContext?: boolean; supported?: boolean } = {}) =>
  passkeyPlace({ href, isSecureContext: true, supported: true, ...more });

describe("passkeyPlace", () => {
  it("takes the host of the page as the domain of its passkeys", () => {
    expect(at("https://vote.example/fr/proposals/4")).toEqual({
      works: true,
      rpId: "vote.example",
    });
    expect(at("http://localhost:5173/")).toEqual({ works: true, rpId: "localhost" });
  });

  it("leads from the number of this computer to its name", () => {
    expect(at("http://127.0.0.1:5173/proposals/4?a=b#vote")).toEqual({
      works: false,
      why: "number",
      better: "http://localhost:5173/proposals/4?a=b#vote",
    });
    expect(at("http://[::1]:5173/")).toMatchObject({ better: "http://localhost:5173/" });
    expect(at("https://192.0.2.7/")).toEqual({ works: false, why: "number", better: null });
  });

  it("asks for a connection that nobody can change", () => {
    expect(at("http://vote.example/", { isSecureContext: false })).toEqual({
      works: false,
      why: "insecure",
      better: "https://vote.example/",
    });
  });

  it("says when the browser has none", () => {
    expect(at("https://vote.example/", { supported: false })).toMatchObject({ why: "unsupported" });
  });
});

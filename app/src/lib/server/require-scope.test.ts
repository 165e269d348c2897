import { KeyPair, type Scope, signJwt } from "@foedus/client";
import { describe, expect, it } from "vitest";

import { AccessRefused } from "./access-refused.ts";
import { issueAccessToken, issueIdToken, tokenLifetime } from "./authorisation/access-token.ts";
import { requireScope } from "./require-scope.ts";

const issuer = "https://foedus.example/authorisation/v5";
const sub = "did:ebsi:zfEmvX5twhXjQJiCWsukvQA";
const key = KeyPair.generate("ES256");
const now = 1_800_000_000;

const ask = (authorization: string | undefined, scopes: Scope[] = ["didr_write"], at = now) =>
  requireScope(
    { headers: new Headers(authorization === undefined ? {} : { authorization }) },
    scopes,
    () => Promise.resolve({ key, api: "https://foedus.example", issuer }),
    at,
  );

const tokenFor = (scope: Scope) => issueAccessToken(key, issuer, { sub, scope }, now);

async function refusalOf(promise: Promise<unknown>): Promise<Response> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof AccessRefused)) throw new Error("The request was not refused.");
  return error.response();
}

describe("requireScope", () => {
  it("says whom a token stands for", async () => {
    await expect(ask(`Bearer ${tokenFor("didr_write")}`)).resolves.toEqual({
      sub,
      scope: "didr_write",
    });
  });

  it("takes any of the scopes", async () => {
    const { scope } = await ask(`Bearer ${tokenFor("didr_invite")}`, ["didr_invite", "didr_write"]);
    expect(scope).toBe("didr_invite");
  });

  it("asks for a token where there is none", async () => {
    for (const authorization of [undefined, "", "Basic YTpi", "Bearer", "Bearer a b"]) {
      const refusal = await refusalOf(ask(authorization));
      expect(refusal.status).toBe(401);
      expect(refusal.headers.get("www-authenticate")).toBe("Bearer");
    }
  });

  it("refuses a token for something else", async () => {
    const refusal = await refusalOf(ask(`Bearer ${tokenFor("tir_write")}`));
    expect(refusal.status).toBe(403);
    expect(refusal.headers.get("www-authenticate")).toContain("insufficient_scope");
    expect(refusal.headers.get("content-type")).toBe("application/problem+json");
  });

  it("refuses what is expired, of the future, of another server or key, or no access token", async () => {
    const unsigned = `${btoa('{"alg":"none","kid":"x"}')}.${btoa("{}")}.`.replaceAll("=", "");
    const claims = { iss: issuer, aud: issuer, sub, scp: "openid didr_write" };
    const times = { iat: now, exp: now + 10 };
    const bad = {
      foreign: issueAccessToken(
        KeyPair.generate("ES256"),
        issuer,
        { sub, scope: "didr_write" },
        now,
      ),
      "with our key's name": signJwt(KeyPair.generate("ES256"), key.thumbprint, {
        ...claims,
        ...times,
      }),
      elsewhere: issueAccessToken(
        key,
        "https://other.example/authorisation/v5",
        { sub, scope: "didr_write" },
        now,
      ),
      "of the future": signJwt(key, key.thumbprint, { ...claims, iat: now + 60, exp: now + 90 }),
      unsigned,
      "an id token": issueIdToken(key, issuer, { sub, nonce: "1" }, now),
      "without scope": signJwt(key, key.thumbprint, { ...claims, ...times, scp: "openid" }),
      changed: tokenFor("didr_write").replace(/.$/, (last) => (last === "A" ? "E" : "A")),
    };
    for (const [name, token] of Object.entries(bad)) {
      const refusal = await refusalOf(ask(`Bearer ${token}`));
      expect([name, refusal.status]).toEqual([name, 401]);
      expect(refusal.headers.get("www-authenticate")).toContain("invalid_token");
    }
    const late = await refusalOf(
      ask(`Bearer ${tokenFor("didr_write")}`, ["didr_write"], now + tokenLifetime),
    );
    expect(late.status).toBe(401);
  });
});

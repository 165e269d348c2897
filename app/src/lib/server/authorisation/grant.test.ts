import {
  createEbsiDid,
  createPresentation,
  credentialTypes,
  decodeJwt,
  didOfKey,
  KeyPair,
  keyId,
  type Scope,
  scopes,
  signJwt,
  verifyJwtSignature,
} from "@foedus/client";
import { TrustChainDouble, type EntityDouble } from "@foedus/client/doubles";
import { describe, expect, it, vi } from "vitest";

import { readAccessToken } from "./access-token.ts";
import { grantToken } from "./grant.ts";
import { LastingReplays } from "./lasting-replays.ts";
import { OAuthError } from "./oauth-error.ts";
import { definitionShape, discoveryShape } from "./operations.ts";
import { discovery, presentationDefinition } from "./presentation-definition.ts";
import { ReplayMemory, type Replays } from "./replay-memory.ts";

const issuer = "https://foedus.example/authorisation/v5";
const at = Math.floor(Date.now() / 1000);

function server(replays: Replays = new ReplayMemory(at - 100, 50), chain = new TrustChainDouble()) {
  const key = KeyPair.generate("ES256");
  const ask = (form: Record<string, string> | URLSearchParams, now = at) =>
    grantToken(new URLSearchParams(form), {
      authority: { key, api: "https://foedus.example", issuer },
      replays,
      at: now,
      registers: chain.registers,
      trustedIssuersRegistry: chain.paths.trustedIssuersRegistry,
      fetchText: () => Promise.reject(new Error("Nothing is to be fetched.")),
    });
  return { chain, key, replays, ask };
}

const relayerUrl = "http://relayer.example";

/** Stands for a relayer and its database, which outlive the servers that ask. */
function relayerDouble(): typeof fetch {
  const used = new Set<string>();
  return (url, init) => {
    expect(url).toEqual(new URL("/presentations", relayerUrl));
    const { id, expiresAt } = JSON.parse(init?.body as string) as { id: string; expiresAt: number };
    expect(id).toMatch(/^0x[0-9a-f]{64}$/);
    expect(expiresAt).toBeGreaterThan(at);
    const outcome = used.has(id) ? "used" : "taken";
    used.add(id);
    return Promise.resolve(Response.json({ outcome }));
  };
}

function formFor(scope: Scope, vpToken: string): Record<string, string> {
  const isInvitation = scope.endsWith("_invite");
  return {
    grant_type: "vp_token",
    scope: `openid ${scope}`,
    vp_token: vpToken,
    presentation_submission: JSON.stringify({
      id: crypto.randomUUID(),
      definition_id: `${scope}_presentation`,
      descriptor_map: isInvitation
        ? [
            {
              id: `${scope}_credential`,
              format: "jwt_vp",
              path: "$",
              path_nested: {
                id: `${scope}_credential`,
                format: "jwt_vc",
                path: "$.vp.verifiableCredential[0]",
              },
            },
          ]
        : [],
    }),
  };
}

const emptyFor = (scope: Scope, { did, signing }: EntityDouble, now = at) =>
  formFor(scope, createPresentation(did, signing, { audience: issuer, now }));

async function refusal(promise: Promise<unknown>): Promise<OAuthError> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof OAuthError) return error;
  throw new Error("The grant was not refused.", { cause: error });
}

describe("grantToken", () => {
  it("gives a registered entity a token that opens its scope", async () => {
    const { chain, key, ask } = server();
    const free = scopes.filter((scope) => !scope.endsWith("_invite"));
    for (const scope of free) {
      const granted = await ask(emptyFor(scope, chain.issuer));
      expect(granted.scope).toBe(`openid ${scope}`);
      expect(readAccessToken(granted.access_token, key, issuer, at)).toEqual({
        sub: chain.issuer.did,
        scope,
      });
      const idToken = decodeJwt(granted.id_token);
      verifyJwtSignature(idToken, key.publicJwk);
      expect(idToken.payload["aud"]).toBe(chain.issuer.did);
    }
  });

  it("invites a legal entity without a document, by the key that signs", async () => {
    const { chain, key, ask } = server();
    for (const algorithm of ["ES256K", "ES256"] as const) {
      const did = createEbsiDid();
      const account = KeyPair.generate(algorithm);
      const vc = chain.credential(chain.tao, did, [credentialTypes.onboard]);
      const vp = createPresentation(did, account, { audience: issuer, credentials: [vc], now: at });
      const { access_token } = await ask(formFor("didr_invite", vp));
      expect(readAccessToken(access_token, key, issuer, at)).toEqual({
        sub: did,
        scope: "didr_invite",
      });
    }
  });

  it("refuses to invite with another's credential, of another type or issuer, or a second time", async () => {
    const { chain, ask } = server();
    const did = createEbsiDid();
    const account = KeyPair.generate("ES256K");
    const present = (vc: string, holder = did, key = account) =>
      ask(
        formFor(
          "didr_invite",
          createPresentation(holder, key, { audience: issuer, credentials: [vc], now: at }),
        ),
      );
    const onboard = [credentialTypes.onboard];
    const others = chain.credential(chain.tao, createEbsiDid(), onboard);
    expect((await refusal(present(others))).message).toContain("is of did:ebsi");
    const diploma = chain.credential(chain.issuer, did, ["DiplomaCredential"]);
    expect((await refusal(present(diploma))).message).toContain("another type");
    const unaccredited = chain.credential(chain.issuer, did, onboard);
    expect((await refusal(present(unaccredited))).message).toContain("not accredited");
    const registered = chain.credential(chain.tao, chain.issuer.did, onboard);
    const again = present(registered, chain.issuer.did, chain.issuer.account);
    expect((await refusal(again)).message).toContain("has a document already");
    const bound = chain.credential(chain.tao, did, onboard, {
      boundTo: KeyPair.generate("ES256K").thumbprint,
    });
    expect((await refusal(present(bound))).message).toContain("another key");
    const own = chain.credential(chain.tao, did, onboard, { boundTo: account.thumbprint });
    await expect(present(own)).resolves.toBeDefined();
  });

  it("refuses an invitation that the key it names did not sign", async () => {
    const { chain, ask } = server();
    const did = createEbsiDid();
    const vc = chain.credential(chain.tao, did, [credentialTypes.onboard]);
    const [named, thief] = [KeyPair.generate("ES256K"), KeyPair.generate("ES256K")];
    const vp = createPresentation(did, named, { audience: issuer, credentials: [vc], now: at });
    const { payload } = decodeJwt(vp);
    const forged = signJwt(thief, keyId(did, named.thumbprint), payload);
    expect((await refusal(ask(formFor("didr_invite", forged)))).message).toContain("not signed by");
  });

  it("lets an entity accept what a TAO reserved for it, and nothing else", async () => {
    const { chain, ask } = server();
    const present = (holder: EntityDouble, vc: string) =>
      ask(
        formFor(
          "tir_invite",
          createPresentation(holder.did, holder.signing, {
            audience: issuer,
            credentials: [vc],
            now: at,
          }),
        ),
      );
    const found = chain.registers.attributes.get(chain.issuer.attributeId);
    const body = found?.body ?? "";
    if (found) found.body = undefined;
    await expect(present(chain.issuer, body)).resolves.toBeDefined();
    expect((await refusal(present(chain.tao, body))).message).toContain("is of did:ebsi");
    chain.registers.attributes.delete(chain.issuer.attributeId);
    expect((await refusal(present(chain.issuer, body))).message).toContain("no accreditation");
  });

  it("gives tir_write to issuers and admitted roots alone", async () => {
    const { chain, ask } = server();
    const newRoot = chain.entity(20);
    const refused = await refusal(ask(emptyFor("tir_write", newRoot)));
    expect(refused.message).toContain("no trusted issuer");
    chain.registers.roots.add(newRoot.did);
    await expect(ask(emptyFor("tir_write", newRoot))).resolves.toBeDefined();
  });

  it("refuses a wrong audience, times, nonce, key, algorithm and holder", async () => {
    const { chain, ask } = server();
    const { did, signing, account } = chain.issuer;
    const kid = keyId(did, signing.thumbprint);
    const good = decodeJwt(createPresentation(did, signing, { audience: issuer, now: at })).payload;
    const sign = (change: Record<string, unknown>, key = signing, name = kid) =>
      ask(formFor("didr_write", signJwt(key, name, { ...good, ...change })));
    const person = KeyPair.generate("ES256");
    const personDid = didOfKey(person.publicJwk);
    const bad: Record<string, [promise: Promise<unknown>, part: string]> = {
      audience: [sign({ aud: "https://other.example/authorisation/v5" }), "is for"],
      "audience as list": [sign({ aud: [issuer, "https://other.example"] }), '"aud"'],
      expired: [sign({ exp: at }), "expired"],
      "too long": [sign({ exp: at + 301 }), "too long"],
      future: [sign({ nbf: at + 100 }), "future"],
      "before the server": [sign({ iat: at - 101 }), "older than"],
      "no nonce": [sign({ nonce: undefined }), '"nonce"'],
      "empty nonce": [sign({ nonce: "" }), '"nonce"'],
      stranger: [sign({}, KeyPair.generate("ES256")), "did not sign"],
      "other key": [
        sign({}, chain.tao.signing, keyId(did, chain.tao.signing.thumbprint)),
        "no key",
      ],
      "other holder": [sign({ iss: chain.tao.did }), "more than one holder"],
      unregistered: [
        ask(emptyFor("didr_write", { ...chain.issuer, did: createEbsiDid() })),
        "had no document",
      ],
      "algorithm of the scope": [
        ask(formFor("tir_write", createPresentation(did, account, { audience: issuer, now: at }))),
        "not signed with ES256K",
      ],
      "natural person": [
        ask(
          formFor(
            "tir_write",
            createPresentation(personDid, person, { audience: issuer, now: at }),
          ),
        ),
        "in no register",
      ],
    };
    for (const [name, [promise, part]] of Object.entries(bad))
      expect([name, (await refusal(promise)).message]).toEqual([
        name,
        expect.stringContaining(part),
      ]);

    const [, payload = ""] = signJwt(signing, kid, good).split(".");
    const none = Buffer.from(JSON.stringify({ alg: "none", kid })).toString("base64url");
    const unsigned = await refusal(ask(formFor("didr_write", `${none}.${payload}.`)));
    expect(unsigned.message).toContain('"none"');
  });

  it("gives a key that is in no register nothing, and remembers nothing of it", async () => {
    const replays = new ReplayMemory(at - 100, 50);
    const { ask } = server(replays);
    for (const scope of scopes.filter((name) => !name.endsWith("_invite"))) {
      const person = KeyPair.generate("ES256");
      const vp = createPresentation(didOfKey(person.publicJwk), person, {
        audience: issuer,
        now: at,
      });
      const error = await refusal(ask(formFor(scope, vp)));
      expect([scope, error.name, error.message]).toEqual([
        scope,
        "invalid_grant",
        expect.stringContaining("in no register"),
      ]);
    }
    expect(replays.size).toBe(0);
  });

  it("takes a presentation once", async () => {
    const { chain, ask } = server();
    const form = emptyFor("didr_write", chain.issuer);
    await ask(form);
    const again = await refusal(ask(form));
    expect([again.name, again.message]).toEqual([
      "invalid_grant",
      "The presentation was used already.",
    ]);
    // Another scope is another use of the same presentation.
    const other = {
      ...emptyFor("timestamp_write", chain.issuer),
      vp_token: form["vp_token"] ?? "",
    };
    expect((await refusal(ask(other))).message).toContain("used already");
  });

  it("takes a presentation once, whatever was restarted, where a relayer remembers", async () => {
    const chain = new TrustChainDouble();
    const relayer = relayerDouble();
    const form = emptyFor("didr_write", chain.issuer);
    await server(new LastingReplays(relayerUrl, relayer), chain).ask(form);
    const restarted = server(new LastingReplays(relayerUrl, relayer), chain);
    expect((await refusal(restarted.ask(form))).message).toContain("used already");
    // One that was made before the restart, and not used, still counts.
    await expect(restarted.ask(emptyFor("didr_write", chain.issuer))).resolves.toBeDefined();
  });

  it.each([
    ["gives no answer", () => Promise.reject(new TypeError("fetch failed"))],
    ["fails", () => Promise.resolve(Response.json({ title: "Out of order." }, { status: 503 }))],
    ["says something else", () => Promise.resolve(Response.json({ outcome: "perhaps" }))],
  ])("gives no token while the relayer %s", async (_, answer) => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const { chain, ask } = server(new LastingReplays(relayerUrl, answer));
    const refused = await refusal(ask(emptyFor("didr_write", chain.issuer)));
    expect(refused.name).toBe("temporarily_unavailable");
    expect(refused.response().status).toBe(503);
    log.mockRestore();
  });

  it("takes nothing more when its memory is full, until something expires", async () => {
    const replays = new ReplayMemory(at - 100, 50);
    const { chain, ask } = server(replays);
    for (let index = 0; index < 50; index += 1) replays.take(String(index), at + 10, at);
    const full = await refusal(ask(emptyFor("didr_write", chain.issuer)));
    expect(full.name).toBe("temporarily_unavailable");
    expect(full.response().status).toBe(503);
    await expect(
      ask(emptyFor("didr_write", chain.issuer, at + 10), at + 10),
    ).resolves.toBeDefined();
    expect(replays.size).toBe(1);
  });

  it("refuses forms that say too little, too much, or something else", async () => {
    const { chain, ask } = server();
    const good = emptyFor("didr_write", chain.issuer);
    const bad: [change: Record<string, string | undefined>, name: string][] = [
      [{ grant_type: undefined }, "invalid_request"],
      [{ grant_type: "authorization_code" }, "unsupported_grant_type"],
      [{ scope: "didr_write" }, "invalid_scope"],
      [{ scope: "openid" }, "invalid_scope"],
      [{ scope: "openid didr_write tir_write" }, "invalid_scope"],
      [{ vp_token: undefined }, "invalid_request"],
      [{ vp_token: "x" }, "invalid_grant"],
      [{ presentation_submission: "{" }, "invalid_request"],
      [{ presentation_submission: "[]" }, "invalid_request"],
      [
        { presentation_submission: good["presentation_submission"]?.replace("{", '{"id":"x",') },
        "invalid_request",
      ],
      [{ scope: "openid tir_write" }, "invalid_request"],
    ];
    for (const [change, name] of bad) {
      const form = new URLSearchParams();
      for (const [key, value] of Object.entries({ ...good, ...change }))
        if (value !== undefined) form.set(key, value);
      expect([change, (await refusal(ask(form))).name]).toEqual([change, name]);
    }
    const twice = new URLSearchParams(good);
    twice.append("scope", "openid didr_write");
    expect((await refusal(ask(twice))).message).toContain("given twice");
    const invite = formFor("didr_invite", good["vp_token"] ?? "");
    const withoutMap = {
      ...invite,
      presentation_submission: JSON.stringify({
        id: "1",
        definition_id: "didr_invite_presentation",
        descriptor_map: [],
      }),
    };
    expect((await refusal(ask(withoutMap))).message).toContain("does not say where");
  });
});

describe("what clients read first", () => {
  it("names every scope, and defines a presentation for each", () => {
    const { scopes_supported } = discovery(issuer) as { scopes_supported: string[] };
    expect(scopes_supported).toEqual(["openid", ...scopes]);
    for (const scope of scopes)
      expect(presentationDefinition(scope)).toMatchObject({ id: `${scope}_presentation` });
  });

  it("says what /openapi.json describes, to the last member", () => {
    // What a shape does not know it leaves out.
    expect(discoveryShape.parse(discovery(issuer))).toEqual(discovery(issuer));
    for (const scope of scopes) {
      const definition = presentationDefinition(scope);
      expect(definitionShape.parse(definition)).toEqual(definition);
    }
  });

  it("asks for the onboarding credential as EBSI's clients expect", () => {
    expect(presentationDefinition("didr_invite")).toMatchObject({
      input_descriptors: [
        {
          id: "didr_invite_credential",
          constraints: {
            fields: [
              {
                path: ["$.vc.type"],
                filter: {
                  type: "array",
                  contains: { const: "VerifiableAuthorisationToOnboard" },
                },
              },
            ],
          },
        },
      ],
    });
  });
});

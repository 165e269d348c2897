import assert from "node:assert/strict";
import { before, describe, it } from "node:test";

import {
  createEbsiDid,
  createPresentation,
  credentialTypes,
  didContexts,
  type EntityKeys,
  KeyPair,
  publicKeyBytes,
  type Scope,
  scopeOf,
} from "@foedus/client";
import { type Hex, toHex } from "viem";

import {
  diploma,
  insert,
  type Inserted,
  jurisdiction,
  now,
  onboard,
  type Onboarded,
  period,
  type World,
} from "./entities.ts";
import { type Answer, answerOf, askToken, call, signed } from "./raw-api.ts";

const anyHash: Hex = `0x${"5c".repeat(32)}`;
const issuerType = { TAO: 2, TI: 3 };

/** What the contracts refuse, a program is told when the call is built: by the contract's own error. */
export function refusedCalls(world: () => World): void {
  describe("A program whose calls the contracts refuse", () => {
    const paths = () => world().client.paths;
    const didCall = (token: string, method: string, parameters: object) =>
      call(paths().didRegistry, token, method, parameters);
    const issuerCall = (token: string, method: string, parameters: object) =>
      call(paths().trustedIssuersRegistry, token, method, parameters);

    const tokenOf = ({ did, account, signing }: EntityKeys, scope: Scope) =>
      world().client.token({ holder: did, key: scope === "didr_write" ? account : signing, scope });

    function assertBuilt({ status, body }: Answer): void {
      assert.equal(status, 200, JSON.stringify(body));
      assert.match((body["result"] as { data: string }).data, /^0x[0-9a-f]{8,}$/);
    }

    /** @param values Some of what the contract's error says, by their names. */
    function assertRefused(
      { status, body }: Answer,
      name: string,
      values: Record<string, string> = {},
    ): void {
      assert.equal(status, 400, JSON.stringify(body));
      assert.equal(body["result"], undefined);
      const { code, data } = body["error"] as {
        code: number;
        data: { error: string; remedy: string; values: { name: string; value: string }[] };
      };
      assert.deepEqual([code, data.error], [3, name], JSON.stringify(body));
      assert.ok(data.remedy.length > 5);
      for (const [key, value] of Object.entries(values)) {
        const said = data.values.find(({ name }) => name === key)?.value;
        assert.equal(said?.toLowerCase(), value.toLowerCase(), key);
      }
    }

    it("inserts no document with another's key, nor for a time that runs backwards", async () => {
      const { client, tao } = world();
      const did = createEbsiDid();
      const key = KeyPair.generate("ES256K");
      const credential = tao.entity.inviteToOnboard(did, tao.attributeId, period(), key.thumbprint);
      const token = await client.token({ holder: did, key, scope: "didr_invite", credential });
      const { from: notBefore, until: notAfter } = period();
      const document = {
        from: key.account().address,
        did,
        baseDocument: JSON.stringify({ "@context": didContexts }),
        vMethodId: key.thumbprint,
        publicKey: toHex(publicKeyBytes(key.publicJwk)),
        isSecp256k1: true,
        notBefore,
        notAfter,
      };
      const inserting = (change: object) =>
        didCall(token, "insertDidDocument", { ...document, ...change });
      assertBuilt(await inserting({}));

      const others = tao.keys.account;
      const publicKey = toHex(publicKeyBytes(others.publicJwk));
      const holder = others.account().address;
      assertRefused(await inserting({ publicKey }), "DidRegistryNotKeyHolder", {
        caller: document.from,
        holder,
      });
      assertRefused(await inserting({ from: holder }), "DidRegistryNotKeyHolder", {
        caller: holder,
        holder: document.from,
      });
      assertRefused(
        await inserting({ notBefore: notAfter, notAfter: notBefore }),
        "DidRegistryPeriodInvalid",
        { notBefore: String(notAfter), notAfter: String(notBefore) },
      );
    });

    it("writes nowhere with a token for something else", async () => {
      const { tao } = world();
      const { did, account } = tao.keys;
      const from = account.account().address;
      const { didRegistry, trustedIssuersRegistry, trustedPoliciesRegistry } = paths();
      const tokens = {
        didr_write: await tokenOf(tao.keys, "didr_write"),
        tir_write: await tokenOf(tao.keys, "tir_write"),
        tsr_write: await tokenOf(tao.keys, "tsr_write"),
        tpr_write: await tokenOf(tao.keys, "tpr_write"),
        timestamp_write: await tokenOf(tao.keys, "timestamp_write"),
      };
      const base = JSON.stringify({ "@context": didContexts });
      const calls = [
        [didRegistry, "updateBaseDocument", { from, did, baseDocument: base }, "didr_write"],
        [trustedIssuersRegistry, "addIssuerProxy", { from, did, proxyData: "{}" }, "tir_write"],
        [paths().trustedSchemasRegistry, "updateMetadata", {}, "tsr_write"],
        [trustedPoliciesRegistry, "deactivatePolicy", {}, "tpr_write"],
        [new URL("/timestamp/v4", didRegistry).href, "timestampHashes", {}, "timestamp_write"],
      ] as const;
      for (const [registry, method, parameters, right] of calls)
        for (const [scope, token] of Object.entries(tokens)) {
          const { status, type, body, challenge } = await call(registry, token, method, parameters);
          if (scope === right) {
            // What is wrong with the call itself is another answer.
            assert.notEqual(status, 403, `${method} ${JSON.stringify(body)}`);
            continue;
          }
          assert.deepEqual(
            [status, type, body["status"], body["title"]],
            [403, "application/problem+json", 403, `The access token is for ${scope}.`],
            method,
          );
          assert.match(String(body["detail"]), new RegExp(`for the scope .*${right}`));
          assert.match(challenge ?? "", /error="insufficient_scope"/);
          assert.match(challenge ?? "", new RegExp(`scope="[^"]*openid ${right}`));
        }
      // Neither does a transaction that was built with the right one go out with another.
      const built = await didCall(tokens.didr_write, "updateBaseDocument", calls[0][2]);
      const sending = await signed(built, account.account());
      const sent = await call(didRegistry, tokens.tir_write, "sendSignedTransaction", sending);
      assert.deepEqual(
        [sent.status, sent.body["title"]],
        [403, "The access token is for tir_write."],
      );
    });

    it("inserts no document of another DID than the one that was invited", async () => {
      const { client, tao } = world();
      const [invited, foreign] = [createEbsiDid(), createEbsiDid()];
      const key = KeyPair.generate("ES256K");
      const credential = tao.entity.inviteToOnboard(
        invited,
        tao.attributeId,
        period(),
        key.thumbprint,
      );
      const token = await client.token({ holder: invited, key, scope: "didr_invite", credential });
      const { from: notBefore, until: notAfter } = period();
      const inserting = (did: string) =>
        didCall(token, "insertDidDocument", {
          from: key.account().address,
          did,
          baseDocument: JSON.stringify({ "@context": didContexts }),
          vMethodId: key.thumbprint,
          publicKey: toHex(publicKeyBytes(key.publicJwk)),
          isSecp256k1: true,
          notBefore,
          notAfter,
        });
      assertBuilt(await inserting(invited));
      for (const did of [foreign, tao.keys.did]) {
        const { status, type, body, challenge } = await inserting(did);
        assert.deepEqual(
          [status, type, body["title"]],
          [
            403,
            "application/problem+json",
            `The access token invites ${invited}, and nobody else.`,
          ],
        );
        assert.match(challenge ?? "", /error="insufficient_scope"/);
      }
    });

    it("uses a key for no time that runs backwards or overlaps", async () => {
      const { keys } = world().issuer;
      const token = await tokenOf(keys, "didr_write");
      const start = now();
      const relating = (name: string, notBefore: number, notAfter: number) =>
        didCall(token, "addVerificationRelationship", {
          from: keys.account.account().address,
          did: keys.did,
          name,
          vMethodId: keys.signing.thumbprint,
          notBefore,
          notAfter,
        });
      assertBuilt(await relating("keyAgreement", start, start + 1000));
      assertRefused(
        await relating("keyAgreement", start + 1000, start),
        "DidRegistryPeriodInvalid",
        { notBefore: String(start + 1000), notAfter: String(start) },
      );
      // It signs for a year from its onboarding on.
      assertRefused(
        await relating("assertionMethod", start + 1000, start + 2000),
        "DidRegistryPeriodOverlaps",
        { vMethodId: keys.signing.thumbprint, name: "assertionMethod" },
      );
    });

    describe("accredits nobody", () => {
      let above: Onboarded;
      let below: Onboarded;
      let newcomer: Inserted;
      let tokens: Record<"above" | "tao" | "issuer" | "below", string>;

      before(async () => {
        const { client, rootTao, tao, issuer } = world();
        const types = [credentialTypes.attest, credentialTypes.onboard, diploma];
        above = await onboard(client, rootTao, "TAO", [credentialTypes.accredit, ...types]);
        below = await onboard(client, above, "TAO", types);
        newcomer = await insert(client, tao);
        tokens = {
          above: await tokenOf(above.keys, "tir_write"),
          tao: await tokenOf(tao.keys, "tir_write"),
          issuer: await tokenOf(issuer.keys, "tir_write"),
          below: await tokenOf(below.keys, "tir_write"),
        };
      });

      const reserving = (
        token: string,
        by: Onboarded,
        did: string,
        taoAttributeId = by.attributeId,
        kind = issuerType.TI,
      ) =>
        issuerCall(token, "setAttributeMetadata", {
          from: by.keys.account.account().address,
          did,
          attributeId: toHex(crypto.getRandomValues(new Uint8Array(32))),
          issuerType: kind,
          taoDid: by.keys.did,
          taoAttributeId,
        });

      it("as an issuer, which may accredit nobody", async () => {
        const { tao, issuer } = world();
        const { did } = newcomer.keys;
        assertBuilt(await reserving(tokens.tao, tao, did));
        assertRefused(
          await reserving(tokens.issuer, issuer, did),
          "TrustedIssuersRegistryCannotAccredit",
          { taoDid: issuer.keys.did, taoAttributeId: issuer.attributeId },
        );
        // Nor by what the TAO above was given.
        assertRefused(
          await reserving(tokens.issuer, issuer, did, tao.attributeId),
          "TrustedIssuersRegistryCannotAccredit",
          { taoDid: issuer.keys.did, taoAttributeId: tao.attributeId },
        );
      });

      it("for more than it is accredited for itself", async () => {
        const { tao } = world();
        const { attributeId } = await tao.entity.accredit({
          did: newcomer.keys.did,
          issuerType: "TI",
          taoAttributeId: tao.attributeId,
          types: [diploma],
          jurisdiction,
          period: period(),
        });
        const committing = (...types: string[]) =>
          issuerCall(tokens.tao, "commitAccreditation", {
            from: tao.keys.account.account().address,
            did: newcomer.keys.did,
            attributeId,
            bodyHash: anyHash,
            scope: scopeOf(types),
          });
        assertBuilt(await committing(diploma));
        const [wider = ""] = scopeOf(["VerifiableId"]);
        for (const types of [["VerifiableId"], [diploma, "VerifiableId"]])
          assertRefused(await committing(...types), "TrustedIssuersRegistryScopeTooWide", {
            taoAttributeId: tao.attributeId,
            credentialType: wider,
          });
      });

      it("in a circle", async () => {
        assertBuilt(await reserving(tokens.below, below, newcomer.keys.did));
        for (const did of [above.keys.did, below.keys.did])
          assertRefused(
            await reserving(tokens.below, below, did, below.attributeId, issuerType.TAO),
            "TrustedIssuersRegistryCircle",
            { did, taoAttributeId: below.attributeId },
          );
      });

      it("after its own accreditation was revoked", async () => {
        const { did } = newcomer.keys;
        const { attributeId } = await below.entity.accredit({
          did,
          issuerType: "TI",
          taoAttributeId: below.attributeId,
          types: [diploma],
          jurisdiction,
          period: period(),
        });
        const committing = () =>
          issuerCall(tokens.below, "commitAccreditation", {
            from: below.keys.account.account().address,
            did,
            attributeId,
            bodyHash: anyHash,
            scope: scopeOf([diploma]),
          });
        assertBuilt(await reserving(tokens.below, below, did));
        assertBuilt(await committing());
        await above.entity.revoke(below.keys.did, below.attributeId);
        const refusal = "TrustedIssuersRegistryCannotAccredit";
        assertRefused(await reserving(tokens.below, below, did), refusal, {
          taoAttributeId: below.attributeId,
        });
        assertRefused(await committing(), refusal, { taoAttributeId: below.attributeId });
        // And what is revoked takes no body any more.
        const revived = await issuerCall(tokens.above, "commitAccreditation", {
          from: above.keys.account.account().address,
          did: below.keys.did,
          attributeId: below.attributeId,
          bodyHash: anyHash,
          scope: scopeOf([diploma]),
        });
        assertRefused(revived, "TrustedIssuersRegistryRevoked", {
          attributeId: below.attributeId,
        });
      });
    });

    it("acts for no DID that has ended, whose past stays", async () => {
      const { client, tao } = world();
      const { keys } = await insert(client, tao);
      const { did } = keys;
      const account = keys.account.account();
      const from = account.address;
      const token = await tokenOf(keys, "didr_write");
      const place = `${paths().didRegistry}/identifiers/${did}`;
      const timeOf = async (blockHash?: Hex) => {
        const block = await client.chain.getBlock(blockHash === undefined ? {} : { blockHash });
        return new Date(Number(block.timestamp) * 1000).toISOString();
      };
      const asked = (at = "") => fetch(at === "" ? place : `${place}?valid-at=${at}`);
      const whileActive = await timeOf();

      const base = JSON.stringify({ "@context": didContexts });
      const update = () => didCall(token, "updateBaseDocument", { from, did, baseDocument: base });
      const signedBefore = await signed(await update(), account);
      const end = await signed(await didCall(token, "deactivateDid", { from, did }), account);
      const ended = await didCall(token, "sendSignedTransaction", end);
      assert.equal(ended.status, 200, JSON.stringify(ended.body));
      const hash = ended.body["result"] as Hex;
      const receipt = await client.chain.waitForTransactionReceipt({ hash });
      assert.equal(receipt.status, "success");
      const whenEnded = await timeOf(receipt.blockHash);
      for (const response of [await asked(), await asked(whenEnded)]) {
        const { status, type, body } = await answerOf(response);
        assert.deepEqual([status, type], [404, "application/problem+json"]);
        assert.equal(body["error"], "DidRegistryDeactivated", JSON.stringify(body));
      }
      const past = await asked(whileActive);
      assert.equal(past.status, 200);
      const document = (await past.json()) as { id: string; verificationMethod: object[] };
      assert.equal(document.id, did);
      assert.equal(document.verificationMethod.length, 2);

      assertRefused(await update(), "DidRegistryDeactivated", { did });
      const sent = await didCall(token, "sendSignedTransaction", signedBefore);
      assert.deepEqual([sent.status, sent.type], [403, "application/problem+json"]);
      assert.match(String(sent.body["title"]), /does not act for/);

      const presentation = createPresentation(did, keys.account, {
        audience: paths().authorisation,
      });
      const refusal = await askToken(paths().authorisation, "didr_write", presentation);
      assert.deepEqual([refusal.status, refusal.body["error"]], [400, "invalid_grant"]);
      assert.match(String(refusal.body["error_description"]), /had no document/);
    });
  });
}

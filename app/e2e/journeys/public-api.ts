import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Session } from "../session.ts";

const json = { "content-type": "application/json" };

interface Collection {
  items: Record<string, string>[];
  total: number;
  pageSize: number;
  self: string;
  links: Record<"first" | "prev" | "next" | "last", string>;
}

/** Programs that know EBSI's interfaces ask ours, without a browser. Needs the sample's entities; changes nothing. */
export function publicApi(session: () => Session): void {
  describe("A program that knows EBSI's interfaces", () => {
    const ask = (path: string, init: RequestInit = {}) =>
      fetch(`${session().origin}${path}`, { redirect: "manual", ...init });
    const read = async <T>(path: string) => {
      const response = await ask(path);
      assert.equal(response.status, 200, path);
      return (await response.json()) as T;
    };

    async function problem(response: Response, status: number, title: RegExp): Promise<void> {
      assert.equal(response.status, status);
      assert.equal(response.headers.get("content-type"), "application/problem+json");
      const told = (await response.json()) as Record<string, unknown>;
      assert.equal(told["type"], "about:blank");
      assert.equal(told["status"], status);
      assert.match(String(told["title"]), title);
      assert.ok(String(told["detail"]).length > 5);
    }

    const dids = "/did-registry/v5/identifiers";

    it("finds every DID by pages, and its document", async () => {
      const { items, total } = await read<Collection>(`${dids}?page[size]=50`);
      assert.equal(items.length, total);
      assert.ok(total >= 3);
      const first = await read<Collection>(`${dids}?page[size]=1`);
      assert.deepEqual(first.items, items.slice(0, 1));
      assert.equal(first.links.next, `${session().origin}${dids}?page[after]=2&page[size]=1`);
      const second = (await (await fetch(first.links.next)).json()) as Collection;
      assert.deepEqual(second.items, items.slice(1, 2));

      const response = await fetch(items[0]?.["href"] ?? "");
      assert.equal(response.headers.get("content-type"), "application/did+ld+json");
      const document = (await response.json()) as { id: string; verificationMethod: object[] };
      assert.equal(document.id, items[0]?.["did"]);
      assert.ok(document.verificationMethod.length > 0);
    });

    it("knows what happened to a DID, and who acts for it, by version 6", async () => {
      const v6 = "/did-registry/v6/identifiers";
      const { items, ...rest } = await read<Collection>(`${v6}?page[size]=1`);
      assert.ok(!("total" in rest));
      const href = items[0]?.["href"] ?? "";
      assert.ok(href.startsWith(`${session().origin}${v6}/did:ebsi:`));
      const told = (await (await fetch(`${href}/events`)).json()) as Collection;
      const [inserted] = told.items;
      assert.equal(inserted?.["event"], "DidDocumentInserted");
      const actions = { jsonrpc: "2.0", method: "checkController", params: [inserted["signer"]] };
      const answer = await fetch(`${href}/actions`, {
        method: "POST",
        headers: json,
        body: JSON.stringify({ ...actions, id: 1 }),
      });
      assert.equal(((await answer.json()) as { result: unknown }).result, true);
    });

    it("is told which page it cannot have", async () => {
      for (const path of [
        dids,
        "/trusted-issuers-registry/v5/issuers",
        "/trusted-policies-registry/v3/policies",
        "/trusted-schemas-registry/v3/schemas",
        "/timestamp/v4/records",
        "/trusted-contracts-registry/v1/templates",
      ]) {
        for (const size of ["0", "51", "-1", "ten"])
          await problem(await ask(`${path}?page[size]=${size}`), 400, /page\[size\]/);
        await problem(await ask(`${path}?page[after]=0`), 400, /page\[after\]/);
        await problem(await ask(`${path}?page[after]=1&page[after]=2`), 400, /twice/);
      }
    });

    it("tells an unknown DID from what is none, and from a time before it", async () => {
      await problem(await ask(`${dids}/did:ebsi:zNobodyNobodyNobody`), 404, /no document/);
      await problem(await ask(`${dids}/did:web:example.com`), 400, /did/);
      const { items } = await read<Collection>(dids);
      const known = `${dids}/${items[0]?.["did"] ?? ""}`;
      await problem(await ask(`${known}?valid-at=2001-01-01T00:00:00Z`), 404, /no document yet/);
      await problem(await ask(`${known}?valid-at=yesterday`), 400, /valid-at/);
    });

    it("is given a schema as it was at a time, and told when there was none", async () => {
      const schemas = "/trusted-schemas-registry/v3/schemas";
      const [schema] = (await read<Collection>(schemas)).items;
      const place = `${schemas}/${schema?.["schemaId"] ?? ""}`;
      const now = `${place}?valid-at=2999-01-01T00:00:00Z`;
      assert.deepEqual(await read<object>(now), await read<object>(place));
      await problem(await ask(`${place}?valid-at=2001-01-01T00:00:00Z`), 404, /not registered yet/);
      await problem(await ask(`${place}?valid-at=yesterday`), 400, /valid-at/);
      await problem(await ask(`${schemas}/z11?valid-at=2001-01-01T00:00:00Z`), 404, /schema/i);
    });

    it("need not read again what has not changed", async () => {
      const { items } = await read<Collection>(dids);
      const path = `${dids}/${items[0]?.["did"] ?? ""}`;
      const etag = (await ask(path)).headers.get("etag");
      assert.ok(etag);
      const again = await ask(path, { headers: { "if-none-match": `"other", ${etag}` } });
      assert.equal(again.status, 304);
      assert.equal(await again.text(), "");
      assert.equal((await ask(path, { headers: { "if-none-match": '"other"' } })).status, 200);
    });

    it("sees issuers up to their root, and who may what by policies", async () => {
      const { items } = await read<Collection>("/trusted-issuers-registry/v5/issuers");
      const kinds = await Promise.all(
        items.map(async ({ did }) => {
          const attributes = `/trusted-issuers-registry/v5/issuers/${did}/attributes`;
          const [attribute] = (await read<Collection>(attributes)).items;
          const { attribute: told } = await read<{
            attribute: { issuerType: string; body: string; rootTao: string };
          }>(`${attributes}/${attribute?.["id"] ?? ""}`);
          assert.match(told.body, /^[\w-]+\.[\w-]+\.[\w-]+$/);
          return [told.issuerType, told.rootTao] as const;
        }),
      );
      assert.deepEqual(kinds.map(([kind]) => kind).sort(), ["RootTAO", "TAO", "TI"]);
      assert.equal(new Set(kinds.map(([, root]) => root)).size, 1);

      const users = await read<Collection>("/trusted-policies-registry/v3/users");
      const { attributes } = await read<{ attributes: string[] }>(
        `/trusted-policies-registry/v3/users/${users.items[0]?.["user"] ?? ""}`,
      );
      assert.ok(attributes.includes("TIR:setAttributeMetadata"));
    });

    it("comes from any origin, and posts forms without naming one", async () => {
      const preflight = await ask("/did-registry/v5/jsonrpc", {
        method: "OPTIONS",
        headers: { origin: "https://wallet.example", "access-control-request-method": "POST" },
      });
      assert.equal(preflight.status, 204);
      assert.equal(preflight.headers.get("access-control-allow-origin"), "*");
      assert.match(preflight.headers.get("access-control-allow-headers") ?? "", /authorization/);
      assert.equal((await ask(dids)).headers.get("access-control-allow-origin"), "*");

      const form = new URLSearchParams({ grant_type: "vp_token" });
      const token = await ask("/authorisation/v5/token", { method: "POST", body: form });
      assert.notEqual(token.status, 403);
      assert.ok(token.status < 500);
      const page = await ask("/preferences", { method: "POST", body: form });
      assert.equal(page.status, 403);
    });

    it("reads how a token is asked for, and what has to be presented", async () => {
      const base = "/authorisation/v5";
      const known = await read<Record<string, string>>(`${base}/.well-known/openid-configuration`);
      assert.equal(known["issuer"], `${session().origin}${base}`);
      assert.equal(known["token_endpoint"], `${session().origin}${base}/token`);
      const { keys } = await read<{ keys: { kty: string; d?: string }[] }>(`${base}/jwks`);
      assert.deepEqual(
        keys.map(({ kty, d }) => [kty, d]),
        [["EC", undefined]],
      );
      const definitions = `${base}/presentation-definitions`;
      const { id } = await read<{ id: string }>(`${definitions}?scope=openid+didr_invite`);
      assert.equal(id, "didr_invite_presentation");
      await problem(await ask(definitions), 400, /scope/);
      await problem(await ask(`${definitions}?scope=didr_invite`), 400, /scope/);
    });

    it("is led nowhere else, in no language", async () => {
      const headers = { "accept-language": "fr", "sec-fetch-dest": "document" };
      assert.equal((await ask(dids, { headers })).status, 200);
      assert.equal((await ask(`/fr${dids}`)).status, 404);
      await problem(await ask("/did-registry/v5/nothing"), 404, /nothing/);
      await problem(await ask(dids, { method: "DELETE" }), 405, /method/);
    });

    it("is refused what two readers could understand differently", async () => {
      const call = (body: string, headers: Record<string, string> = json) =>
        ask("/did-registry/v5/jsonrpc", { method: "POST", headers, body });
      const code = async (response: Response) => {
        assert.equal(response.status, 400);
        return ((await response.json()) as { error: { code: number } }).error.code;
      };
      assert.equal(await code(await call('{"id":1,"id":2}')), -32700);
      assert.equal(await code(await call("[".repeat(100_000) + "]".repeat(100_000))), -32700);
      assert.equal(await code(await call("{")), -32700);
      assert.equal(await code(await call('{"jsonrpc":"2.0","method":"x","id":1}')), -32601);
      await problem(await call("{}", { "content-type": "text/plain" }), 415, /JSON/);
      await problem(await call(`"${"a".repeat(300_000)}"`), 413, /large/);
      await problem(await call(`"${"a".repeat(1_000_000)}"`), 413, /large/);
      const build = { jsonrpc: "2.0", method: "deactivateDid", params: [{}], id: 1 };
      await problem(await call(JSON.stringify(build)), 401, /token/);
      await problem(
        await call(JSON.stringify(build), { ...json, authorization: "Bearer a.b.c" }),
        401,
        /does not count/,
      );
    });

    it("asks the node, for what may be asked", async () => {
      const batch = ["eth_chainId", "eth_accounts", "hardhat_mine"].map((method, id) => ({
        jsonrpc: "2.0",
        method,
        params: [],
        id,
      }));
      const response = await ask("/ledger/v4/blockchains/besu", {
        method: "POST",
        headers: json,
        body: JSON.stringify(batch),
      });
      const answers = (await response.json()) as { id: number; error?: { code: number } }[];
      assert.deepEqual(
        answers.map(({ id, error }) => [id, error?.code]),
        [
          [0, undefined],
          [1, -32601],
          [2, -32601],
        ],
      );
    });
  });
}

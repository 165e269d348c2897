import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { describedPaths, filledPath } from "./described-paths.ts";
import type { World } from "./entities.ts";

const anyId = `0x${"11".repeat(32)}`;

/** What a route lets others do with its answers, as it says by `Cache-Control`. */
const keeping = {
  /** What never changes. */
  forGood: "public, max-age=86400, immutable",
  /** What the next block may change: a copy counts once the server has said that it is the same. */
  untilAsked: "public, no-cache",
  /** What is answered to one client alone, or went wrong. */
  never: "no-store",
} as const;

/** Families of public routes that are read; the first that fits counts. */
const families: readonly [path: RegExp, kept: keyof typeof keeping][] = [
  [/^\/trusted-schemas-registry\/v3\/.*\/revisions\/\{schemaRevisionId\}$/, "forGood"],
  [/^\/trusted-schemas-registry\/v3\/.*\/metadata\/\{metadataId\}$/, "forGood"],
  [/^\/trusted-(schemas|policies)-registry\/v3\//, "untilAsked"],
  [/^\/trusted-issuers-registry\/v5\//, "untilAsked"],
  [/^\/trusted-contracts-registry\/v1\//, "untilAsked"],
  [/^\/did-registry\/v[56]\//, "untilAsked"],
  [/^\/timestamp\/v4\//, "untilAsked"],
  [/^\/authorisation\/v5\//, "untilAsked"],
  [/^\/api\/v1\/(payments|streams|subscriptions)(\/|$)/, "untilAsked"],
  [/^\/api\/v1\//, "never"],
];

const familyOf = (path: string) => families.find(([pattern]) => pattern.test(path));

/** What is asked for beside the path, where there is no answer without it. */
const queries: Record<string, string> = {
  "/authorisation/v5/presentation-definitions": "?scope=openid+didr_write",
};

/** Whether answers may be kept, for every family of public routes. */
export function keptAnswers(world: () => World): void {
  describe("A program that keeps answers", () => {
    const api = () => new URL(world().client.paths.didRegistry).origin;
    const ask = (address: string, etag?: string) =>
      fetch(address, etag === undefined ? {} : { headers: { "if-none-match": etag } });

    async function assertNotKept(address: string): Promise<void> {
      // Not even a client who claims to have it already is told that it is the same.
      for (const etag of [undefined, "*"]) {
        const response = await ask(address, etag);
        await response.arrayBuffer();
        assert.ok(response.status >= 400, `${address} ${response.status}`);
        assert.equal(response.headers.get("cache-control"), keeping.never, address);
        assert.equal(response.headers.get("etag"), null, address);
      }
    }

    async function assertKept(address: string, kept: keyof typeof keeping): Promise<void> {
      const first = await ask(address);
      const body = await first.text();
      assert.equal(first.status, 200, `${address} ${body}`);
      assert.equal(first.headers.get("cache-control"), keeping[kept], address);
      const etag = first.headers.get("etag") ?? "";
      assert.match(etag, /^"[\w-]{27}"$/, address);
      for (const known of [etag, `"other", ${etag}`, `W/${etag}`]) {
        const again = await ask(address, known);
        assert.deepEqual([again.status, await again.text()], [304, ""], address);
        // What a cache renews its copy with (RFC 9110, 15.4.5).
        assert.equal(again.headers.get("etag"), etag);
        assert.equal(again.headers.get("cache-control"), keeping[kept]);
      }
      const other = await ask(address, '"other"');
      assert.deepEqual([other.status, await other.text()], [200, body], address);
    }

    it("is told by every route that is read for how long, and asks with its ETag", async (t) => {
      const reads = Object.entries(await describedPaths(api()))
        .filter(([, { get }]) => get !== undefined)
        .map(([path]) => path);
      assert.deepEqual(
        reads.filter((path) => familyOf(path) === undefined),
        [],
        "a route belongs to no family",
      );
      const seen = new Set<RegExp>();
      for (const path of reads) {
        const [pattern, kept] = familyOf(path) ?? assert.fail(path);
        const place = kept === "never" ? undefined : await filledPath(api(), path);
        if (place === undefined) {
          if (kept !== "never") t.diagnostic(`${path}: the sample has no entry.`);
          await assertNotKept(`${api()}${path.replaceAll(/\{\w+\}/g, anyId)}`);
        } else {
          await assertKept(`${api()}${place}${queries[path] ?? ""}`, kept);
          seen.add(pattern);
        }
      }
      for (const [pattern, kept] of families)
        if (kept !== "never")
          assert.ok(seen.has(pattern), `nothing of ${String(pattern)} was read`);
    });

    it("keeps no document of the present, of a moment ago or of the future without asking again", async () => {
      const { client, issuer } = world();
      for (const version of ["v5", "v6"]) {
        const place = `${api()}/did-registry/${version}/identifiers/${issuer.keys.did}`;
        const { timestamp } = await client.chain.getBlock();
        const at = (seconds: bigint) =>
          `${place}?valid-at=${new Date(Number(seconds) * 1000).toISOString()}`;
        await assertKept(place, "untilAsked");
        // The second of the newest block may still get another transaction, and the future holds until something changes it.
        await assertKept(at(timestamp), "untilAsked");
        await assertKept(at(timestamp + 86_400n), "untilAsked");
        await assertNotKept(at(1_000_000_000n));
      }
    });
  });
}

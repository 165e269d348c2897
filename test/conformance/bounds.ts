import assert from "node:assert/strict";
import { request } from "node:http";
import { platform } from "node:process";
import { text } from "node:stream/consumers";
import { describe, it } from "node:test";

import { toHex } from "viem";

import { describedPaths, filledPath } from "./described-paths.ts";
import type { World } from "./entities.ts";
import { type Answer, answerOf, call, tokenForm } from "./raw-api.ts";

const anyHash = `0x${"11".repeat(32)}`;

/** What is too much for the API, and what it says then. */
export function bounds(world: () => World): void {
  describe("A program that asks for too much", () => {
    const api = () => new URL(world().client.paths.didRegistry).origin;

    function assertProblem({ status, type, body }: Answer, expected: number, title: RegExp): void {
      assert.deepEqual([status, type], [expected, "application/problem+json"]);
      assert.equal(body["status"], expected);
      assert.match(String(body["title"]), title);
      assert.ok(String(body["detail"]).length > 5);
    }

    it("gets no page of 0, of 51, of less than nothing, or of a word, of any list", async (t) => {
      const lists = Object.entries(await describedPaths(api())).flatMap(([path, { get }]) =>
        get?.parameters?.some(({ name }) => name === "page[size]") === true ? [path] : [],
      );
      assert.ok(lists.length >= 17, lists.join(" "));
      for (const path of lists) {
        const place = await filledPath(api(), path);
        if (place === undefined) t.diagnostic(`${path}: the sample has no entry, any id is asked.`);
        const address = `${api()}${place ?? path.replaceAll(/\{\w+\}/g, anyHash)}`;
        for (const size of ["1", "50"]) {
          const { status, body } = await answerOf(await fetch(`${address}?page[size]=${size}`));
          assert.equal(status, place === undefined ? 404 : 200, address);
          if (place !== undefined) assert.equal(body["pageSize"], Number(size), address);
        }
        for (const size of ["0", "51", "-1", "ten"])
          assertProblem(
            await answerOf(await fetch(`${address}?page[size]=${size}`)),
            400,
            /page\[size\]/,
          );
      }
    });

    it("registers no body of an attribute above 8192 bytes, and sends none of a megabyte", async () => {
      const { client, issuer } = world();
      const { did, signing, account } = issuer.keys;
      const registry = client.paths.trustedIssuersRegistry;
      const token = await client.token({ holder: did, key: signing, scope: "tir_write" });
      const registering = (bytes: number) =>
        call(registry, token, "setAttributeData", {
          from: account.account().address,
          did,
          attributeId: issuer.attributeId,
          attributeData: toHex("a".repeat(bytes)),
        });

      assertProblem(await registering(1_000_000), 413, /too large/);
      for (const [bytes, remedy] of [
        [8193, /8192 bytes/],
        // Small enough, but signed by nobody.
        [8192, /JWT/],
      ] as const) {
        const { status, body } = await registering(bytes);
        const { code, data } = body["error"] as {
          code: number;
          data: { parameter: string; remedy: string };
        };
        assert.deepEqual([status, code, data.parameter], [400, -32602, "attributeData"]);
        assert.match(data.remedy, remedy, String(bytes));
        if (bytes === 8192) assert.doesNotMatch(JSON.stringify(body), /\bbytes\b/);
      }
    });

    const isLinux = platform === "linux";
    it(
      "is told when to ask again, and nobody else is",
      isLinux ? {} : { skip: "only Linux has a second loopback address without setting it up" },
      async () => {
        const { didRegistry, authorisation } = world().client.paths;
        for (const [address, type, body] of [
          [`${didRegistry}/jsonrpc`, "application/json", "{"],
          [
            `${authorisation}/token`,
            "application/x-www-form-urlencoded",
            tokenForm("didr_write", "none").toString(),
          ],
        ] as const) {
          const post = (from: string) => postFrom(from, address, type, body);
          const own = "127.0.0.77";
          assert.equal((await post(own)).status, 400, address);
          let limited: Limited | undefined;
          for (let sent = 1; limited === undefined && sent < 2000; sent += 25) {
            const answers = await Promise.all(Array.from({ length: 25 }, () => post(own)));
            limited = answers.find(({ status }) => status !== 400);
          }
          assert.ok(limited, `${address} is not limited.`);
          assertProblem(limited, 429, /Too many/);
          assert.match(limited.retryAfter ?? "", /^[1-9]\d*$/);
          assert.equal((await post("127.0.0.78")).status, 400, address);
        }
      },
    );
  });
}

interface Limited extends Answer {
  retryAfter: string | undefined;
}

/** A client with a loopback address of its own, by which the server knows it. */
function postFrom(
  localAddress: string,
  address: string,
  type: string,
  body: string,
): Promise<Limited> {
  return new Promise((resolve, reject) => {
    const asking = request(
      address,
      { method: "POST", localAddress, headers: { "content-type": type } },
      (response) => {
        text(response)
          .then((read) =>
            resolve({
              status: response.statusCode ?? 0,
              type: response.headers["content-type"] ?? null,
              retryAfter: response.headers["retry-after"],
              body: JSON.parse(read) as Record<string, unknown>,
            }),
          )
          .catch(reject);
      },
    );
    asking.on("error", reject);
    asking.end(body);
  });
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { type Hex, parseTransaction, recoverTransactionAddress } from "viem";

import { ApiClient } from "./api-client.ts";
import { ClientError } from "./client-error.ts";
import { createEbsiDid } from "./did.ts";
import { decodeJwt } from "./jwt.ts";
import { KeyPair } from "./key-pair.ts";
import { encodeRegisterCall, registerCall } from "./register-calls.ts";
import type { SigningLimits } from "./register-writer.ts";

const api = "https://foedus.example";
const addresses = {
  DidRegistry: "0x00000000000000000000000000000000000000d1",
  TrustedIssuersRegistry: "0x00000000000000000000000000000000000000d2",
  StatusLists: "0x00000000000000000000000000000000000000d3",
} as const;
const chain = { chainId: 31_337, addresses };
const hash: Hex = `0x${"ab".repeat(32)}`;
const did = createEbsiDid();
const key = KeyPair.generate("ES256K");
const call = registerCall("DidRegistry", "updateBaseDocument", [did, "{}"]);
const right = { holder: did, scope: "didr_write", key } as const;

interface Rpc {
  method: string;
  params: [Record<string, unknown>];
}

/** A server that builds transactions, honestly but for what a test changes. */
function server(change: Record<string, unknown> = {}, limits: SigningLimits = {}) {
  const asked: { path: string; body: string; authorization: string | null }[] = [];
  const unsigned = {
    from: key.account().address,
    to: addresses.DidRegistry,
    data: encodeRegisterCall(call),
    value: "0x0",
    nonce: "0x3",
    chainId: "0x7a69",
    gasLimit: "0x5208",
    gasPrice: "0x0",
    ...change,
  };
  const rpc = ({ method }: Rpc): unknown => {
    if (method === "eth_getTransactionReceipt")
      return {
        status: "0x1",
        transactionHash: hash,
        logs: [],
        blockNumber: "0x1",
        transactionIndex: "0x0",
      };
    if (method === "eth_blockNumber") return "0x1";
    return method === "sendSignedTransaction" ? hash : unsigned;
  };
  const client = new ApiClient(`${api}/`, chain, {
    ...limits,
    fetch: async (input, init) => {
      const path = new URL(input instanceof Request ? input.url : input).pathname;
      const body = typeof init?.body === "string" ? init.body : "";
      asked.push({ path, body, authorization: new Headers(init?.headers).get("authorization") });
      if (path.endsWith("/openid-configuration"))
        return Response.json({ issuer: `${api}/authorisation/v5` });
      if (path.endsWith("/token")) return Response.json({ access_token: "a.b.c", scope: "s" });
      const { id, ...asking } = JSON.parse(body) as Rpc & { id: number };
      return Response.json({ jsonrpc: "2.0", id, result: rpc(asking) });
    },
  });
  const sent = () =>
    asked
      .filter(({ path }) => path.endsWith("/jsonrpc"))
      .map(({ body, authorization }) => ({ ...(JSON.parse(body) as Rpc), authorization }));
  return { client, asked, sent };
}

describe("ApiClient", () => {
  it("presents itself, lets the server build, and signs what it asked for", async () => {
    const { client, asked, sent } = server();
    assert.equal(await client.write(call, key.account(), right), hash);
    const form = new URLSearchParams(asked.find(({ path }) => path.endsWith("/token"))?.body);
    assert.equal(form.get("scope"), "openid didr_write");
    const { payload } = decodeJwt(form.get("vp_token") ?? "");
    assert.equal(payload["aud"], `${api}/authorisation/v5`);
    const [build, send] = sent();
    assert.deepEqual(build?.params, [{ from: key.account().address, did, baseDocument: "{}" }]);
    assert.equal(build.authorization, "Bearer a.b.c");
    const raw = send?.params[0]["signedRawTransaction"] as Hex;
    assert.equal(
      await recoverTransactionAddress({ serializedTransaction: raw as never }),
      key.account().address,
    );
    assert.equal(parseTransaction(raw).to, addresses.DidRegistry);
    assert.ok(!JSON.stringify(asked).includes(key.exportPrivateJwk().d));
  });

  it("signs nothing else than it asked for", async () => {
    const others: Record<string, unknown>[] = [
      { to: addresses.TrustedIssuersRegistry },
      { from: addresses.DidRegistry },
      { value: "0x1" },
      { data: "0x" },
      { data: encodeRegisterCall(registerCall("DidRegistry", "updateBaseDocument", [did, "{ }"])) },
      { data: encodeRegisterCall(registerCall("DidRegistry", "addController", [did, "{}"])) },
    ];
    for (const change of others) {
      const { client, sent } = server(change);
      await assert.rejects(
        client.write(call, key.account(), right),
        (error: unknown) =>
          error instanceof ClientError && error.message.includes("Nothing was signed"),
        JSON.stringify(change),
      );
      assert.deepEqual(
        sent().map(({ method }) => method),
        ["updateBaseDocument"],
      );
    }
  });

  it("signs for no other chain and at no other price than its configuration allows", async () => {
    const huge = `0x${"f".repeat(64)}`;
    const others: [change: Record<string, unknown>, parts: string[]][] = [
      [{ chainId: "0x1" }, ["the chain 1,", "the chain 31337"]],
      [{ chainId: huge }, ["31337"]],
      [{ gasLimit: "0x1000001" }, ["16777217", "16777216"]],
      [{ gasLimit: huge }, ["16777216"]],
      [{ gasPrice: "0x38d7ea4c68000" }, ["1000000000000000 wei", "at most 0"]],
    ];
    for (const [change, parts] of others) {
      const { client, sent } = server(change);
      await assert.rejects(client.write(call, key.account(), right), (error: unknown) => {
        assert.ok(error instanceof ClientError, String(error));
        assert.equal(error.code, "server-refused");
        for (const part of [...parts, "Nothing was signed"])
          assert.ok(error.message.includes(part), error.message);
        return true;
      });
      assert.equal(sent().length, 1);
    }
    for (const nonce of ["0x", huge]) {
      await assert.rejects(
        server({ nonce }).client.write(call, key.account(), right),
        (error: unknown) => error instanceof ClientError && error.code === "server-silent",
      );
    }
  });

  it("pays up to the price of gas that is allowed, and no more", async () => {
    const write = (gasPrice: string) =>
      server({ gasPrice }, { mostGasPrice: 1000n }).client.write(call, key.account(), right);
    assert.equal(await write("0x3e8"), hash);
    await assert.rejects(write("0x3e9"), /1001 wei .* at most 1000/);
  });

  it("bounds a transaction in the same way that goes to the node at once", async () => {
    const node = (change: Record<string, unknown>, limits: SigningLimits = {}) => {
      const methods: string[] = [];
      const answers: Record<string, unknown> = {
        eth_chainId: "0x7a69",
        eth_estimateGas: "0x5208",
        eth_getTransactionCount: "0x3",
        eth_getBlockByNumber: { baseFeePerGas: "0x1", number: "0x1", timestamp: "0x1" },
        eth_gasPrice: "0x1",
        eth_blockNumber: "0x1",
        eth_sendRawTransaction: hash,
        eth_getTransactionReceipt: {
          ...{ status: "0x1", transactionHash: hash, logs: [] },
          ...{ blockNumber: "0x1", transactionIndex: "0x0" },
        },
        ...change,
      };
      const client = new ApiClient(api, chain, {
        ...limits,
        fetch: async (_, init) => {
          const { id, method } = JSON.parse(init?.body as string) as Rpc & { id: number };
          methods.push(method);
          return Response.json({ jsonrpc: "2.0", id, result: answers[method] });
        },
      });
      return { methods, write: () => client.write(call, key.account()) };
    };
    const others: [change: Record<string, unknown>, part: RegExp][] = [
      [{ eth_chainId: "0x1" }, /the chain 1,.*the chain 31337/],
      [{ eth_estimateGas: "0x1000000" }, /at most 16777216/],
      [{ eth_gasPrice: "0x3e9" }, /1001 wei .* at most 1000/],
    ];
    for (const [change, part] of others) {
      const { methods, write } = node(change, { mostGasPrice: 1000n });
      await assert.rejects(write(), part);
      assert.ok(!methods.includes("eth_sendRawTransaction"));
    }
    assert.equal(await node({}, { mostGasPrice: 1000n }).write(), hash);
    await assert.rejects(node({}).write(), /1 wei .* at most 0/);
  });

  it("asks for a token again before the old one ends, and once when it is refused", async () => {
    /** A server that gives tokens for so many seconds, and takes only the last one that it gave, for as many writes as `counts`. */
    const giving = (lifetimes: readonly (number | undefined)[], counts = Infinity) => {
      let [given, uses] = [0, 0];
      const client = new ApiClient(api, chain, {
        fetch: async (input, init) => {
          const path = new URL(input instanceof Request ? input.url : input).pathname;
          if (path.endsWith("/openid-configuration"))
            return Response.json({ issuer: `${api}/authorisation/v5` });
          if (path.endsWith("/token")) {
            const expires_in = lifetimes[Math.min(given, lifetimes.length - 1)];
            [given, uses] = [given + 1, 0];
            return Response.json({ access_token: String(given), expires_in });
          }
          uses += 1;
          const token = new Headers(init?.headers).get("authorization")?.slice("Bearer ".length);
          if (token !== String(given) || uses > counts)
            return Response.json({ title: "The token does not count." }, { status: 401 });
          return Response.json({
            jsonrpc: "2.0",
            id: 1,
            error: { message: "Built nothing.", data: {} },
          });
        },
      });
      const write = () => client.write(call, key.account(), right);
      return { write, given: () => given };
    };

    const lasting = giving([7200]);
    for (let times = 0; times < 3; times += 1)
      await assert.rejects(lasting.write(), /Built nothing/);
    assert.equal(lasting.given(), 1);

    const short = giving([5, 7200]);
    for (let times = 0; times < 3; times += 1) await assert.rejects(short.write(), /Built nothing/);
    assert.equal(short.given(), 2);

    const forgotten = giving([7200], 1);
    for (let times = 0; times < 2; times += 1)
      await assert.rejects(forgotten.write(), /Built nothing/);
    assert.equal(forgotten.given(), 2);

    const never = giving([undefined], 0);
    await assert.rejects(never.write(), /does not count/);
    assert.equal(never.given(), 2);
  });

  it("tells a refusal with the server's words, and silence from a refusal", async () => {
    const answering = (response: () => Response | Promise<Response>) =>
      new ApiClient(api, chain, { fetch: async () => response() });
    const problem = { title: "No.", detail: "Do this." };
    const cases: [
      response: () => Response | Promise<Response>,
      code: string,
      message: string,
      remedy: string,
    ][] = [
      [() => Response.json(problem, { status: 403 }), "server-refused", "No.", "Do this."],
      [
        () =>
          Response.json({ error: "invalid_grant", error_description: "Used." }, { status: 400 }),
        "server-refused",
        "Used.",
        "Read what",
      ],
      [
        () => Response.json({ error: { message: "M", data: { remedy: "R" } } }, { status: 400 }),
        "server-refused",
        "M",
        "R",
      ],
      [() => new Response("<html>", { status: 502 }), "server-refused", "502", "Read what"],
      [() => new Response("no json"), "server-silent", "no answer", "Check the address"],
      [() => Promise.reject(new TypeError("fetch failed")), "server-silent", "no answer", "Check"],
    ];
    for (const [response, code, message, remedy] of cases) {
      const error: unknown = await answering(response)
        .json(`${api}/x`)
        .catch((reason: unknown) => reason);
      assert.ok(error instanceof ClientError);
      assert.equal(error.code, code);
      assert.ok(error.message.includes(message), error.message);
      assert.ok(error.remedy.includes(remedy), error.remedy);
    }
  });
});

import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { askLedger, judgeCall } from "./ledger.ts";

const call = (method: string, id: string | number = 1) => ({
  jsonrpc: "2.0",
  method,
  params: [],
  id,
});

describe("judgeCall", () => {
  it.each(["eth_call", "eth_blockNumber", "eth_sendRawTransaction"])("passes on %s", (method) => {
    expect(judgeCall(call(method))).toEqual({ call: call(method) });
  });

  it.each(["eth_sendTransaction", "eth_accounts", "debug_traceCall", "admin_addPeer"])(
    "says of %s that a token is required",
    (method) => {
      expect(judgeCall(call(method, "7"))).toMatchObject({
        status: 200,
        refused: {
          id: "7",
          error: {
            code: -32601,
            message: expect.stringMatching(/access token is required/) as string,
          },
        },
      });
    },
  );

  it.each([
    [null, null],
    [1, null],
    [[], null],
    [{}, null],
    [{ ...call("eth_call"), jsonrpc: "1.0" }, 1],
    [{ ...call("eth_call"), method: 5 }, 1],
    [{ ...call("eth_call"), params: { a: 1 } }, 1],
    [{ jsonrpc: "2.0", method: "eth_call" }, null],
    [{ ...call("eth_call"), id: {} }, null],
  ])("refuses %j, which is no call", (value, id) => {
    expect(judgeCall(value)).toMatchObject({
      status: 400,
      refused: { id, error: { code: -32600 } },
    });
  });
});

describe("askLedger", () => {
  let node: Server;
  let rpc = "";
  const asked: unknown[] = [];

  beforeAll(async () => {
    node = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        const body = JSON.parse(text) as { id: number }[] | { id: number };
        asked.push(body);
        const one = ({ id }: { id: number }) => ({ jsonrpc: "2.0", id, result: "0x1" });
        response.end(JSON.stringify(Array.isArray(body) ? body.map(one) : one(body)));
      });
    });
    await new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve));
    rpc = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((resolve) => node.close(resolve)));

  it("gives the node's answer", async () => {
    const response = await askLedger(rpc, call("eth_chainId", 5));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ jsonrpc: "2.0", id: 5, result: "0x1" });
  });

  it("answers each call of a batch, and asks the node for what may be asked alone", async () => {
    const response = await askLedger(rpc, [
      call("eth_chainId", 1),
      call("eth_accounts", 2),
      null,
      call("eth_call", 3),
    ]);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject([
      { id: 1, result: "0x1" },
      { id: 3, result: "0x1" },
      { id: 2, error: { code: -32601 } },
      { id: null, error: { code: -32600 } },
    ]);
    expect(asked.at(-1)).toEqual([call("eth_chainId", 1), call("eth_call", 3)]);
  });

  it("refuses an empty batch and one that is too long", async () => {
    for (const batch of [[], Array.from({ length: 201 }, () => call("eth_call"))]) {
      expect((await askLedger(rpc, batch)).status).toBe(400);
    }
  });

  it("says when the node is silent", async () => {
    const response = await askLedger("http://127.0.0.1:9", call("eth_chainId", 4));
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ id: 4, error: { code: -32603 } });
  });
});

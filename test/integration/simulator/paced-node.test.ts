import http from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

import { expect } from "chai";

import { PacedNode } from "../../../scripts/simulator/paced-node.ts";

describe("PacedNode", () => {
  /** Bodies that have reached the node. */
  const asked: string[] = [];
  const node = http.createServer((request, response) => {
    void (async () => {
      let body = "";
      for await (const part of request as AsyncIterable<Buffer>) body += part.toString();
      asked.push(body);
      response.writeHead(200, { "content-type": "application/json" }).end('{"result":"0x1"}');
    })();
  });
  let paced: PacedNode | undefined;

  before(() => new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve)));
  beforeEach(() => asked.splice(0));
  afterEach(() => paced?.stop());
  after(() => new Promise((resolve) => node.close(resolve)));

  async function start(burst: number, perSecond: number): Promise<void> {
    const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
    paced = await PacedNode.before(url, { burst, perSecond });
  }

  async function ask(
    body: unknown,
    signal?: AbortSignal,
  ): Promise<{ status: number; text: string }> {
    const response = await fetch(paced!.url, {
      method: "POST",
      body: typeof body === "string" ? body : JSON.stringify(body),
      ...(signal === undefined ? {} : { signal }),
    });
    return { status: response.status, text: await response.text() };
  }

  const call = (method: string) => ({ jsonrpc: "2.0", id: 1, method, params: [] });
  const read = call("eth_getBalance");

  /** Milliseconds that something takes. */
  async function time(what: () => Promise<unknown>): Promise<number> {
    const began = performance.now();
    await what();
    return performance.now() - began;
  }

  it("passes reads on as they are, and answers as the node does", async () => {
    await start(10, 1);
    const text = ` ${JSON.stringify([read, call("eth_getCode")])}`;
    expect(await ask(text)).to.deep.equal({ status: 200, text: '{"result":"0x1"}' });
    expect(asked).to.deep.equal([text]);
  });

  it("passes nothing else on", async () => {
    await start(10, 1);
    for (const body of [
      call("eth_sendRawTransaction"),
      [read, call("eth_sendTransaction")],
      call("admin_peers"),
      {},
      [],
      [null],
      "eth_getBalance",
    ]) {
      const { status, text } = await ask(body);
      expect(status, JSON.stringify(body)).to.equal(403);
      expect(text).to.contain("nothing but reads");
    }
    expect(asked).to.deep.equal([]);
  });

  it("lets so many through at once, and the rest as time passes", async () => {
    await start(20, 50);
    expect(await time(() => Promise.all(Array.from({ length: 20 }, () => ask(read))))).to.be.below(
      400,
    );
    // Twenty more, of which a few have come due meanwhile.
    expect(await time(() => ask(Array.from({ length: 40 }, () => read)))).to.be.within(390, 2_000);
    expect(asked).to.have.length(21);
  });

  it("counts a search for records for many reads", async () => {
    await start(100, 200);
    await ask(call("eth_getLogs"));
    expect(await time(() => ask(call("eth_getLogs")))).to.be.above(390);
  });

  it("asks nothing for whoever has hung up", async () => {
    await start(1, 2);
    await ask(read);
    const refused = await ask(read, AbortSignal.timeout(100)).catch((error: unknown) => error);
    expect(refused).to.be.instanceOf(Error);
    await pause(700);
    expect(asked).to.have.length(1);
  });
});

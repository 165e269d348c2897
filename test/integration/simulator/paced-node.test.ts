import { once } from "node:events";
import http from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { type Clock, PacedNode } from "../../../scripts/simulator/paced-node.ts";

/** Time that passes when the test says so, and nobody waits in it: what would have been waited is written down. */
class HandClock implements Clock {
  /** Milliseconds of each wait. */
  readonly waits: number[] = [];
  /** Waits whose askers hung up. */
  givenUp = 0;
  #now = 0;
  /** Whether whoever waits does so until they hang up. */
  #stands = false;

  pass(ms: number): void {
    this.#now += ms;
  }

  stand(): void {
    this.#stands = true;
  }

  now(): number {
    return this.#now;
  }

  async pause(ms: number, gone: AbortSignal): Promise<void> {
    this.waits.push(ms);
    if (!this.#stands) return;
    await once(gone, "abort");
    this.givenUp += 1;
    throw gone.reason as Error;
  }
}

const tick = () => new Promise(setImmediate);

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
  let clock: HandClock;

  before(() => new Promise<void>((resolve) => node.listen(0, "127.0.0.1", resolve)));
  beforeEach(() => asked.splice(0));
  afterEach(() => paced?.stop());
  after(() => new Promise((resolve) => node.close(resolve)));

  async function start(burst: number, perSecond: number): Promise<void> {
    const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
    clock = new HandClock();
    paced = await PacedNode.before(url, { burst, perSecond }, clock);
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
    for (let i = 0; i < 20; i += 1) await ask(read);
    expect(clock.waits).to.deep.equal([]);
    await ask(Array.from({ length: 40 }, () => read));
    expect(clock.waits).to.deep.equal([800]);
    // Of the forty half have come due when four tenths of a second have passed.
    clock.pass(400);
    await ask(read);
    expect(clock.waits).to.deep.equal([800, 420]);
    expect(asked).to.have.length(22);
  });

  it("lets no more through at once after a long rest than after a short one", async () => {
    await start(20, 50);
    clock.pass(3_600_000);
    await ask(Array.from({ length: 21 }, () => read));
    expect(clock.waits).to.deep.equal([20]);
  });

  it("counts a search for records for many reads", async () => {
    await start(100, 200);
    await ask(call("eth_getLogs"));
    expect(clock.waits).to.deep.equal([]);
    await ask(call("eth_getLogs"));
    expect(clock.waits).to.deep.equal([500]);
  });

  it("asks nothing for whoever has hung up", async () => {
    await start(1, 2);
    await ask(read);
    clock.stand();
    const hangUp = new AbortController();
    const answer = ask(read, hangUp.signal).catch((error: unknown) => error);
    while (clock.waits.length === 0) await tick();
    hangUp.abort();
    expect(await answer).to.be.instanceOf(Error);
    while (clock.givenUp === 0) await tick();
    expect(asked).to.have.length(1);
  });

  it("waits by the clock of the machine where nobody gives it another", async () => {
    const url = `http://127.0.0.1:${(node.address() as AddressInfo).port}`;
    paced = await PacedNode.before(url, { burst: 1, perSecond: 10 });
    const began = performance.now();
    await ask([read, read, read]);
    // Timers of Node may end a millisecond early.
    expect(performance.now() - began).to.be.at.least(199);
  });
});

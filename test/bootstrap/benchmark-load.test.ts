import assert from "node:assert/strict";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";

import { answered, quantile, typical } from "../../bench/load.ts";

describe("The load of the benchmark", () => {
  let server: http.Server;
  let address: string;
  let asked: string[] = [];
  let present = 0;
  let most = 0;
  before(async () => {
    server = http.createServer((request, response) => {
      asked.push(request.url ?? "");
      present += 1;
      most = Math.max(most, present);
      setTimeout(() => {
        present -= 1;
        response.writeHead(request.url === "/gone" ? 404 : 200).end(`here is ${request.url}`);
      }, 5);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  after(() => server.close());

  const isRight = (url: string, body: string) => body.endsWith(new URL(url).pathname);

  it("asks as often as it is told, by so many clients at a time, each thing once", async () => {
    asked = [];
    let number = 0;
    const next = () => `${address}/${number++}`;
    const { perSecond, median, p99 } = await answered({ clients: 3, requests: 20, next, isRight });
    assert.deepEqual(
      asked.toSorted((a, b) => a.localeCompare(b, "en", { numeric: true })),
      Array.from({ length: 20 }, (_, index) => `/${index}`),
    );
    assert.equal(most, 3);
    assert.ok(perSecond > 0 && median > 0 && p99 >= median);
  });

  it("ends with what was answered where that is wrong", async () => {
    const once = { clients: 1, requests: 1, next: () => `${address}/gone` };
    await assert.rejects(answered({ ...once, isRight }), /\/gone answers with status 404: here is/);
    const next = () => `${address}/there`;
    await assert.rejects(answered({ ...once, next, isRight: () => false }), /status 200/);
  });

  it("finds quantiles among the values", () => {
    const values = Array.from({ length: 100 }, (_, index) => 100 - index);
    assert.equal(quantile(values, 0.99), 99);
    assert.equal(quantile(values, 0.5), 50);
    assert.equal(quantile([7], 0.99), 7);
    assert.throws(() => quantile([], 0.5), RangeError);
  });

  it("takes each figure of several runs by itself", () => {
    const runs = [
      { perSecond: 10, median: 3, p99: 90 },
      { perSecond: 30, median: 1, p99: 5 },
      { perSecond: 20, median: 2, p99: 6 },
    ];
    assert.deepEqual(typical(runs), { perSecond: 20, median: 2, p99: 6 });
  });
});

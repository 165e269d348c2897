import http from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import type { Sighting } from "../../../deploy/agents/enforcer/decide.ts";
import { Neighbours } from "../../../deploy/agents/enforcer/neighbours.ts";
import { nodeKey } from "../../support/operators.ts";

const { publicKey } = nodeKey(1);

describe("Enforcers of other operators", () => {
  let answer: { status: number; body: string };
  let server: http.Server;
  let health: string;

  before(async () => {
    server = http.createServer((_, response) => {
      response.writeHead(answer.status).end(answer.body);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    health = `http://127.0.0.1:${(server.address() as AddressInfo).port}/health`;
  });
  after(() => new Promise((resolve) => server.close(resolve)));

  const cases: [name: string, given: typeof answer, seen: Partial<Sighting>[]][] = [
    ["obeys", { status: 200, body: JSON.stringify({ status: "obeys", drift: [] }) }, []],
    [
      "drifts, by the names of its drifts and nothing else that it says",
      {
        status: 200,
        body: JSON.stringify({
          status: "drifts",
          drift: [{ kind: "extra-peer" }, { kind: "extra-peer" }, { kind: "<b>no kind</b>" }, null],
        }),
      },
      [{ kind: "neighbour-drifts", kinds: ["extra-peer"] }],
    ],
    [
      "does not reach its own node",
      { status: 503, body: JSON.stringify({ status: "unreachable" }) },
      [{ kind: "neighbour-drifts", kinds: ["unreachable"] }],
    ],
    [
      "makes no sense",
      { status: 200, body: "{}" },
      [{ kind: "neighbour-silent", reason: "its answer makes no sense" }],
    ],
    [
      "talks without end",
      { status: 200, body: " ".repeat(70_000) },
      [{ kind: "neighbour-silent", reason: "RangeError" }],
    ],
  ];
  for (const [name, given, seen] of cases) {
    it(`are asked: one ${name}`, async () => {
      answer = given;
      const neighbours = new Neighbours([{ publicKey, health }]);
      expect(neighbours.seen(), "the answer comes later").to.deep.equal([]);
      await new Promise((resolve) => setTimeout(resolve, 200));
      expect(neighbours.seen()).to.deep.equal(seen.map((one) => ({ publicKey, ...one })));
    });
  }
});

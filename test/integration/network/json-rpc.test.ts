import http from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";

import { jsonRpc, NodeRefuses, NodeUnreachable } from "../../../deploy/agents/clients/json-rpc.ts";

interface Call {
  id: number;
  method: string;
  params: unknown[];
}

type Reply = (calls: Call[], response: http.ServerResponse) => void;

const send = (response: http.ServerResponse, answer: unknown, status = 200) =>
  response.writeHead(status).end(JSON.stringify(answer));

/** What was asked comes back, the last question first. */
const echo: Reply = (calls, response) => {
  const answers = calls.map(({ id, method, params }) => ({ id, result: [method, ...params] }));
  send(response, answers.toReversed());
};

describe("JSON-RPC to an own node", () => {
  let reply: Reply;
  let requests: Call[][];
  let connections: number;
  let server: http.Server;
  let url: string;

  const listen = async (port = 0) => {
    server = http.createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request) chunks.push(chunk as Buffer);
        const calls = JSON.parse(Buffer.concat(chunks).toString()) as Call[];
        requests.push(calls);
        reply(calls, response);
      })();
    });
    server.on("connection", () => (connections += 1));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  const close = async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  };

  beforeEach(async () => {
    reply = echo;
    requests = [];
    connections = 0;
    await listen();
  });
  afterEach(close);

  /** Why there is no answer. */
  const failure = async (answer: Promise<unknown>): Promise<Error> => {
    const error = await answer.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    if (!(error instanceof Error)) throw new Error("It was answered.");
    return error;
  };
  const unreachable = async (answer: Promise<unknown>): Promise<string> => {
    const error = await failure(answer);
    expect(error).to.be.instanceOf(NodeUnreachable);
    return String(error.cause);
  };

  it("asks what is asked at one moment in one request, and gives each question its own answer", async () => {
    const request = jsonRpc(url);
    const answers = await Promise.all([request("first", 1), request("second"), request("third")]);
    expect(answers).to.deep.equal([["first", 1], ["second"], ["third"]]);
    expect(requests.map(({ length }) => length)).to.deep.equal([3]);
    expect(await request("fourth", { a: "é" })).to.deep.equal(["fourth", { a: "é" }]);
    // Over the connection that there is.
    expect(connections).to.equal(1);
  });

  it("asks a bounded number of questions in one request", async () => {
    const request = jsonRpc(url);
    const answers = await Promise.all(
      Array.from({ length: 450 }, (_, index) => request("number", index)),
    );
    expect(answers).to.deep.equal(Array.from({ length: 450 }, (_, index) => ["number", index]));
    expect(requests.map(({ length }) => length)).to.have.members([200, 200, 50]);
  });

  it("tells a question that is refused from those beside it, and from one that is not answered", async () => {
    reply = ([good, bad], response) => {
      send(response, [
        { id: bad?.id, error: { code: -32_000, message: "not allowed" } },
        { id: good?.id, result: null },
        null,
      ]);
    };
    const request = jsonRpc(url);
    const [good, bad, silent] = await Promise.allSettled(
      ["good", "bad", "silent"].map((method) => request(method)),
    );
    expect(good).to.deep.equal({ status: "fulfilled", value: null });
    expect(bad?.status === "rejected" && bad.reason).to.be.instanceOf(NodeRefuses);
    expect(bad?.status === "rejected" && String(bad.reason)).to.include("bad: not allowed");
    expect(silent?.status === "rejected" && silent.reason).to.be.instanceOf(NodeUnreachable);
  });

  const unanswered: [what: string, reply: Reply, cause: string][] = [
    [
      "refuses the request as a whole",
      (_, response) => send(response, { id: null, error: { message: "too many" } }),
      'status 200: {"id":null,"error":{"message":"too many"}}',
    ],
    [
      "is closed to us",
      (_, response) => response.writeHead(403).end("Host not authorized."),
      "status 403: Host not authorized.",
    ],
    ["answers with nothing", (_, response) => response.end(), "status 200: "],
    [
      "sends us elsewhere",
      (_, response) => response.writeHead(307, { location: url }).end(),
      "status 307: ",
    ],
    ["hangs up", (_, response) => response.destroy(), "socket hang up"],
    [
      "hangs up amid its answer",
      (_, response) => response.write("[", () => response.destroy()),
      "aborted",
    ],
    [
      "does not end its answer",
      (_, response) => {
        const dripping = setInterval(() => response.write(" "), 10);
        response.on("close", () => {
          clearInterval(dripping);
        });
      },
      "Not all of it came within 100 ms",
    ],
    ["does not begin its answer", () => undefined, "Not all of it came within 100 ms"],
  ];
  for (const [what, wrongReply, cause] of unanswered) {
    it(`has no answer where a node ${what}, and goes on with the next question`, async () => {
      const request = jsonRpc(url, 100);
      reply = wrongReply;
      expect(await unreachable(request("question"))).to.include(cause);
      reply = echo;
      expect(await request("again")).to.deep.equal(["again"]);
    });
  }

  it("does not take an answer without end", async () => {
    reply = (_, response) => {
      const more = () => {
        while (response.write(" ".repeat(1_000_000)));
      };
      response.on("drain", more);
      more();
    };
    expect(await unreachable(jsonRpc(url)("question"))).to.include("bytes came");
  });

  it("finds a node that has been away", async () => {
    const request = jsonRpc(url);
    expect(await request("before")).to.deep.equal(["before"]);
    await close();
    await unreachable(request("meanwhile"));
    await listen(Number(new URL(url).port));
    expect(await request("after")).to.deep.equal(["after"]);
  });
});

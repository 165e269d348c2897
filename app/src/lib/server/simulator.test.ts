import http from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it, vi } from "vitest";

import { askSimulator, largestProposal, proposalIn } from "./simulator.ts";

const servers: http.Server[] = [];

async function simulator(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function refusal(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, detail } = (await response.json()) as Record<string, unknown>;
  expect(status).toBe(response.status);
  expect(detail).toEqual(expect.stringMatching(/./));
  return status;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("askSimulator", () => {
  it("hands a proposal on as it is, and the answer back", async () => {
    const url = await simulator((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        const { method, url: path } = request;
        response.writeHead(202).end(JSON.stringify({ method, path, body }));
      });
    });
    const answer = await askSimulator(url, "/simulations", '{"targets":[]}');
    expect([answer.status, await answer.json()]).toEqual([
      202,
      { method: "POST", path: "/simulations", body: '{"targets":[]}' },
    ]);
  });

  it("says what helps where there is no simulator, and asks nobody", async () => {
    const request = vi.fn<typeof fetch>();
    expect(await refusal(await askSimulator("", "/simulations", "{}", request))).toBe(503);
    expect(request).not.toHaveBeenCalled();
  });

  it("hands back that too many wait", async () => {
    const url = await simulator((_, response) =>
      response.writeHead(503).end('{"status":503,"title":"8 wait.","detail":"Later."}'),
    );
    expect(await refusal(await askSimulator(url, "/simulations", "{}"))).toBe(503);
  });

  it.each([
    ["is away", () => Promise.resolve("http://127.0.0.1:1")],
    ["fails", () => simulator((_, response) => response.writeHead(500).end("{}"))],
    [
      "answers without end",
      () =>
        simulator((_, response) =>
          response.writeHead(200).end(JSON.stringify({ text: "a".repeat(3 * 1024 * 1024) })),
        ),
    ],
  ])("answers for a simulator that %s", async (_, url) => {
    vi.spyOn(console, "error").mockReturnValue();
    expect(await refusal(await askSimulator(await url(), "/simulations", "{}"))).toBe(502);
    expect(console.error).toHaveBeenCalled();
  });
});

describe("proposalIn", () => {
  const posted = (body: string, type: string) =>
    new Request("http://register.example/", {
      method: "POST",
      headers: { "content-type": type },
      body,
    });

  it("takes JSON up to its bound, and nothing else", async () => {
    const most = `"${"a".repeat(largestProposal - 2)}"`;
    expect(await proposalIn(posted(most, "application/json"))).toBe(most);
    const large = await proposalIn(posted(`${most} `, "application/json"));
    expect(await refusal(large as Response)).toBe(413);
    expect(await refusal((await proposalIn(posted("a=b", "text/plain"))) as Response)).toBe(415);
  });
});

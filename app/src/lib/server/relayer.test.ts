import http from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it, vi } from "vitest";

import { askRelayer, ballotIn, largestBallot } from "./relayer.ts";

const standing = { id: "0x12", status: "accepted" };
const servers: http.Server[] = [];

async function relayer(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function answering(status: number, body: unknown, headers: Record<string, string> = {}) {
  return relayer((_, response) => {
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
}

function posted(body: string, type = "application/json"): Request {
  return new Request("http://register.example/api/v1/ballots", {
    method: "POST",
    headers: { "content-type": type },
    body,
  });
}

async function refusal(response: Response) {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  const { status, title, detail } = (await response.json()) as Record<string, unknown>;
  expect(status).toBe(response.status);
  expect(detail).toEqual(expect.stringMatching(/./));
  return { status, title };
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("askRelayer", () => {
  it("hands a ballot on as it is, and the answer back", async () => {
    const seen: unknown[] = [];
    const url = await relayer((request, response) => {
      let body = "";
      request.on("data", (chunk: Buffer) => (body += chunk.toString()));
      request.on("end", () => {
        seen.push(request.method, request.url, body);
        response.writeHead(202).end(JSON.stringify(standing));
      });
    });
    const answer = await askRelayer(url, "/ballots", '{"support":1}');
    expect(seen).toEqual(["POST", "/ballots", '{"support":1}']);
    expect([answer.status, await answer.json()]).toEqual([202, standing]);
    expect(answer.headers.get("content-type")).toBe("application/json");
  });

  it("asks for a ballot", async () => {
    const answer = await askRelayer(await answering(200, standing), "/ballots/0x12");
    expect([answer.status, await answer.json()]).toEqual([200, standing]);
  });

  it("hands a refusal back with its remedy", async () => {
    const problem = { status: 409, title: "Voted.", detail: "Nothing to do." };
    const answer = await askRelayer(await answering(409, problem), "/ballots", "{}");
    expect(await refusal(answer)).toEqual({ status: 409, title: "Voted." });
  });

  it("says what helps where there is no relayer", async () => {
    const request = vi.fn<typeof fetch>();
    const answer = await askRelayer("", "/ballots", "{}", request);
    expect(await refusal(answer)).toMatchObject({ status: 503 });
    expect(request).not.toHaveBeenCalled();
  });

  it.each([
    ["is away", () => Promise.resolve("http://127.0.0.1:1")],
    ["leads elsewhere", () => answering(302, {}, { location: "http://elsewhere.example/" })],
    ["fails", () => answering(500, standing)],
    ["answers with a page", () => answering(200, "a text")],
    ["answers without end", () => answering(200, { text: "a".repeat(300 * 1024) })],
  ])("answers for a relayer that %s", async (_, url) => {
    vi.spyOn(console, "error").mockReturnValue();
    expect(await refusal(await askRelayer(await url(), "/ballots", "{}"))).toMatchObject({
      status: 502,
    });
    expect(console.error).toHaveBeenCalled();
  });
});

describe("ballotIn", () => {
  it("takes JSON up to its bound", async () => {
    const most = `"${"a".repeat(largestBallot - 2)}"`;
    expect(await ballotIn(posted(most))).toBe(most);
    expect(await ballotIn(posted("{}", "application/json; charset=utf-8"))).toBe("{}");
  });

  it.each([
    ["is too large", 413, posted("a".repeat(largestBallot + 1))],
    [
      "is announced as too large",
      413,
      new Request("http://register.example/", {
        method: "POST",
        headers: { "content-type": "application/json", "content-length": "1000000" },
      }),
    ],
    ["is a form, as another site could send it", 415, posted("a=b", "text/plain")],
  ])("refuses what %s", async (_, status, request) => {
    const answer = await ballotIn(request);
    expect(answer).toBeInstanceOf(Response);
    expect(await refusal(answer as Response)).toMatchObject({ status });
  });
});

import { Agent, createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { getRequest, setResponse } from "@sveltejs/kit/node";
import { expect, it, onTestFinished } from "vitest";

import { type BodyWords, jsonText } from "./ask-service.ts";

const words: BodyWords = { type: () => ["type", "t"], size: () => ["size", "s"] };

/** A server as the dApp's adapter makes it, which takes ten bytes. */
async function tenBytes(): Promise<(sent: string) => Promise<[status: number, body: string]>> {
  const server = createServer((incoming, outgoing) => {
    const asked = getRequest({ base: "http://host", request: incoming, bodySizeLimit: 524_288 });
    void (async () => {
      const read = await jsonText(asked, 10, words);
      setResponse(outgoing, typeof read === "string" ? new Response(read) : read);
    })();
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => {
    agent.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return (sent) =>
    new Promise((resolve, reject) => {
      // Without its length, in chunks.
      const post = request(
        { port, host: "127.0.0.1", method: "POST", agent, timeout: 5_000 },
        (answer) => {
          text(answer).then((body) => resolve([answer.statusCode ?? 0, body]), reject);
        },
      );
      post.on("error", reject).on("timeout", () => post.destroy(new Error("No answer.")));
      post.setHeader("content-type", "application/json");
      post.write(sent);
      post.end();
    });
}

it.each([11, 300_000, 600_000, 5_000_000])(
  "refuses %i bytes that are not announced, and takes the next request of the same connection",
  async (size) => {
    const post = await tenBytes();
    const [status, body] = await post("a".repeat(size));
    expect([status, body]).toEqual([413, expect.stringContaining('"title":"size"')]);
    expect(await post("0123456789")).toEqual([200, "0123456789"]);
  },
);

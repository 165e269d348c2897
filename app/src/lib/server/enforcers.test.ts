import http from "node:http";
import type { AddressInfo } from "node:net";

import { afterEach, describe, expect, it, vi } from "vitest";

import { askEnforcers, readEnforcerWord } from "./enforcers.ts";

const key = `0x${"ab".repeat(64)}` as const;
const health = {
  node: key.toUpperCase().replace("0X", "0x"),
  status: "drifts",
  head: 12,
  drift: [{ kind: "missing-peer" }],
  peers: [
    { publicKey: key, belongs: true },
    { publicKey: "0x12", belongs: true },
  ],
};

const servers: http.Server[] = [];

async function enforcer(answer: http.RequestListener): Promise<string> {
  const server = http.createServer(answer);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

afterEach(async () => {
  vi.restoreAllMocks();
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
});

describe("askEnforcers", () => {
  it("reads what an enforcer says of its node", async () => {
    let path: string | undefined;
    const url = await enforcer((request, response) => {
      path = request.url;
      response.end(JSON.stringify(health));
    });
    expect(await askEnforcers({ alpha: url })).toEqual([
      {
        name: "alpha",
        answered: true,
        word: {
          node: key,
          status: "drifts",
          head: 12,
          drifts: 1,
          peers: [{ publicKey: key, belongs: true }],
        },
      },
    ]);
    expect(path).toBe("/health");
  });

  it("takes 503 for an answer: the node is unreachable, its enforcer is not", async () => {
    const url = await enforcer((_, response) => {
      response
        .writeHead(503)
        .end(JSON.stringify({ status: "unreachable", head: null, drift: [], failure: "gone" }));
    });
    expect(await askEnforcers({ alpha: url })).toEqual([
      {
        name: "alpha",
        answered: true,
        word: { node: null, status: "unreachable", head: null, drifts: 0, peers: null },
      },
    ]);
  });

  it("gives up what is broken, what leads elsewhere and what has no end, and says so", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    const answers = await askEnforcers({
      broken: await enforcer((_, response) => response.end("{")),
      foreign: await enforcer((_, response) => response.end(JSON.stringify({ status: "ok" }))),
      elsewhere: await enforcer((_, response) =>
        response.writeHead(302, { location: "http://127.0.0.1:1/health" }).end(),
      ),
      endless: await enforcer((_, response) => {
        const more = () => {
          while (!response.destroyed && response.write("x".repeat(64 * 1024)));
        };
        response.on("drain", more);
        more();
      }),
      gone: "http://127.0.0.1:1",
    });
    expect(answers.map(({ answered }) => answered)).toEqual([false, false, false, false, false]);
    expect(warned).toHaveBeenCalledTimes(5);
  });

  it("asks once for all readers of a moment", async () => {
    let asked = 0;
    const enforcers = {
      alpha: await enforcer((_, response) => {
        asked += 1;
        response.end(JSON.stringify(health));
      }),
    };
    await Promise.all([askEnforcers(enforcers, fetch, 0), askEnforcers(enforcers, fetch, 4_999)]);
    expect(asked).toBe(1);
    await askEnforcers(enforcers, fetch, 5_001);
    expect(asked).toBe(2);
  });
});

describe("readEnforcerWord", () => {
  it("refuses what is no answer of an enforcer", () => {
    expect(readEnforcerWord(null)).toBeNull();
    expect(readEnforcerWord("obeys")).toBeNull();
    expect(readEnforcerWord({ status: "fine" })).toBeNull();
  });

  it("takes no word for a number or a key that is none", () => {
    expect(readEnforcerWord({ status: "obeys", head: "7", node: "0x12", peers: [null] })).toEqual({
      node: null,
      status: "obeys",
      head: null,
      drifts: 0,
      peers: [],
    });
  });
});

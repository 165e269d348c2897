import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import { fetchStatusList, isInner } from "./proxied-list.ts";

const list = "eyJhbGciOiJFUzI1NiJ9.eyJhIjoxfQ.c2ln";

describe("isInner", () => {
  it.each([
    "127.0.0.1",
    "10.1.2.3",
    "172.31.0.1",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "255.255.255.255",
    "::1",
    "::",
    "::ffff:127.0.0.1",
    "::ffff:7f00:1",
    "fd00::1",
    "fe80::1",
    "64:ff9b::7f00:1",
    "no address",
  ])("knows %s", (address) => {
    expect(isInner(address)).toBe(true);
  });

  it.each(["1.1.1.1", "172.32.0.1", "2606:4700::1111", "::ffff:1.1.1.1"])(
    "lets %s be",
    (address) => {
      expect(isInner(address)).toBe(false);
    },
  );
});

describe("fetchStatusList", () => {
  let host: Server;
  let prefix = "";
  const asked: IncomingMessage[] = [];

  beforeAll(async () => {
    host = createServer((request, response) => {
      asked.push(request);
      const answers: Record<string, () => void> = {
        "/lists/1": () => response.end(`${list}\n`),
        "/lists/html": () => response.end("<html>"),
        "/lists/long": () => response.end("a.b.".padEnd(5 * 1024 * 1024, "c")),
        "/lists/moved": () => response.writeHead(302, { location: "/lists/1" }).end(),
        "/lists/broken": () => response.destroy(),
      };
      const answer = answers[request.url ?? ""];
      if (answer) answer();
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => host.listen(0, "127.0.0.1", resolve));
    prefix = `http://127.0.0.1:${(host.address() as AddressInfo).port}/lists/`;
  });
  afterAll(() => new Promise((resolve) => host.close(resolve)));

  const fetchFrom = (path: string, headers: Record<string, string> = {}) =>
    fetchStatusList({ prefix, headers, testSuffix: "" }, path, true);

  it("gives the list, asked with the issuer's headers and none of the connection's", async () => {
    await expect(
      fetchFrom("1", { "x-api-key": "k", Host: "elsewhere", Cookie: "a", "x-a": "b\r\nc: d" }),
    ).resolves.toBe(list);
    const { headers } = asked.at(-1)!;
    expect(headers["x-api-key"]).toBe("k");
    expect(headers.host).toMatch(/^127\.0\.0\.1:/);
    expect(headers).not.toHaveProperty("cookie");
    expect(headers).not.toHaveProperty("x-a");
  });

  it.each(["html", "long", "moved", "broken"])(
    "gives no list where the host answers %s",
    async (path) => {
      await expect(fetchFrom(path)).rejects.toMatchObject({ status: 502 });
    },
  );

  it("says that there is no such list", async () => {
    await expect(fetchFrom("2")).rejects.toMatchObject({ status: 404 });
  });

  it.each(["../secret", "%2e%2e/secret", "..\\secret"])(
    "does not follow %s out of the proxy",
    async (path) => {
      await expect(fetchFrom(path)).rejects.toMatchObject({ status: 400 });
    },
  );

  it("does not let a path change the host", async () => {
    const proxy = { prefix: "https://issuer.example", headers: {}, testSuffix: "" };
    await expect(fetchStatusList(proxy, ".evil.example/1")).rejects.toMatchObject({ status: 400 });
    await expect(fetchStatusList(proxy, "@evil.example/1")).rejects.toMatchObject({ status: 400 });
    await expect(fetchStatusList(proxy, ":8080/1")).rejects.toMatchObject({ status: 400 });
  });

  it("asks no host within, by its address or by a name", async () => {
    const before = asked.length;
    const within = (prefix: string) =>
      fetchStatusList({ prefix, headers: {}, testSuffix: "" }, "1");
    await expect(within(prefix)).rejects.toMatchObject({ status: 502 });
    await expect(within("https://127.0.0.1/")).rejects.toMatchObject({ status: 502 });
    await expect(within("https://[::1]/")).rejects.toMatchObject({ status: 502 });
    await expect(within("https://localhost/")).rejects.toMatchObject({ status: 502 });
    await expect(within("https://2130706433/")).rejects.toMatchObject({ status: 502 });
    expect(asked.length).toBe(before);
  });
});

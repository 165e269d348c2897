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
    "fec0::1",
    "2001:0:7f00:1::1",
    "2001:db8::1",
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

  it("puts one slash between prefix and path, whichever of them has one", async () => {
    const bare = prefix.replace(/\/$/, "");
    for (const before of [bare, `${bare}/`, `${bare}?`, `${bare}/#`]) {
      for (const path of ["1", "/1"]) {
        const proxy = { prefix: before, headers: {}, testSuffix: "" };
        await expect(fetchStatusList(proxy, path, true)).resolves.toBe(list);
      }
    }
    expect(asked.slice(-8).map(({ url }) => url)).toEqual(Array(8).fill("/lists/1"));
  });

  it("does not let a path change the host, nor stay beside the proxy", async () => {
    const { origin } = new URL(prefix);
    for (const path of [".evil.example/1", "@evil.example/1", ":8080/1", "//evil.example/1"]) {
      const proxy = { prefix: origin, headers: {}, testSuffix: "" };
      await expect(fetchStatusList(proxy, path, true)).rejects.toMatchObject({ status: 404 });
      expect(asked.at(-1)?.url).toBe(`/${path.replace(/^\/+/, "")}`);
    }
    const narrow = { prefix: `${origin}/list`, headers: {}, testSuffix: "" };
    await expect(fetchStatusList(narrow, "s/1", true)).rejects.toMatchObject({ status: 404 });
    await expect(fetchStatusList(narrow, "../lists/1", true)).rejects.toMatchObject({
      status: 400,
    });
  });

  it("takes no prefix behind which no path can be put", async () => {
    const before = asked.length;
    for (const end of ["?list=", "#list"])
      await expect(
        fetchStatusList({ prefix: prefix + end, headers: {}, testSuffix: "" }, "1", true),
      ).rejects.toMatchObject({ status: 502 });
    expect(asked.length).toBe(before);
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

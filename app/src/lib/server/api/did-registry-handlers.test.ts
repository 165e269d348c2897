import type { RequestEvent, RequestHandler } from "@sveltejs/kit";
import { describe, expect, it, vi } from "vitest";

import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";

import { serveIdentifierActions, serveIdentifiers } from "./did-registry-handlers.ts";
import { didRegistryOperations } from "./did-registry.ts";

const dids = ["did:ebsi:zfEmvX5twhXjQJiCWsukvQA", "did:ebsi:zjHZjJ4Sy7r92BxXzFGs7qD"];

vi.mock("../endpoints.ts", () => ({ endpoints: () => Promise.resolve({}) }));
vi.mock("../sources.ts", () => {
  const views: Record<string, (...args: unknown[]) => unknown> = {
    getDids: (page, size) => [dids.slice(Number(page) - 1, Number(page)), 2n, size, 1n, 2n],
    getDidsByVerificationRelationship: () => [[{ did: dids[1] }], 1n, 1n, 1n, 1n],
    checkController: (did) => did === dids[0],
  };
  const chain = {
    readContract: ({ functionName, args }: { functionName: string; args: unknown[] }) =>
      Promise.resolve(views[functionName]?.(...args)),
  };
  return {
    sources: () => Promise.resolve({ chain, deployment: { addresses: addressesDouble } }),
  };
});

async function told(handler: RequestHandler, path: string, body?: object): Promise<unknown> {
  const url = new URL(`http://host${path}`);
  const request = new Request(url, {
    ...(body && {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(body),
    }),
  });
  const [, did] = /identifiers\/([^/]+)/.exec(url.pathname) ?? [];
  const params = did === undefined ? {} : { did };
  const event = { request, url, params, getClientAddress: () => "client" };
  const response = await handler(event as unknown as RequestEvent);
  expect(response.status).toBe(200);
  return response.json();
}

describe("version 6", () => {
  const root = "http://host/did-registry/v6/identifiers";
  const list = serveIdentifiers("v6");

  it("lists DIDs below its own path, without a total", async () => {
    const page = (number: number) => `${root}?page[after]=${number}&page[size]=1`;
    const first = await told(list, "/did-registry/v6/identifiers?page[size]=1");
    expect(first).toEqual({
      self: page(1),
      items: [{ did: dids[0], href: `${root}/${dids[0]}` }],
      pageSize: 1,
      links: { first: page(1), prev: page(1), next: page(2) },
    });
    const { content } = didRegistryOperations.v6.listIdentifiers.answers["200"] ?? {};
    expect(content?.["application/json"]?.parse(first)).toEqual(first);
    expect(
      await told(list, "/did-registry/v6/identifiers?page[after]=2&page[size]=1"),
    ).toMatchObject({ links: { last: page(2) } });
  });

  it("finds DIDs by a key and what it is for", async () => {
    const query = "verification-method-id=k&verification-relationship=authentication";
    expect(await told(list, `/did-registry/v6/identifiers?${query}`)).toMatchObject({
      items: [{ did: dids[1] }],
    });
  });

  it("says whether an account acts for a DID", async () => {
    const ask = (did = "") =>
      told(serveIdentifierActions("v6"), `/did-registry/v6/identifiers/${did}/actions`, {
        jsonrpc: "2.0",
        method: "checkController",
        params: [idDouble(1)],
        id: 1,
      });
    expect(await ask(dids[0])).toMatchObject({ result: true });
    expect(await ask(dids[1])).toMatchObject({ result: false });
  });
});

it("keeps the total of version 5", async () => {
  expect(await told(serveIdentifiers("v5"), "/did-registry/v5/identifiers")).toMatchObject({
    total: 2,
    items: [{ href: `http://host/did-registry/v5/identifiers/${dids[0]}` }],
  });
});

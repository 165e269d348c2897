import { JsonFault, parseStrictJson } from "@foedus/client";
import { hexToString } from "viem";
import * as z from "zod";

import { trustedIssuersRegistryAbi } from "#generated/contracts/TrustedIssuersRegistry.ts";

import { sources } from "../sources.ts";
import { isRecord } from "./did-document.ts";
import { json, notFound, operation, problemAnswer, readProblems } from "./operation.ts";
import { collection, collectionShape, largestPage, type PageAsked, pageQuery } from "./paging.ts";
import { Problem } from "./problem-of.ts";
import { fetchStatusList, type Proxy } from "./proxied-list.ts";
import { itemsOf, pageArguments, registry } from "./registries.ts";
import { did, href, text } from "./shapes.ts";

type Hex = `0x${string}`;

const root = "/trusted-issuers-registry/v5";
const tag = "Trusted Issuers Registry v5";

/** What an attribute makes of its DID, in the order of `IssuerType` in `contracts/identity/ITrustedIssuersRegistry.sol`. */
export const issuerTypes = ["Undefined", "RootTAO", "TAO", "TI", "Revoked"] as const;

/** EBSI's clients write the ids of attributes and proxies with or without 0x. */
export const attributeIdShape = text(
  /^(?:0x)?[0-9a-fA-F]{64}$/,
  "Give 64 hexadecimal digits, with or without 0x.",
);

const attributeShape = z
  .object({
    hash: z.string().describe("sha-256 of the body; of a revision without one, its id."),
    body: z
      .string()
      .nullable()
      .describe("The accreditation, a signed credential; null until it is accepted."),
    issuerType: z
      .enum(issuerTypes)
      .describe("Revoked, too, where somebody above up to the root is not accredited any more."),
    tao: z.string().describe("DID that accredits."),
    rootTao: z.string().describe("DID of the root."),
  })
  .meta({ id: "IssuerAttribute" });

const proxyShape = z
  .looseObject({
    prefix: z.url().describe("Where the path of a list is put behind."),
    headers: z.record(z.string(), z.string()).describe("Headers that the issuer's host asks for."),
    testSuffix: z.string().describe("Path of a list with which the proxy can be tried."),
  })
  .meta({ id: "IssuerProxy" });

const ofIssuer = z.object({ did });
const ofAttribute = z.object({ did, attributeId: attributeIdShape });
const ofProxy = z.object({ did, proxyId: attributeIdShape });

export const listIssuers = operation({
  id: "listIssuers",
  method: "get",
  path: `${root}/issuers`,
  tag,
  summary: "List the DIDs for which an accreditation was ever reserved.",
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ did, href })), "A page of issuers."),
    ...readProblems,
  },
});

export const getIssuer = operation({
  id: "getIssuer",
  method: "get",
  path: `${root}/issuers/{did}`,
  tag,
  summary: "Say where the attributes of an issuer are, and whether it has accepted any.",
  pathParameters: ofIssuer,
  query: z.object({
    version: z
      .enum(["latest", "deprecated"], "Give latest or deprecated.")
      .default("latest")
      .describe("`deprecated`: with the attributes themselves, the first 50."),
  }),
  answers: {
    "200": json(
      z.union([
        z.object({ did, attributes: href, hasAttributes: z.boolean() }),
        z.object({ did, attributes: z.array(attributeShape) }),
      ]),
      "The issuer.",
    ),
    "404": notFound,
    ...readProblems,
  },
});

export const listAttributes = operation({
  id: "listIssuerAttributes",
  method: "get",
  path: `${root}/issuers/{did}/attributes`,
  tag,
  summary: "List the attributes of an issuer.",
  pathParameters: ofIssuer,
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ id: z.string(), href })), "A page of attributes."),
    "404": notFound,
    ...readProblems,
  },
});

export const getAttribute = operation({
  id: "getIssuerAttribute",
  method: "get",
  path: `${root}/issuers/{did}/attributes/{attributeId}`,
  tag,
  summary: "Give an attribute of an issuer as it counts now.",
  description:
    "The register itself is asked, up to the root: an accreditation counts as long as all above it count.",
  pathParameters: ofAttribute,
  answers: {
    "200": json(z.object({ did, attribute: attributeShape }), "The attribute."),
    "404": notFound,
    ...readProblems,
  },
});

export const listRevisions = operation({
  id: "listIssuerAttributeRevisions",
  method: "get",
  path: `${root}/issuers/{did}/attributes/{attributeId}/revisions`,
  tag,
  summary: "List the revisions of an attribute, the oldest first, as each was written.",
  pathParameters: ofAttribute,
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(attributeShape), "A page of revisions."),
    "404": notFound,
    ...readProblems,
  },
});

export const listProxies = operation({
  id: "listIssuerProxies",
  method: "get",
  path: `${root}/issuers/{did}/proxies`,
  tag,
  summary: "List the proxies at which an issuer is reached.",
  pathParameters: ofIssuer,
  query: z.object(pageQuery),
  answers: {
    "200": json(collectionShape(z.object({ proxyId: z.string(), href })), "A page of proxies."),
    "404": notFound,
    ...readProblems,
  },
});

export const getProxy = operation({
  id: "getIssuerProxy",
  method: "get",
  path: `${root}/issuers/{did}/proxies/{proxyId}`,
  tag,
  summary: "Give a proxy of an issuer.",
  pathParameters: ofProxy,
  answers: { "200": json(proxyShape, "The proxy."), "404": notFound, ...readProblems },
});

export const getProxied = operation({
  id: "getProxiedStatusList",
  method: "get",
  path: `${root}/issuers/{did}/proxies/{proxyId}/{path}`,
  tag,
  summary: "Fetch a status list from an issuer's host.",
  description:
    "The answer is the list credential as a JWT, and is not verified here. Hosts within private networks are not asked.",
  pathParameters: z.object({
    ...ofProxy.shape,
    path: z
      .string()
      .min(1)
      .max(512)
      .describe("Path of the list below the proxy's prefix; it may hold slashes."),
  }),
  answers: {
    "200": { description: "The list.", content: { "application/jwt": z.string() } },
    "404": problemAnswer("There is no such proxy, or its host has no such list."),
    "502": problemAnswer("The issuer's host gives no status list."),
    ...readProblems,
  },
});

async function trustedIssuers() {
  const { chain, address } = await registry("TrustedIssuersRegistry");
  return { chain, contract: { address, abi: trustedIssuersRegistryAbi } as const };
}

const word = (id: string): Hex => `0x${id.replace(/^0x/, "").toLowerCase()}`;
const bare = (word: Hex) => word.slice(2);

interface Written {
  did: string;
  attribData: Hex;
  tao: string;
  rootTao: string;
  issuerType: number;
}

function attribute({ attribData, tao, rootTao, issuerType }: Written, hash: Hex) {
  return {
    hash: bare(hash),
    body: attribData === "0x" ? null : hexToString(attribData),
    issuerType: issuerTypes[issuerType] ?? "Undefined",
    tao,
    rootTao,
  };
}

export async function readIssuers(url: URL, query: PageAsked) {
  const { chain, contract } = await trustedIssuers();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getIssuers",
      args: pageArguments(query),
    }),
  );
  return collection(url, query, {
    items: items.map((did) => ({ did, href: `${url.origin}${root}/issuers/${did}` })),
    total,
  });
}

export async function readIssuer(url: URL, did: string, version: "latest" | "deprecated") {
  const { chain, contract } = await trustedIssuers();
  const [noneAccepted] = await chain.readContract({
    ...contract,
    functionName: "getIssuer",
    args: [did],
  });
  if (version === "latest")
    return {
      did,
      attributes: `${url.origin}${root}/issuers/${did}/attributes`,
      hasAttributes: !noneAccepted,
    };
  const [ids] = await chain.readContract({
    ...contract,
    functionName: "getIssuerAttributes",
    args: [did, 1n, BigInt(largestPage)],
  });
  return { did, attributes: await Promise.all(ids.map((id) => presentAttribute(did, id))) };
}

export async function readAttributes(url: URL, did: string, query: PageAsked) {
  const { chain, contract } = await trustedIssuers();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getIssuerAttributes",
      args: [did, ...pageArguments(query)],
    }),
  );
  return collection(url, query, {
    items: items.map((id) => ({
      id: bare(id),
      href: `${url.origin}${root}/issuers/${did}/attributes/${bare(id)}`,
    })),
    total,
  });
}

export async function readAttribute(did: string, id: string) {
  return { did, attribute: await presentAttribute(did, word(id)) };
}

/** As it counts now: with the body that was accepted last, and revoked where the chain to the root is broken. */
async function presentAttribute(did: string, id: Hex) {
  const { chain, contract } = await trustedIssuers();
  const [latest, latestId, { accepted, valid }] = await Promise.all([
    chain.readContract({
      ...contract,
      functionName: "getLatestRevisionAttribute",
      args: [did, id],
    }),
    chain.readContract({
      ...contract,
      functionName: "getLatestRevisionAttributeId",
      args: [did, id],
    }),
    chain.readContract({ ...contract, functionName: "accreditation", args: [id] }),
  ]);
  if (/^0x0*$/.test(accepted)) return attribute(latest, latestId);
  const { attribData } = await chain.readContract({
    ...contract,
    functionName: "getRevisionAttribute",
    args: [did, id, accepted],
  });
  const shown = attribute({ ...latest, attribData }, accepted);
  return valid ? shown : { ...shown, issuerType: "Revoked" as const };
}

/** DID of the TAO that has reserved an attribute. */
export async function readAccreditor(did: string, id: Hex): Promise<string> {
  const { chain, contract } = await trustedIssuers();
  const { tao } = await chain.readContract({
    ...contract,
    functionName: "getLatestRevisionAttribute",
    args: [did, id],
  });
  return tao;
}

export async function readRevisions(url: URL, did: string, id: string, query: PageAsked) {
  const { chain, contract } = await trustedIssuers();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getIssuerAttributeRevisions",
      args: [did, word(id), ...pageArguments(query)],
    }),
  );
  const revisions = await Promise.all(
    items.map(async (revision) =>
      attribute(
        await chain.readContract({
          ...contract,
          functionName: "getRevisionAttribute",
          args: [did, word(id), revision],
        }),
        revision,
      ),
    ),
  );
  return collection(url, query, { items: revisions, total });
}

export async function readProxies(url: URL, did: string, query: PageAsked) {
  const { chain, contract } = await trustedIssuers();
  const { items, total } = itemsOf(
    await chain.readContract({
      ...contract,
      functionName: "getIssuerProxies",
      args: [did, ...pageArguments(query)],
    }),
  );
  return collection(url, query, {
    items: items.map((id) => ({
      proxyId: id,
      href: `${url.origin}${root}/issuers/${did}/proxies/${id}`,
    })),
    total,
  });
}

export async function readProxy(did: string, id: string): Promise<Proxy> {
  const { chain, contract } = await trustedIssuers();
  const data = await chain.readContract({
    ...contract,
    functionName: "getIssuerProxyById",
    args: [did, word(id)],
  });
  const proxy = parseProxy(data);
  if (proxy === undefined)
    throw new Problem(
      404,
      "The data of the proxy are no proxy.",
      "The issuer has to update them: JSON with prefix, headers and testSuffix.",
    );
  return proxy;
}

/** What an issuer says of a proxy; undefined where it makes no sense, which the register does not check. */
export function parseProxy(data: string): Proxy | undefined {
  try {
    const value = parseStrictJson(data);
    if (!isRecord(value)) return undefined;
    return proxyShape.safeParse({ headers: {}, testSuffix: "", ...value }).data;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

export async function readProxied(did: string, id: string, path: string): Promise<string> {
  const [proxy, { deployment }] = await Promise.all([readProxy(did, id), sources()]);
  return fetchStatusList(proxy, path, deployment.development);
}

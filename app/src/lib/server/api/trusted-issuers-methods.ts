import { ClientError, decodeJwt, parsePublicJwk, verifyJwtSignature } from "@foedus/client";
import { type Hex, hexToString, size } from "viem";
import * as z from "zod";

import { trustedIssuersRegistryAbi } from "#generated/contracts/TrustedIssuersRegistry.ts";

import { sources } from "../sources.ts";
import { readDocument } from "./did-registry.ts";
import { hexBytes, jsonObject } from "./parameters.ts";
import { Problem } from "./problem-of.ts";
import { fetchStatusList } from "./proxied-list.ts";
import { ParameterFault, rpcMethod, type WriteService } from "./rpc-method.ts";
import { address, did, wholeNumber } from "./shapes.ts";
import { attributeIdShape, parseProxy, readAccreditor } from "./trusted-issuers.ts";

const from = address.describe("Account that will sign.");
const contract = "TrustedIssuersRegistry";
const scopes = ["tir_write"] as const;

/** Ids of attributes and proxies, with or without 0x. */
const id = attributeIdShape.transform(
  (value): `0x${string}` => `0x${value.replace(/^0x/, "").toLowerCase()}`,
);

/** Bytes of an accreditation at most. */
const longestBody = 8192;

const proxyData = jsonObject(
  2048,
  "Give an object of JSON with prefix (an https address), headers, and testSuffix (the path of a list).",
  (value) => (parseProxy(JSON.stringify(value))?.testSuffix ?? "") !== "",
);

/** The contract takes any text for a proxy. */
async function requireProxy(data: unknown): Promise<void> {
  const { data: text, error } = proxyData.safeParse(data);
  if (error)
    throw new ParameterFault(
      "proxyData",
      "The parameter proxyData is not valid.",
      error.issues[0]?.message ?? "See /openapi.json.",
    );
  await requireList(text);
}

/**
 * Whether a proxy gives the list with which it can be tried. The host is asked as it will be for every reader of its lists: by https,
 * at public addresses alone, without following a redirection. All that goes wrong is told in the same words, so that nobody learns
 * from them what else may stand there.
 */
async function requireList(proxyData: string): Promise<void> {
  const { deployment } = await sources();
  const proxy = parseProxy(proxyData);
  try {
    if (proxy === undefined)
      throw new Error("The shape of the parameters lets no such text through.");
    await fetchStatusList(proxy, proxy.testSuffix, deployment.development);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    throw new ParameterFault(
      "proxyData",
      "The proxy gives no status list at its testSuffix.",
      "Serve a list there as a JWT, by https, at a public address and without a redirection; then send this again.",
    );
  }
}

/**
 * Whether the TAO of an attribute has signed a body. EBSI's clients decode a body and believe it, so that one signed by a stranger
 * must never reach the register.
 */
async function requireSignature(body: string, tao: string): Promise<void> {
  const fault = (message: string) =>
    new ParameterFault(
      "attributeData",
      message,
      `Give the accreditation that ${tao} has issued: a JWT signed with a key of its assertionMethod.`,
    );
  try {
    const token = decodeJwt(body);
    const { verificationMethod, assertionMethod = [] } = (await readDocument(tao)) as unknown as {
      verificationMethod: { id: string; publicKeyJwk: unknown }[];
      assertionMethod?: string[];
    };
    const key = verificationMethod.find(
      ({ id }) => id === token.header.kid && assertionMethod.includes(id),
    );
    if (key === undefined)
      throw fault(`The body was signed with ${token.header.kid}, which is no key of ${tao}.`);
    verifyJwtSignature(token, parsePublicJwk(key.publicKeyJwk));
  } catch (error) {
    if (error instanceof ClientError) throw fault(error.message);
    throw error;
  }
}

export const trustedIssuersWrites: WriteService = {
  id: "writeTrustedIssuersRegistry",
  tag: "Trusted Issuers Registry v5",
  path: "/trusted-issuers-registry/v5/jsonrpc",
  abis: { TrustedIssuersRegistry: trustedIssuersRegistryAbi },
  methods: [
    rpcMethod({
      name: "setAttributeMetadata",
      scopes,
      contract,
      functionName: "setAttributeMetadata",
      parameters: z.strictObject({
        from,
        did,
        attributeId: id,
        issuerType: wholeNumber(1, 4).describe("1 RootTAO, 2 TAO, 3 TI, 4 Revoked."),
        taoDid: did,
        taoAttributeId: id,
      }),
      args: (p) => [p.did, p.attributeId, p.issuerType, p.taoDid, p.taoAttributeId],
    }),
    rpcMethod({
      name: "commitAccreditation",
      scopes,
      contract,
      functionName: "commitAccreditation",
      parameters: z.strictObject({
        from,
        did,
        attributeId: id,
        bodyHash: id.describe("sha-256 of the body that the entity may accept."),
        scope: z
          .array(id)
          .min(1, "Give 1 to 64 hashes.")
          .max(64, "Give 1 to 64 hashes.")
          .describe("keccak256 of the names of the credential types, in ascending order."),
      }),
      args: (p) => [p.did, p.attributeId, p.bodyHash, p.scope],
    }),
    rpcMethod({
      name: "setAttributeData",
      scopes: ["tir_invite", "tir_write"],
      contract,
      functionName: "setAttributeData",
      parameters: z.strictObject({
        from,
        did,
        attributeId: id,
        attributeData: hexBytes
          .refine((value) => size(value) <= longestBody, `Give at most ${longestBody} bytes.`)
          .describe("The accreditation, a signed credential as JWT, in hexadecimal digits."),
      }),
      args: (p) => [p.did, p.attributeId, p.attributeData],
      check: async ([did, attributeId, data]) => {
        const tao = await readAccreditor(did as string, attributeId as Hex);
        await requireSignature(hexToString(data as Hex), tao);
      },
      subject: ([did]) => did,
    }),
    rpcMethod({
      name: "addIssuerProxy",
      scopes,
      contract,
      functionName: "addIssuerProxy",
      parameters: z.strictObject({ from, did, proxyData }),
      args: (p) => [p.did, p.proxyData],
      check: ([, data]) => requireProxy(data),
    }),
    rpcMethod({
      name: "updateIssuerProxy",
      scopes,
      contract,
      functionName: "updateIssuerProxy",
      parameters: z.strictObject({ from, did, proxyId: id, proxyData }),
      args: (p) => [p.did, p.proxyId, p.proxyData],
      check: ([, , data]) => requireProxy(data),
    }),
    rpcMethod({
      name: "removeIssuerProxy",
      scopes,
      contract,
      functionName: "removeIssuerProxy",
      parameters: z.strictObject({ from, did, proxyId: id }),
      args: (p) => [p.did, p.proxyId],
    }),
  ],
};

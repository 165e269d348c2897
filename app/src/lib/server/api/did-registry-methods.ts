import type { Hex } from "viem";
import * as z from "zod";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";

import { baseOf, isRecord, relationshipNames } from "./did-document.ts";
import { didRegistryOf, type DidRegistryVersion, registeredDocument } from "./did-registry.ts";
import { hexBytes, jsonObject, keyFault, methodId, seconds } from "./parameters.ts";
import { ParameterFault, rpcMethod, type WriteService } from "./rpc-method.ts";
import { address, boundedText, did } from "./shapes.ts";

const from = address.describe("Account that will sign.");
const contract = "DidRegistry";
const scopes = ["didr_write"] as const;

const baseDocument = jsonObject(
  4096,
  'Give an object of JSON with the member "@context".',
  (document) => "@context" in document,
);

const isSecp256k1 = z.boolean("Give true for a key of secp256k1, else false.");

const publicKey = hexBytes.describe(
  "secp256k1: the uncompressed point, 0x04 first. Any other: the public JWK as text, in hexadecimal digits.",
);

/** A key together with its kind: the contract does not look into JWKs. */
function requireKey(publicKey: unknown, isSecp256k1: unknown): void {
  const fault = keyFault(publicKey as Hex, isSecp256k1 as boolean);
  if (fault !== undefined)
    throw new ParameterFault("publicKey", "The parameter publicKey is not valid.", fault);
}

const rollFields = {
  did,
  vMethodId: methodId.describe("Id of the new key."),
  isSecp256k1,
  publicKey,
  notBefore: seconds,
  notAfter: seconds,
  oldVMethodId: methodId,
  duration: seconds.describe("Seconds that the old key holds beside the new one."),
};

const service = jsonObject(
  2048,
  "Give an object of JSON with id, type and serviceEndpoint.",
  (value) => typeof value["id"] === "string" && "type" in value && "serviceEndpoint" in value,
);

/** Services stand in the base document: the register knows none. */
async function baseWithServices(
  did: string,
  change: (services: Record<string, unknown>[]) => Record<string, unknown>[],
): Promise<string> {
  const [text] = await registeredDocument(did);
  const { service: present, ...base } = baseOf(text);
  const services = change(Array.isArray(present) ? present.filter(isRecord) : []);
  return JSON.stringify(services.length === 0 ? base : { ...base, service: services });
}

/** The same id with or without the DID before it. */
function sameId(did: string, one: unknown, other: string): boolean {
  const full = (id: string) => (id.startsWith("#") ? `${did}${id}` : id);
  return typeof one === "string" && full(one) === full(other);
}

const methods = [
  rpcMethod({
    name: "insertDidDocument",
    scopes: ["didr_invite", "didr_write"],
    contract,
    functionName: "insertDidDocument",
    parameters: z.strictObject({
      from,
      did,
      baseDocument,
      vMethodId: methodId,
      publicKey,
      isSecp256k1: z.literal(true, "Give true: the first key is of secp256k1."),
      notBefore: seconds,
      notAfter: seconds,
    }),
    args: (p) => [
      p.did,
      p.baseDocument,
      p.vMethodId,
      p.publicKey,
      p.isSecp256k1,
      p.notBefore,
      p.notAfter,
    ],
    check: ([, , , publicKey, isSecp256k1]) => requireKey(publicKey, isSecp256k1),
    subject: ([did]) => did,
  }),
  rpcMethod({
    name: "updateBaseDocument",
    scopes,
    contract,
    functionName: "updateBaseDocument",
    parameters: z.strictObject({ from, did, baseDocument }),
    args: (p) => [p.did, p.baseDocument],
  }),
  rpcMethod({
    name: "addService",
    scopes,
    contract,
    functionName: "updateBaseDocument",
    parameters: z.strictObject({ from, did, service }),
    args: async ({ did, service }) => {
      const added = JSON.parse(service) as Record<string, unknown>;
      const id = String(added["id"]);
      const base = await baseWithServices(did, (services) => {
        if (services.some((present) => sameId(did, present["id"], id)))
          throw new ParameterFault(
            "service",
            `The document has the service ${id} already.`,
            "Give another id, or revoke the service first.",
          );
        return [...services, added];
      });
      return [did, base];
    },
  }),
  rpcMethod({
    name: "revokeService",
    scopes,
    contract,
    functionName: "updateBaseDocument",
    parameters: z.strictObject({
      from,
      did,
      serviceId: boundedText(256, "Give the id of a service of the document."),
    }),
    args: async ({ did, serviceId }) => {
      const base = await baseWithServices(did, (services) => {
        const rest = services.filter((present) => !sameId(did, present["id"], serviceId));
        if (rest.length === services.length)
          throw new ParameterFault(
            "serviceId",
            `The document has no service ${serviceId}.`,
            "Give the id of a service of the document.",
          );
        return rest;
      });
      return [did, base];
    },
  }),
  ...(["addController", "revokeController"] as const).map((name) =>
    rpcMethod({
      name,
      scopes,
      contract,
      functionName: name,
      parameters: z.strictObject({ from, did, controller: did }),
      args: (p) => [p.did, p.controller],
    }),
  ),
  rpcMethod({
    name: "addVerificationMethod",
    scopes,
    contract,
    functionName: "addVerificationMethod",
    parameters: z.strictObject({ from, did, vMethodId: methodId, isSecp256k1, publicKey }),
    args: (p) => [p.did, p.vMethodId, p.publicKey, p.isSecp256k1],
    check: ([, , publicKey, isSecp256k1]) => requireKey(publicKey, isSecp256k1),
  }),
  rpcMethod({
    name: "addVerificationRelationship",
    scopes,
    contract,
    functionName: "addVerificationRelationship",
    parameters: z.strictObject({
      from,
      did,
      name: z.enum(relationshipNames, `Give one of ${relationshipNames.join(", ")}.`),
      vMethodId: methodId,
      notBefore: seconds,
      notAfter: seconds,
    }),
    args: (p) => [p.did, p.name, p.vMethodId, p.notBefore, p.notAfter],
  }),
  ...(["revokeVerificationMethod", "expireVerificationMethod"] as const).map((name) =>
    rpcMethod({
      name,
      scopes,
      contract,
      functionName: name,
      parameters: z.strictObject({ from, did, vMethodId: methodId, notAfter: seconds }),
      args: (p) => [p.did, p.vMethodId, p.notAfter],
    }),
  ),
  rpcMethod({
    name: "rollVerificationMethod",
    scopes,
    contract,
    functionName: "rollVerificationMethod",
    // EBSI's own writers give the parameters side by side, or as one object.
    parameters: z.preprocess(
      (value) =>
        isRecord(value) && isRecord(value["args"]) && Object.keys(value).length === 2
          ? { ...value["args"], from: value["from"] }
          : value,
      z.strictObject({ from, ...rollFields }),
    ) as unknown as z.ZodObject<{ from: typeof from } & typeof rollFields>,
    args: ({ from: _, ...args }) => [args],
    check: ([args]) => {
      const { publicKey, isSecp256k1 } = args as Record<string, unknown>;
      requireKey(publicKey, isSecp256k1);
    },
  }),
  rpcMethod({
    name: "deactivateDid",
    scopes,
    contract,
    functionName: "deactivateDid",
    parameters: z.strictObject({ from, did }),
    args: (p) => [p.did],
  }),
];

function writesOf(version: DidRegistryVersion): WriteService {
  const { root, tag, suffix } = didRegistryOf(version);
  return {
    id: `writeDidRegistry${suffix}`,
    tag,
    path: `${root}/jsonrpc`,
    abis: { DidRegistry: didRegistryAbi },
    methods,
  };
}

export const didRegistryWrites = { v5: writesOf("v5"), v6: writesOf("v6") } as const;

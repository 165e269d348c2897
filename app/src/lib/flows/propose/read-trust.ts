import { hexToString, sha256 } from "viem";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { trustedIssuersRegistryAbi } from "#generated/contracts/TrustedIssuersRegistry.ts";
import { trustedPoliciesRegistryAbi } from "#generated/contracts/TrustedPoliciesRegistry.ts";
import { trustedSchemasRegistryAbi } from "#generated/contracts/TrustedSchemasRegistry.ts";
import { type EventReader, inOrder, type PageSources, wholeChain } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { multibase } from "#lib/features/proposals/decode-call.ts";
import { didsQuery } from "#lib/index/dids.ts";
import { rootTaosQuery } from "#lib/index/issuers.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";
import { policiesQuery } from "#lib/index/policies.ts";
import { choosableSchemasQuery } from "#lib/index/schemas.ts";

import type {
  AdmittedRoot,
  ChoosablePolicy,
  ChoosableSchema,
  TrustChoices,
} from "./trust-choices.ts";

type Hex = `0x${string}`;

/** DIDs that the form offers, and schemas. Anything else can be filled in, or asked of the register. */
const mostOffered = 200;
/** Items that a page of a register holds. */
const pageSize = 50n;

/** What measures about identity can concern. */
export async function readTrust({
  index,
  chain,
  addresses,
  isLate,
}: PageSources): Promise<TrustChoices> {
  return indexOrContract(
    async (): Promise<TrustChoices> => {
      const [{ rootTaos }, { schemas }, { policies }, { didDocuments }] = await Promise.all([
        index.ask(rootTaosQuery, {}),
        index.ask(choosableSchemasQuery, { first: mostOffered }),
        index.ask(policiesQuery, {}),
        index.ask(didsQuery, {
          first: mostOffered + 1,
          skip: 0,
          where: { deactivatedAt: null },
        }),
      ]);
      return {
        roots: rootTaos
          .filter(({ admitted }) => admitted)
          .map(({ did, scope }) => ({ did, scope: scope.toSorted() })),
        schemas: schemas.map(({ id, schemaId, latestRevision, revisions }) => ({
          id,
          schemaId,
          content: hexToString(latestRevision.content),
          revision: latestRevision.schemaRevisionId,
          revisions: revisions.map(({ schemaRevisionId }) => schemaRevisionId),
        })),
        policies: policies.map(({ policyName, description, active, role }) => ({
          name: policyName,
          description,
          active,
          role: BigInt(role?.roleId ?? 0),
        })),
        dids: didDocuments.slice(0, mostOffered).map(({ did }) => did),
        allDids: didDocuments.length <= mostOffered,
      };
    },
    () => trustFromContracts(chain, addresses),
    isLate,
  );
}

async function trustFromContracts(chain: EventReader, addresses: Addresses): Promise<TrustChoices> {
  const [roots, schemas, policies, [dids, total]] = await Promise.all([
    rootsFromEvents(chain, addresses.TrustedIssuersRegistry),
    schemasFromContract(chain, addresses.TrustedSchemasRegistry),
    policiesFromContract(chain, addresses.TrustedPoliciesRegistry),
    chain.readContract({
      address: addresses.DidRegistry,
      abi: didRegistryAbi,
      functionName: "getDids",
      args: [1n, pageSize],
    }),
  ]);
  return { roots, schemas, policies, dids, allDids: total <= pageSize };
}

async function rootsFromEvents(chain: EventReader, address: Hex): Promise<AdmittedRoot[]> {
  const abi = trustedIssuersRegistryAbi;
  const [admitted, dismissed] = await Promise.all([
    chain.getContractEvents({ address, abi, eventName: "RootTaoAdmitted", ...wholeChain }),
    chain.getContractEvents({ address, abi, eventName: "RootTaoDismissed", ...wholeChain }),
  ]);
  const roots = new Map<string, AdmittedRoot>();
  for (const { eventName, args } of inOrder([...admitted, ...dismissed])) {
    if (eventName === "RootTaoAdmitted") roots.set(args.did, { did: args.did, scope: args.scope });
    else roots.delete(args.did);
  }
  return [...roots.values()];
}

async function schemasFromContract(chain: EventReader, address: Hex): Promise<ChoosableSchema[]> {
  const register = { address, abi: trustedSchemasRegistryAbi };
  const [ids] = await chain.readContract({
    ...register,
    functionName: "getSchemaIds",
    args: [1n, pageSize],
  });
  return Promise.all(
    ids.map(async (id) => {
      const [content, [revisions]] = await Promise.all([
        chain.readContract({ ...register, functionName: "getLatestSchemaRevision", args: [id] }),
        chain.readContract({
          ...register,
          functionName: "getSchemaRevisionIds",
          args: [id, 1n, pageSize],
        }),
      ]);
      return {
        id,
        schemaId: multibase(id),
        content: hexToString(content),
        revision: sha256(content),
        revisions,
      };
    }),
  );
}

/** The register has at most 64 of them. */
async function policiesFromContract(chain: EventReader, address: Hex): Promise<ChoosablePolicy[]> {
  const register = { address, abi: trustedPoliciesRegistryAbi };
  const page = (number: bigint) =>
    chain.readContract({
      ...register,
      functionName: "getPolicyNames",
      args: [number, pageSize],
    });
  const [first, total] = await page(1n);
  const [rest] = total > pageSize ? await page(2n) : [[]];
  return Promise.all(
    [...first, ...rest].map(async (name) => {
      const [[, description, , active], role] = await Promise.all([
        chain.readContract({ ...register, functionName: "getPolicy", args: [name] }),
        chain.readContract({ ...register, functionName: "policyRole", args: [name] }),
      ]);
      return { name, description, active, role };
    }),
  );
}

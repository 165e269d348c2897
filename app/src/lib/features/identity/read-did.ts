import { BaseError, ContractFunctionRevertedError } from "viem";
import { publicKeyToAddress } from "viem/accounts";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import type { EventReader, PageSources } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import {
  type DidAt,
  type DidDetail,
  didHistoryQuery,
  didQuery,
  type DidStep,
  didTimesQuery,
  readDidAt,
} from "#lib/index/dids.ts";
import type { Index } from "#lib/index/client.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

import { didHash, timeRange } from "./did.ts";

/** Steps of the history that a page shows. */
export const historyLength = 200;

export interface DidReading {
  detail: Pick<DidDetail, "id" | "did" | "insertedAt" | "deactivatedAt">;
  /** What only the index knows; null while it gives no answer. */
  beside: Omit<DidDetail, "verificationMethods"> | null;
  document: DidAt;
  /** The latest first; null while the index gives no answer. */
  history: DidStep[] | null;
  /** From when to when it is worth asking, and when something changed. */
  range: { first: number; last: number };
  changes: number[];
}

/** A DID, what its document said at a time, and its history; `reading` is null for one that the register does not have. */
export async function readDid(
  { index, chain, addresses, isLate }: PageSources,
  did: string,
  at: number,
  now: number,
): Promise<{ source: Source; reading: DidReading | null }> {
  return indexOrContract(
    async () => ({ reading: await didFromIndex(index, did, at, now) }),
    async () => ({ reading: await didFromContract(chain, addresses, did, at, now) }),
    isLate,
  );
}

async function didFromIndex(
  index: Index,
  did: string,
  at: number,
  now: number,
): Promise<DidReading | null> {
  const id = didHash(did);
  const [{ didDocument: detail }, document, { didDocumentEvents: history }, times] =
    await Promise.all([
      index.ask(didQuery, { id }),
      readDidAt(index, id, at),
      index.ask(didHistoryQuery, { document: id, first: historyLength, skip: 0 }),
      index.ask(didTimesQuery, { document: id }),
    ]);
  if (detail === null) return null;
  return {
    detail,
    beside: detail,
    document,
    history,
    range: timeRange(detail.insertedAt, now, times.ends),
    changes: [...new Set(times.changes.map(({ timestamp }) => timestamp))],
  };
}

async function didFromContract(
  chain: EventReader,
  addresses: Addresses,
  did: string,
  at: number,
  now: number,
): Promise<DidReading | null> {
  const registry = { address: addresses.DidRegistry, abi: didRegistryAbi } as const;
  const [life, document] = await Promise.all([
    chain.readContract({ ...registry, functionName: "didLife", args: [did] }),
    documentFromContract(chain, addresses, did, at),
  ]);
  const [insertedAt, ended] = life;
  if (insertedAt === 0) return null;
  const ends = document.outcome === "resolved" ? document.relationships : [];
  return {
    detail: { id: didHash(did), did, insertedAt, deactivatedAt: ended === 0 ? null : ended },
    beside: null,
    document,
    history: null,
    range: timeRange(insertedAt, now, ends),
    changes: [],
  };
}

async function documentFromContract(
  chain: EventReader,
  addresses: Addresses,
  did: string,
  at: number,
): Promise<DidAt> {
  try {
    const [baseDocument, controllers, ids, methods, relationships] = await chain.readContract({
      address: addresses.DidRegistry,
      abi: didRegistryAbi,
      functionName: "getDidDocumentByTimestamp",
      args: [did, BigInt(at)],
    });
    const keys = new Map(ids.map((id, place) => [id, methods[place]]));
    return {
      outcome: "resolved",
      did,
      baseDocument,
      controllers: [...controllers],
      relationships: relationships.map(({ name, vMethodId, notBefore, notAfter }, index) => {
        const key = keys.get(vMethodId);
        return {
          index,
          name,
          vMethodId,
          notBefore: Number(notBefore),
          notAfter: Number(notAfter),
          verificationMethod: {
            publicKey: key?.publicKey ?? "0x",
            isSecp256k1: key?.isSecp256k1 ?? false,
            account: key?.isSecp256k1
              ? (publicKeyToAddress(key.publicKey).toLowerCase() as `0x${string}`)
              : null,
          },
        };
      }),
    };
  } catch (error) {
    const reverted =
      error instanceof BaseError
        ? error.walk((cause) => cause instanceof ContractFunctionRevertedError)
        : null;
    const data = reverted instanceof ContractFunctionRevertedError ? reverted.data : undefined;
    const when = Number(data?.args?.[1] ?? 0);
    switch (data?.errorName) {
      case "DidRegistryUnknown":
        return { outcome: "unknown" };
      case "DidRegistryNotYetInserted":
        return { outcome: "not-yet-inserted", did, insertedAt: when };
      case "DidRegistryDeactivated":
        return { outcome: "deactivated", did, deactivatedAt: when };
      default:
        throw error;
    }
  }
}

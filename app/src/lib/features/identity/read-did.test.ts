import { ContractFunctionRevertedError, encodeErrorResult } from "viem";
import { describe, expect, it } from "vitest";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { addressesDouble as addresses, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { didHash } from "./did.ts";
import { readDid } from "./read-did.ts";

const did = "did:ebsi:zEndedEndedEndedEnded";
const [insertedAt, deactivatedAt, now] = [100, 500, 900];

/** What the contract says of a DID that ended. */
const chain = new ChainDouble([], {
  didLife: () => [insertedAt, deactivatedAt],
  getDidDocumentByTimestamp: (_: string, at: bigint) => {
    const [errorName, args] =
      at < insertedAt
        ? (["DidRegistryNotYetInserted", [did, BigInt(insertedAt), at]] as const)
        : (["DidRegistryDeactivated", [did, BigInt(deactivatedAt)]] as const);
    if (at < insertedAt || at >= deactivatedAt)
      throw new ContractFunctionRevertedError({
        abi: didRegistryAbi,
        functionName: "getDidDocumentByTimestamp",
        data: encodeErrorResult({ abi: didRegistryAbi, errorName, args }),
      });
    return ["{}", [did], [], [], []];
  },
});

const index = indexDouble({
  Did: {
    didDocument: {
      id: didHash(did),
      did,
      insertedBy: idDouble(1),
      insertedAt,
      insertedIn: { id: "0x01" },
      deactivatedAt,
      deactivatedIn: { id: "0x02" },
      verificationMethodCount: 0,
      organisations: [],
      issuer: null,
      rootTao: null,
      verificationMethods: [],
      controlled: [],
      statusLists: [],
    },
  },
  DidDocumentAt: {
    didDocument: { did, insertedAt, deactivatedAt },
    baseDocuments: [{ content: "{}", since: insertedAt }],
    controllerRelationships: [{ controllerDid: did }],
    verificationRelationships: [],
  },
  DidHistory: { didDocumentEvents: [] },
  DidTimes: { changes: [], ends: [] },
});

describe.each([
  ["the index", { index, chain: new ChainDouble([]).reader, addresses }],
  ["the contract", { index: indexDouble({}), chain: chain.reader, addresses }],
])("a DID that ended, by %s", (_, sources) => {
  const at = async (time: number) => {
    const { reading } = await readDid(sources, did, time, now);
    return { life: reading?.detail.deactivatedAt, document: reading?.document };
  };

  it("says so from its end on, and resolves for times before", async () => {
    for (const time of [now, deactivatedAt])
      expect(await at(time)).toEqual({
        life: deactivatedAt,
        document: { outcome: "deactivated", did, deactivatedAt },
      });
    for (const time of [deactivatedAt - 1, insertedAt])
      expect(await at(time)).toEqual({
        life: deactivatedAt,
        document: {
          outcome: "resolved",
          did,
          baseDocument: "{}",
          controllers: [did],
          relationships: [],
        },
      });
  });
});

import { type Address, getAddress, hexToNumber, keccak256, slice, stringToHex } from "viem";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { blockTimes, inOrder, type PageSources, wholeChain } from "#lib/chain/events.ts";
import { didEventsQuery } from "#lib/index/dids.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

import { cutPage, type OpenPage, openPageOf, type PageAsked, windowOf } from "./paging.ts";

/** Something that happened to a DID. */
export interface DidEvent {
  /** Hash of the transaction and place of the event among those of the block. */
  id: string;
  /** Name of the event of the register. */
  event: string;
  /** Account that changed the document. */
  signer: string;
  /** As ISO 8601 writes it. */
  timestamp: string;
  txId: string;
  blockNumber: number;
}

/** What happened to a DID, the oldest first. */
export async function listedDidEvents(
  { index, chain, addresses, isLate }: PageSources,
  did: string,
  asked: PageAsked,
): Promise<OpenPage<DidEvent>> {
  const didHash = keccak256(stringToHex(did));
  const window = windowOf(asked);
  return indexOrContract(
    async () => {
      const { didDocumentEvents } = await index.ask(didEventsQuery, {
        document: didHash,
        ...window,
      });
      const { items, more } = cutPage(didDocumentEvents, asked);
      return {
        items: items.map(({ id, event, signer, block, timestamp }) => {
          const txId = slice(id, 0, 32);
          return {
            id: `${txId}-${hexToNumber(slice(id, 32))}`,
            event,
            signer: getAddress(signer),
            timestamp: isoTime(timestamp),
            txId,
            blockNumber: block,
          };
        }),
        more,
      };
    },
    async () => {
      const logs = await chain.getContractEvents({
        address: addresses.DidRegistry,
        abi: didRegistryAbi,
        args: { didHash },
        ...wholeChain,
      });
      const { items, more } = openPageOf(inOrder(logs), asked);
      const timeOf = await blockTimes(chain, items);
      return {
        items: items.map(({ eventName, args, transactionHash, blockNumber, logIndex }) => ({
          id: `${transactionHash}-${logIndex}`,
          event: eventName,
          signer: getAddress((args as { actor: Address }).actor),
          timestamp: isoTime(timeOf(blockNumber)),
          txId: transactionHash,
          blockNumber: Number(blockNumber),
        })),
        more,
      };
    },
    isLate,
  );
}

function isoTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

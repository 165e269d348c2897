import type { Hex } from "viem";

import { identityRegistryAbi } from "#generated/contracts/IdentityRegistry.ts";
import { blockTimes, type EventReader, inOrder, wholeChain } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { type EthrEvent, textOfWord } from "./ethr.ts";

/** Everything that the register ever said about an identity, the oldest first: its own events, which name it as their topic. */
export async function readEthrEvents(
  chain: EventReader,
  { IdentityRegistry: address }: Pick<Addresses, "IdentityRegistry">,
  identity: Hex,
): Promise<EthrEvent[]> {
  const asked = { address, abi: identityRegistryAbi, args: { identity }, ...wholeChain } as const;
  const [owners, delegates, attributes] = await Promise.all([
    chain.getContractEvents({ ...asked, eventName: "DIDOwnerChanged" }),
    chain.getContractEvents({ ...asked, eventName: "DIDDelegateChanged" }),
    chain.getContractEvents({ ...asked, eventName: "DIDAttributeChanged" }),
  ]);
  const all = inOrder([...owners, ...delegates, ...attributes]);
  const timeOf = await blockTimes(chain, all);
  return all.map((log): EthrEvent => {
    const place = {
      block: Number(log.blockNumber),
      at: timeOf(log.blockNumber),
      transaction: log.transactionHash,
    };
    switch (log.eventName) {
      case "DIDOwnerChanged":
        return { ...place, event: "owner", owner: log.args.owner.toLowerCase() as Hex };
      case "DIDDelegateChanged":
        return {
          ...place,
          event: "delegate",
          type: textOfWord(log.args.delegateType),
          delegate: log.args.delegate.toLowerCase() as Hex,
          validTo: log.args.validTo,
        };
      case "DIDAttributeChanged":
        return {
          ...place,
          event: "attribute",
          name: textOfWord(log.args.name),
          value: log.args.value,
          validTo: log.args.validTo,
        };
    }
  });
}

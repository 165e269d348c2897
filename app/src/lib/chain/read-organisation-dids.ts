import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import type { Addresses } from "#lib/endpoints.ts";

import type { EventReader } from "./events.ts";

type Hex = `0x${string}`;

/** The DID that a body gave an organisation, and what the register of DIDs says of it. */
export interface OrganisationDid {
  did: string;
  state: "active" | "deactivated" | "unknown";
}

/**
 * DIDs of organisations by the organisations' ids; those that have none are left out. The contracts are asked, because no page may say of a
 * DID that it is unknown only because an index is late. Null while the chain gives no answer.
 */
export async function readOrganisationDids(
  chain: Pick<EventReader, "readContract">,
  { OrganisationRegistry, DidRegistry }: Pick<Addresses, "OrganisationRegistry" | "DidRegistry">,
  organisations: readonly Hex[],
): Promise<ReadonlyMap<Hex, OrganisationDid> | null> {
  const didOf = async (
    organisation: Hex,
  ): Promise<readonly (readonly [Hex, OrganisationDid])[]> => {
    const { did } = await chain.readContract({
      address: OrganisationRegistry,
      abi: organisationRegistryAbi,
      functionName: "organisationDescription",
      args: [organisation],
    });
    if (did === "") return [];
    const [insertedAt, deactivatedAt] = await chain.readContract({
      address: DidRegistry,
      abi: didRegistryAbi,
      functionName: "didLife",
      args: [did],
    });
    const state = insertedAt === 0 ? "unknown" : deactivatedAt === 0 ? "active" : "deactivated";
    return [[organisation, { did, state }]];
  };
  try {
    return new Map((await Promise.all([...new Set(organisations)].map(didOf))).flat());
  } catch (error) {
    console.info("The registers of organisations and DIDs give no answer.", error);
    return null;
  }
}

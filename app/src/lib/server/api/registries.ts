import type { Address, PublicClient } from "viem";

import type { ContractName } from "#lib/endpoints.ts";

import { sources } from "../sources.ts";

/** The chain, and where a contract of ours stands on it. */
export interface Registry {
  chain: PublicClient;
  address: Address;
}

export async function registry(name: ContractName): Promise<Registry> {
  const { chain, deployment } = await sources();
  return { chain, address: deployment.addresses[name] };
}

/** What the contracts answer for a page of a list. */
export type ContractPage<Item> = readonly [
  items: readonly Item[],
  total: bigint,
  howMany: bigint,
  prev: bigint,
  next: bigint,
];

export function itemsOf<Item>([items, total]: ContractPage<Item>): {
  items: readonly Item[];
  total: number;
} {
  return { items, total: Number(total) };
}

export function pageArguments(asked: {
  "page[after]": number;
  "page[size]": number;
}): [page: bigint, size: bigint] {
  return [BigInt(asked["page[after]"]), BigInt(asked["page[size]"])];
}

import type { Hex } from "viem";

import type { Enode, NodeClient, Peer } from "../clients/node-client.ts";
import type { ChainView, ChainWatch } from "./chain-watch.ts";
import type { Sighting } from "./decide.ts";
import type { HostAddresses } from "./host-addresses.ts";
import type { Neighbours } from "./neighbours.ts";
import { canonicalSource } from "./network-filter.ts";

/** What was seen at one look. */
export interface View extends ChainView {
  /** Where members are that may connect. */
  reachable: readonly Enode[];
  /** Peers that do not belong. */
  strangers: readonly Peer[];
}

/** Blocks that a node may still receive after it has ceased to belong. */
const grace = 3n;
/** Milliseconds for which a stranger that was seen stays told: it is disconnected at once, and shall not be missed. */
const toldFor = 60_000;
const mostTold = 100;
const mostLeft = 1_000;

/** Sees what can be seen of other operators' nodes from the own one. */
export class Lookout {
  readonly #client: Pick<NodeClient, "block">;
  readonly #chain: ChainWatch;
  readonly #addresses: HostAddresses;
  readonly #neighbours: Neighbours;
  #belonged = new Set<Hex>();
  /** Head when a node ceased to belong. */
  readonly #leftAt = new Map<Hex, bigint>();
  readonly #told = new Map<Hex, { until: number; sighting: Sighting }>();

  constructor(
    client: Pick<NodeClient, "block">,
    chain: ChainWatch,
    addresses: HostAddresses,
    neighbours: Neighbours,
  ) {
    this.#client = client;
    this.#chain = chain;
    this.#addresses = addresses;
    this.#neighbours = neighbours;
  }

  async look(view: View): Promise<Sighting[]> {
    const belong = new Set([...view.reachable, ...view.members].map(({ publicKey }) => publicKey));
    for (const key of this.#belonged) if (!belong.has(key)) this.#leftAt.set(key, view.head);
    for (const key of belong) this.#leftAt.delete(key);
    if (this.#leftAt.size > mostLeft) this.#leftAt.clear();
    this.#belonged = belong;
    await this.#askStrangers(view);
    return [
      ...this.#chain.silent(view),
      ...this.#elsewhere(view),
      ...[...this.#told.values()].map(({ sighting }) => sighting),
      ...this.#neighbours.seen(),
    ];
  }

  /** Members whose connection is not from where the register says: they have moved, dial from another address, or somebody has their key. */
  #elsewhere({ reachable, members }: View): Sighting[] {
    const hosts = new Map(reachable.map(({ publicKey, host }) => [publicKey, host]));
    return members.flatMap(({ publicKey, address }): Sighting[] => {
      const host = hosts.get(publicKey);
      const from = canonicalSource(address);
      const known = host === undefined ? [] : (this.#addresses.of(host) ?? []);
      return host === undefined || from === undefined || known.length === 0 || known.includes(from)
        ? []
        : [{ kind: "other-address", publicKey, address: from, host }];
    });
  }

  /**
   * A stranger that announces a block which it should not have has it from somebody: a member that lets it in, or one that tells everybody.
   * It need not announce what it has.
   */
  async #askStrangers({ strangers, reachable }: View): Promise<void> {
    const now = performance.now();
    for (const [key, { until }] of this.#told)
      if (until < now || this.#belonged.has(key)) this.#told.delete(key);
    for (const { publicKey, address, head } of strangers) {
      if (head === undefined || this.#told.size >= mostTold) continue;
      const block = await this.#client.block(head.hash);
      const had = this.#leftAt.get(publicKey);
      if (block === undefined || block.number <= (had === undefined ? 0n : had + grace)) continue;
      const from = canonicalSource(address);
      const at = reachable
        .filter(({ host }) => from !== undefined && this.#addresses.of(host)?.includes(from))
        .map((member) => member.publicKey);
      const number = Number(block.number);
      this.#told.set(publicKey, {
        until: now + toldFor,
        sighting: { kind: "informed-stranger", publicKey, address, block: number, at },
      });
    }
  }
}

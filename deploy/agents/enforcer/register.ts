import { type Address, getAddress, type Hex, parseEventLogs } from "viem";

import { nodeRegistryAbi } from "../../../generated/contracts/NodeRegistry.ts";
import { validatorSetAbi } from "../../../generated/contracts/ValidatorSet.ts";
import { jsonRpc, readContract, readLogs, type Request } from "../clients/json-rpc.ts";
import { addressOfKey, type Enode } from "../clients/node-client.ts";

/** A node that the contracts let take part: one of this network that is active, on standby or in quarantine. */
export interface Member extends Enode {
  address: Address;
  /** Seconds since 1970 from which it is active; 0 while it rests. */
  since: number;
}

/** What the contracts say at one block. */
export interface Register {
  block: bigint;
  /** Block of the newest change, as far as it was seen: who holds a copy need not compare. */
  changedAt: bigint;
  /** Nodes of this network that may connect, by public key. */
  active: ReadonlyMap<Hex, Member>;
  /** The ValidatorSet. Founding validators stand in it before they are registered. */
  validators: ReadonlySet<Address>;
}

export interface RegisterAddresses {
  NodeRegistry: Address;
  ValidatorSet: Address;
}

/** `NodeStatus` of the contract: active, on standby, in quarantine. Those that rest stay connected, so that they can catch up. */
const statusesOfMembers: readonly number[] = [2, 5, 6];

/** Blocks whose logs are asked for at once: a cold start reads the whole chain. */
const logRange = 5_000n;

/**
 * The contracts as our own node answers: after each block it reads again what changed, so that a register of thousands costs
 * nothing while nothing happens. All of it comes from the chain; nothing has to survive a restart.
 */
export class RegisterReader {
  readonly #request: Request;
  readonly #addresses: RegisterAddresses;
  readonly #active = new Map<Hex, Member>();
  /** Registered nodes by id, so that a status that ends finds its public key. */
  readonly #keys = new Map<Hex, Hex>();
  #network: bigint | undefined;
  #read = -1n;
  #changedAt = -1n;
  #validators: ReadonlySet<Address> = new Set();

  constructor(url: string, addresses: RegisterAddresses) {
    this.#request = jsonRpc(url, 10_000);
    this.#addresses = addresses;
  }

  /** What the contracts say at `block`, which is the newest one of our node. */
  async at(block: bigint): Promise<Register> {
    // A node that was restored from a backup knows less than before.
    if (block < this.#read) this.#forget();
    if (block > this.#read) await this.#readUpTo(block);
    return {
      block: this.#read,
      changedAt: this.#changedAt,
      active: this.#active,
      validators: this.#validators,
    };
  }

  async #readUpTo(block: bigint): Promise<void> {
    this.#network ??= BigInt(await this.#request<Hex>("eth_chainId"));
    const [changed, validators] = await Promise.all([
      this.#changedUpTo(block),
      readContract(this.#request, {
        address: this.#addresses.ValidatorSet,
        abi: validatorSetAbi,
        functionName: "getValidators",
        blockNumber: block,
      }),
    ]);
    const nodes = await Promise.all(
      [...changed].map(async (id) => ({ id, ...(await this.#node(id, block)) })),
    );
    for (const { id, status, network, publicKey, host, port, activeSince: since } of nodes) {
      const before = this.#keys.get(id);
      if (before !== undefined) this.#active.delete(before);
      if (!statusesOfMembers.includes(status) || network !== this.#network) continue;
      this.#keys.set(id, publicKey);
      this.#active.set(publicKey, {
        publicKey,
        host,
        port,
        since,
        address: addressOfKey(publicKey),
      });
    }
    const before = this.#validators;
    this.#validators = new Set(validators.map((address) => getAddress(address)));
    const isSame =
      before.size === this.#validators.size &&
      validators.every((address) => before.has(getAddress(address)));
    if (nodes.length > 0 || !isSame) this.#changedAt = block;
    this.#read = block;
  }

  /** Ids of nodes that the chain names since it was last read. */
  async #changedUpTo(block: bigint): Promise<ReadonlySet<Hex>> {
    const changed = new Set<Hex>();
    for (let from = this.#read + 1n; from <= block; from += logRange) {
      const to = from + logRange - 1n < block ? from + logRange - 1n : block;
      const logs = await readLogs(this.#request, {
        address: this.#addresses.NodeRegistry,
        fromBlock: from,
        toBlock: to,
      });
      // To parse none costs as much as to parse some: each event's name is hashed.
      if (logs.length === 0) continue;
      for (const { eventName, args } of parseEventLogs({ abi: nodeRegistryAbi, logs })) {
        if (
          eventName === "NodeRegistered" ||
          eventName === "NodeStatusChanged" ||
          eventName === "NodeMoved"
        )
          changed.add(args.node);
      }
    }
    return changed;
  }

  async #node(id: Hex, blockNumber: bigint) {
    return await readContract(this.#request, {
      address: this.#addresses.NodeRegistry,
      abi: nodeRegistryAbi,
      functionName: "node",
      args: [id],
      blockNumber,
    });
  }

  #forget(): void {
    this.#active.clear();
    this.#keys.clear();
    this.#validators = new Set();
    this.#read = -1n;
  }
}

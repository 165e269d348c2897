import { concat, type Hex, keccak256, numberToHex } from "viem";

import {
  addressOfKey,
  type Allowlist,
  type Block,
  type Enode,
  enodeUrl,
  type NodeClient,
  type Peer,
} from "../../deploy/agents/clients/node-client.ts";
import { Enforcer } from "../../deploy/agents/enforcer/enforcer.ts";
import type { Register } from "../../deploy/agents/enforcer/register.ts";
import { limit, reported, type Result } from "../result.ts";

const suite = "network";
const size = 1_000;
const strangers = 100;
/** Three blocks of one second. */
const budget = 3_000;

/** Not points of the curve: an enforcer hashes public keys and computes with none. */
const enodeAt = (index: number): Enode => ({
  publicKey: concat([keccak256(numberToHex(index)), keccak256(numberToHex(index + 1_000_000))]),
  host: `10.${(index >> 16) & 255}.${(index >> 8) & 255}.${index & 255}`,
  port: 30_303,
});

/** A SIMULATED client with an allowlist of its own, which does at once what it is ordered to do. */
class SimulatedNode implements NodeClient {
  readonly name = "simulated";
  readonly votesOnValidators = false;
  readonly connectsValidatorsOnly = false;
  readonly connected = new Map<Hex, Peer>();
  readonly entries = new Map<string, Enode>();
  height = 1n;
  readonly allowlist: Allowlist = {
    read: () => Promise.resolve([...this.entries.values()]),
    add: (enodes) => {
      for (const enode of enodes) this.entries.set(enodeUrl(enode), enode);
      return Promise.resolve();
    },
    remove: (enodes) => {
      for (const enode of enodes) this.entries.delete(enodeUrl(enode));
      return Promise.resolve();
    },
  };
  readonly #own: Enode;

  constructor(own: Enode) {
    this.#own = own;
  }

  head = () => Promise.resolve(this.height);
  publicKey = () => Promise.resolve(this.#own.publicKey);
  peers = () => Promise.resolve([...this.connected.values()]);
  validators = () => Promise.resolve([addressOfKey(this.#own.publicKey)]);
  vote = () => Promise.resolve();

  block(which: bigint | Hex): Promise<Block | undefined> {
    const number = typeof which === "bigint" ? which : BigInt(which);
    const hash = numberToHex(number, { size: 32 });
    const parentHash = numberToHex(number === 0n ? 0n : number - 1n, { size: 32 });
    const timestamp = Math.floor(Date.now() / 1_000);
    const proposer = addressOfKey(this.#own.publicKey);
    return Promise.resolve({ number, hash, parentHash, timestamp, proposer });
  }

  connect({ publicKey, host, port }: Enode): Promise<void> {
    const head = { hash: numberToHex(this.height, { size: 32 }), number: this.height };
    const remote = `${host}:${port}`;
    this.connected.set(publicKey, { publicKey, remote, address: host, inbound: false, head });
    return Promise.resolve();
  }

  disconnect({ publicKey }: Peer): Promise<void> {
    this.connected.delete(publicKey);
    return Promise.resolve();
  }
}

/**
 * How long one enforcer takes, in one process, until a SIMULATED node does as a register of 1,000 nodes says: it begins with nobody
 * connected but strangers, and with an allowlist of strangers.
 */
export async function reconciliation(): Promise<Result[]> {
  const [own, ...others] = Array.from({ length: size }, (_, index) => enodeAt(index));
  if (own === undefined) throw new Error("There is no node.");
  const node = new SimulatedNode(own);
  for (let index = 0; index < strangers; index += 1) {
    const stranger = enodeAt(size + index);
    await node.connect(stranger);
    node.entries.set(enodeUrl(stranger), stranger);
  }
  const register: Register = {
    block: 1n,
    changedAt: 1n,
    // The enforcer's reader brings the address of each key with it.
    active: new Map(
      [own, ...others].map((enode) => [
        enode.publicKey,
        { ...enode, since: 1, address: addressOfKey(enode.publicKey) },
      ]),
    ),
    validators: new Set([addressOfKey(own.publicKey)]),
  };
  const enforcer = new Enforcer({
    client: node,
    register: { at: (block) => Promise.resolve({ ...register, block }) },
    // The rank of a founder makes it the one that dials.
    founders: [own],
  });
  const began = performance.now();
  let looks = 0;
  for (let drift = 1; drift > 0; looks += 1) {
    node.height += 1n;
    ({
      drift: { length: drift },
    } = await enforcer.look());
    if (looks > 10) throw new Error(`${drift} are out of line after ${looks} looks.`);
  }
  const reconciled = performance.now() - began;
  const hasAll = node.connected.size === size - 1 && node.entries.size === size - 1;
  if (!hasAll) throw new Error(`${node.connected.size} connected, ${node.entries.size} allowed.`);

  const again = performance.now();
  const rounds = 20;
  for (let round = 0; round < rounds; round += 1) {
    node.height += 1n;
    await enforcer.look();
  }
  const id = `${size.toLocaleString("en")} simulated nodes`;
  return [
    limit({
      suite,
      id: `one enforcer brings in line ${id}`,
      unit: "ms",
      ours: reconciled,
      limit: budget,
    }),
    reported({
      suite,
      id: `one look at ${id} in line`,
      unit: "ms",
      ours: (performance.now() - again) / rounds,
    }),
  ];
}

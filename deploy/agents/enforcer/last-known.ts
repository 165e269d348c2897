import { readFileSync } from "node:fs";

import { type Address, getAddress, type Hash, isAddress, isAddressEqual, isHash } from "viem";

import { addressOfKey, type Enode, enodeUrl, parseEnode } from "../clients/node-client.ts";
import type { Member, Register } from "./register.ts";
import { replaceFile } from "./replace-file.ts";
import { SettingsError } from "../settings.ts";

/** What the contracts said when they could last be read, for the time in which they cannot. */
export interface LastKnown {
  /** Founders and where they are, registered or not: who of two nodes dials depends on them. */
  founders: readonly Enode[];
  register: Register;
  /** Hash of the network's first block. */
  genesis: Hash;
}

/** As it stands on disk: one JSON object. */
interface Saved {
  genesis: Hash;
  nodeRegistry: Address;
  block: number;
  founders: string[];
  members: { enode: string; since: number }[];
  validators: Address[];
}

const remedy =
  "Bring the file from another operator's enforcer of the same network, or start without break-glass; it is written anew as soon as the node has read the contracts.";

/**
 * Keeps the last known register in a file for its owner alone. All of it comes from the chain, so that losing it loses nothing but the
 * way back after a halt. It is replaced as a whole or not at all.
 */
export class LastKnownFile {
  readonly path: string;
  readonly #nodeRegistry: Address;
  #savedText: string | undefined;
  #saved: (Pick<LastKnown, "genesis"> & Pick<Register, "block">) | undefined;
  #changedAt = -1n;

  constructor(path: string, nodeRegistry: Address) {
    this.path = path;
    this.#nodeRegistry = getAddress(nodeRegistry);
    try {
      const { genesis, register } = this.read();
      this.#saved = { genesis, block: register.block };
    } catch {
      // Only break-glass needs what it holds; until then a missing or damaged file is one to be written.
    }
  }

  /** Writes what is new. A node that is behind what is saved does not overwrite what it once knew better. */
  save({ register, founders, genesis }: LastKnown): void {
    if (register.changedAt === this.#changedAt) return;
    const { changedAt, block } = register;
    if (this.#saved?.genesis === genesis && block < this.#saved.block) return;
    const saved: Saved = {
      genesis,
      nodeRegistry: this.#nodeRegistry,
      block: Number(block),
      founders: founders.map(enodeUrl),
      members: [...register.active.values()].map((member) => ({
        enode: enodeUrl(member),
        since: member.since,
      })),
      validators: [...register.validators],
    };
    const text = `${JSON.stringify(saved, null, 2)}\n`;
    if (text !== this.#savedText) replaceFile(this.path, text);
    this.#savedText = text;
    this.#saved = { genesis, block };
    this.#changedAt = changedAt;
  }

  /** What was saved. @throws SettingsError when there is no such file, it is damaged, or it is of another network. */
  read(): LastKnown {
    let saved: Partial<Saved>;
    try {
      saved = JSON.parse(readFileSync(this.path, "utf8")) as Partial<Saved>;
    } catch (cause) {
      throw new SettingsError(`The last known state ${this.path} cannot be read.`, remedy, {
        cause,
      });
    }
    const known = parse(saved);
    if (known === undefined)
      throw new SettingsError(`The last known state ${this.path} is damaged.`, remedy);
    if (!isAddressEqual(known.nodeRegistry, this.#nodeRegistry)) {
      throw new SettingsError(
        `The last known state ${this.path} is of the NodeRegistry ${known.nodeRegistry}, the settings name ${this.#nodeRegistry}.`,
        remedy,
      );
    }
    return known;
  }
}

function parse(
  saved: Partial<Saved> | null,
): (LastKnown & Pick<Saved, "nodeRegistry">) | undefined {
  const { genesis, nodeRegistry, block, founders, members, validators } = saved ?? {};
  if (
    !isHash(genesis ?? "") ||
    genesis === undefined ||
    !isAddressText(nodeRegistry) ||
    !Number.isSafeInteger(block) ||
    block === undefined ||
    block < 0 ||
    !Array.isArray(founders) ||
    !Array.isArray(members) ||
    !Array.isArray(validators) ||
    !validators.every(isAddressText)
  )
    return undefined;
  const enodes = founders.map(enodeOf);
  const active = members.map((member: { enode?: unknown; since?: unknown } | null) => {
    const enode = enodeOf(member?.enode);
    const since = member?.since;
    return enode === undefined || typeof since !== "number" ? undefined : memberAt(enode, since);
  });
  if (enodes.includes(undefined) || active.includes(undefined)) return undefined;
  return {
    genesis,
    nodeRegistry,
    founders: enodes as Enode[],
    register: {
      block: BigInt(block),
      changedAt: BigInt(block),
      active: new Map((active as Member[]).map((member) => [member.publicKey, member])),
      validators: new Set(validators.map((address) => getAddress(address))),
    },
  };
}

const memberAt = (enode: Enode, since: number): Member => ({
  ...enode,
  since,
  address: addressOfKey(enode.publicKey),
});

const enodeOf = (value: unknown): Enode | undefined =>
  typeof value === "string" ? parseEnode(value) : undefined;

const isAddressText = (value: unknown): value is Address =>
  typeof value === "string" && isAddress(value, { strict: false });

import { mkdtemp, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";
import type { Address, Hex } from "viem";

import {
  addressOfKey,
  type Block,
  type Enode,
  type NodeClient,
} from "../../../deploy/agents/clients/node-client.ts";
import { Enforcer } from "../../../deploy/agents/enforcer/enforcer.ts";
import { LastKnownFile } from "../../../deploy/agents/enforcer/last-known.ts";
import type { Register } from "../../../deploy/agents/enforcer/register.ts";
import { SettingsError } from "../../../deploy/agents/settings.ts";
import { nodeKey } from "../../support/operators.ts";

const registry: Address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const genesis: Hex = `0x${"a0".repeat(32)}`;
const enodes: Enode[] = [0, 1, 2].map((index) => ({
  publicKey: nodeKey(index).publicKey,
  host: `192.0.2.${index}`,
  port: 30_303,
}));
const [own, founder, admitted] = enodes as [Enode, Enode, Enode];

const registerAt = (block: bigint, members: readonly Enode[] = [admitted]): Register => ({
  block,
  changedAt: block,
  active: new Map(
    members.map((member) => [
      member.publicKey,
      { ...member, since: 7, address: addressOfKey(member.publicKey) },
    ]),
  ),
  validators: new Set([own, founder].map(({ publicKey }) => addressOfKey(publicKey))),
});

/** A node as an enforcer sees it. */
class NodeDouble implements NodeClient {
  readonly name = "double";
  readonly votesOnValidators = true;
  readonly connectsValidatorsOnly = false;
  readonly dialled: Enode[] = [];
  readonly votes: unknown[] = [];
  height = 0n;
  genesis = genesis;
  readable = true;

  head(): Promise<bigint> {
    return this.readable ? Promise.resolve(this.height) : Promise.reject(new Error("no state"));
  }

  block(which: bigint | Hex): Promise<Block | undefined> {
    if (typeof which !== "bigint") return Promise.resolve(undefined);
    const hashAt = (number: bigint): Hex =>
      number === 0n ? this.genesis : `0x${number.toString(16).padStart(64, "0")}`;
    return Promise.resolve({
      number: which,
      hash: hashAt(which),
      parentHash: which === 0n ? `0x${"00".repeat(32)}` : hashAt(which - 1n),
      timestamp: Math.floor(Date.now() / 1_000),
      proposer: addressOfKey(own.publicKey),
    });
  }

  publicKey = () => Promise.resolve(own.publicKey);
  peers = () => Promise.resolve([]);
  validators = () => Promise.resolve([addressOfKey(own.publicKey)]);
  disconnect = () => Promise.resolve();

  connect(enode: Enode): Promise<void> {
    this.dialled.push(enode);
    return Promise.resolve();
  }

  vote(vote: unknown): Promise<void> {
    this.votes.push(vote);
    return Promise.resolve();
  }
}

describe("The last known state of an enforcer", () => {
  let folder: string;
  let file: string;

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), "foedus-last-known-"));
    file = path.join(folder, "last-known.json");
  });
  afterEach(() => rm(folder, { recursive: true }));

  const saved = (register = registerAt(20n)): LastKnownFile => {
    const lastKnown = new LastKnownFile(file, registry);
    lastKnown.save({ register, founders: [own, founder], genesis });
    return lastKnown;
  };

  it("is read as it was kept, from a file for its owner alone and nothing beside it", async () => {
    saved();
    const known = new LastKnownFile(file, registry).read();
    expect(known.register).to.deep.equal(registerAt(20n));
    expect(known.founders).to.deep.equal([own, founder]);
    expect((await stat(file)).mode & 0o777).to.equal(0o600);
    expect(await readdir(folder)).to.deep.equal(["last-known.json"]);
  });

  it("is not overwritten by a node that is behind it, also not after a restart", () => {
    saved().save({ register: registerAt(3n, []), founders: [], genesis });
    new LastKnownFile(file, registry).save({ register: registerAt(0n, []), founders: [], genesis });
    expect(new LastKnownFile(file, registry).read().register.block).to.equal(20n);
  });

  it("is overwritten where it is of a network that was founded anew", () => {
    saved();
    const another: Hex = `0x${"a1".repeat(32)}`;
    const lastKnown = new LastKnownFile(file, registry);
    lastKnown.save({ register: registerAt(1n), founders: [], genesis: another });
    expect(lastKnown.read().register.block).to.equal(1n);
  });

  const damaged: [what: string, text: (genuine: string) => string][] = [
    ["cut off", (genuine) => genuine.slice(0, 100)],
    ["empty", () => ""],
    ["null", () => "null"],
    ["without its validators", (genuine) => genuine.replace('"validators"', '"others"')],
    ["with an enode that is none", (genuine) => genuine.replace(/enode:/, "node:")],
    ["with a time that is none", (genuine) => genuine.replace('"since": 7', '"since": "x"')],
    ["with a block below all", (genuine) => genuine.replace('"block": 20', '"block": -1')],
  ];
  for (const [what, damage] of damaged) {
    it(`${what} is an error with a remedy for break-glass, and otherwise written anew`, async () => {
      saved();
      await writeFile(file, damage(await readFile(file, "utf8")));
      const lastKnown = new LastKnownFile(file, registry);
      expect(() => lastKnown.read())
        .to.throw(SettingsError, /^The last known state .* (cannot be read|is damaged)/)
        .with.property("remedy")
        .that.matches(/another operator's enforcer/);
      lastKnown.save({ register: registerAt(2n), founders: [], genesis });
      expect(lastKnown.read().register.block).to.equal(2n);
    });
  }

  it("of another network is refused", () => {
    saved();
    const other = new LastKnownFile(file, "0x8464135c8F25Da09e49BC8782676a84730C318bC");
    expect(() => other.read()).to.throw(SettingsError, /is of the NodeRegistry 0x5FbD/);
  });

  describe("in break-glass", () => {
    const enforcer = (node: NodeDouble, register: () => Register = () => registerAt(0n, [])) => {
      const lastKnown = saved();
      return new Enforcer({
        client: node,
        register: { at: () => Promise.resolve(register()) },
        founders: [],
        lastKnown,
        breakGlass: lastKnown.read(),
      });
    };

    it("lets a node dial whom it knew while it has no chain, and casts no vote", async () => {
      const node = new NodeDouble();
      const { drift } = await enforcer(node).look();
      expect(node.dialled.map(({ host }) => host)).to.include(admitted.host);
      expect(drift[0]).to.deep.equal({
        kind: "break-glass",
        block: 20,
        reason: "its node is behind it",
      });
      expect(node.votes).to.deep.equal([]);
    });

    it("does the same for a node that does not read the contracts", async () => {
      const node = new NodeDouble();
      node.readable = false;
      const { drift, head } = await enforcer(node).look();
      expect(head).to.equal(null);
      expect(drift[0]).to.include({ reason: "its node does not read the contracts (no state)" });
      expect(node.dialled.map(({ host }) => host)).to.include(admitted.host);
    });

    it("goes by the contracts as soon as the node has caught up", async () => {
      const node = new NodeDouble();
      let register = registerAt(19n, []);
      const agent = enforcer(node, () => register);
      node.height = 19n;
      expect((await agent.look()).drift[0]?.kind).to.equal("break-glass");
      node.height = 20n;
      register = registerAt(20n, []);
      const { drift } = await agent.look();
      expect(drift.map(({ kind }) => kind)).to.not.include("break-glass");
      expect(node.votes).to.have.lengthOf(1);
    });

    it("refuses a node of another network", async () => {
      const node = new NodeDouble();
      node.genesis = `0x${"a1".repeat(32)}`;
      const failure = await enforcer(node)
        .look()
        .catch((error: unknown) => error);
      expect(String(failure)).to.match(/is of the network that began with 0xa0/);
      expect(node.dialled).to.deep.equal([]);
    });
  });

  it("does not count without break-glass", async () => {
    saved();
    const node = new NodeDouble();
    node.readable = false;
    const agent = new Enforcer({
      client: node,
      register: { at: () => Promise.resolve(registerAt(0n)) },
      founders: [],
      lastKnown: new LastKnownFile(file, registry),
    });
    const failure = await agent.look().catch((error: unknown) => error);
    expect(String(failure)).to.equal("Error: no state");
  });
});

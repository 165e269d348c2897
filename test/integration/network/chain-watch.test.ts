import { expect } from "chai";
import type { Address, Hex } from "viem";

import { addressOfKey, type Block, type Peer } from "../../../deploy/agents/clients/node-client.ts";
import { ChainWatch } from "../../../deploy/agents/enforcer/chain-watch.ts";
import { HostAddresses } from "../../../deploy/agents/enforcer/host-addresses.ts";
import { Lookout } from "../../../deploy/agents/enforcer/lookout.ts";
import { Neighbours } from "../../../deploy/agents/enforcer/neighbours.ts";
import { nodeKey } from "../../support/operators.ts";

const keys = [0, 1, 2, 3, 4].map((index) => nodeKey(index).publicKey);
const [first = "0x", second = "0x"] = keys;
const validators: Address[] = keys.slice(0, 4).map(addressOfKey);
const now = 1_790_000_000;

/** Hash of the block of this number on the chain of this letter. */
const hashOf = (number: bigint, chain = "a"): Hex =>
  `0x${number.toString(16).padStart(63, "0")}${chain}`;

/** A chain whose newest block is of now; validators propose in turn. */
class ChainDouble {
  height = 100n;
  chain = "a";
  asked = 0;
  proposers: readonly Address[] = validators;
  late = 0;

  block(which: bigint | Hex): Promise<Block | undefined> {
    this.asked += 1;
    const number = typeof which === "bigint" ? which : BigInt(which.slice(0, -1));
    const isThere =
      number <= this.height && (typeof which === "bigint" || which.endsWith(this.chain));
    const proposer = this.proposers[Number(number) % this.proposers.length] ?? "0x";
    return Promise.resolve(
      isThere
        ? {
            number,
            hash: hashOf(number, this.chain),
            parentHash: hashOf(number - 1n, this.chain),
            timestamp: now - this.late - Number(this.height - number),
            proposer,
          }
        : undefined,
    );
  }
}

const peerAt = (publicKey: Hex, number?: bigint, chain = "a", address = "192.0.2.1"): Peer => ({
  publicKey,
  remote: `${address}:30303`,
  address,
  inbound: false,
  ...(number === undefined ? {} : { head: { hash: hashOf(number, chain), number } }),
});

describe("What an enforcer makes of its node's chain", () => {
  let chain: ChainDouble;
  let watch: ChainWatch;
  beforeEach(() => {
    chain = new ChainDouble();
    watch = new ChainWatch(chain);
  });

  const view = (members: Peer[] = [], head = chain.height) => ({ head, members, validators, now });
  const kinds = async (members: Peer[] = [], at = now) =>
    (await watch.compare({ ...view(members), now: at })).map(({ kind }) => kind);

  it("is nothing where each block follows on the one before", async () => {
    expect(await watch.follow(100n)).to.equal(undefined);
    chain.height = 103n;
    expect(await watch.follow(103n)).to.equal(undefined);
    expect(await kinds([peerAt(second, 102n)])).to.deep.equal([]);
    const { asked } = chain;
    expect(await watch.follow(103n)).to.equal(undefined);
    expect(chain.asked).to.equal(asked);
  });

  it("is a false head where the node does not have what it claims", async () => {
    expect(await watch.follow(101n)).to.deep.equal({
      kind: "false-head",
      block: 101,
      reason: "it does not have the block that it claims",
    });
  });

  it("is a false head where a block does not follow on the one before, once", async () => {
    await watch.follow(100n);
    chain.height = 101n;
    chain.chain = "b";
    expect(await watch.follow(101n)).to.include({
      reason: "its blocks do not follow on each other",
    });
    expect(await watch.follow(101n)).to.equal(undefined);
  });

  it("begins anew where the node was restored from a backup, or is far ahead", async () => {
    await watch.follow(100n);
    expect(await watch.follow(20n)).to.equal(undefined);
    chain.height = 5_000n;
    expect(await watch.follow(5_000n)).to.equal(undefined);
  });

  it("is an old head after half a minute, and a future one five seconds ahead", async () => {
    await watch.follow(100n);
    expect(await kinds([], now + 30)).to.deep.equal([]);
    expect(await kinds([], now + 31)).to.deep.equal(["stale-head"]);
    expect(await kinds([], now - 5)).to.deep.equal([]);
    expect(await kinds([], now - 6)).to.deep.equal(["future-head"]);
  });

  const lasting: [what: string, members: Peer[], kind: string | undefined][] = [
    ["most peers are further", [peerAt(first, 111n), peerAt(second, 111n)], "behind"],
    [
      "one of three peers is further",
      [peerAt(first, 111n), peerAt(second, 100n), peerAt(second, 99n)],
      undefined,
    ],
    ["no peer is near", [peerAt(first, 89n), peerAt(second, 4n)], "false-head"],
    [
      "most peers have another block",
      [peerAt(first, 98n, "b"), peerAt(second, 97n, "b")],
      "false-head",
    ],
    [
      "one of two peers has another block",
      [peerAt(first, 98n, "b"), peerAt(second, 97n)],
      undefined,
    ],
    ["a block has just come", [peerAt(first, 101n), peerAt(second, 99n, "b")], undefined],
    ["nobody announces anything", [peerAt(first)], undefined],
  ];
  for (const [what, members, kind] of lasting) {
    it(`is ${kind ?? "nothing"} where for ten seconds ${what}`, async function () {
      const clock = performance.now.bind(performance);
      let passed = 0;
      performance.now = () => clock() + passed;
      try {
        await watch.follow(100n);
        expect(await kinds(members)).to.deep.equal([]);
        passed = 10_000;
        expect(await kinds(members)).to.deep.equal(kind === undefined ? [] : [kind]);
      } finally {
        performance.now = clock;
      }
    });
  }

  describe("and of other operators' nodes", () => {
    let lookout: Lookout;
    const hosts: Record<string, string[]> = { "node-1.example": ["192.0.2.1"] };
    const addresses = new HostAddresses((name) => Promise.resolve(hosts[name] ?? []));
    beforeEach(() => {
      lookout = new Lookout(chain, watch, addresses, new Neighbours([]));
    });
    const reachable = [{ publicKey: second, host: "192.0.2.1", port: 30_303 }];
    const look = (changes: Partial<Parameters<Lookout["look"]>[0]> = {}) =>
      lookout.look({ ...view(), reachable, strangers: [], ...changes });

    /** Blocks go by one after the other. */
    async function goOn(count: number): Promise<void> {
      for (let block = 0; block < count; block += 1) {
        chain.height += 1n;
        await watch.follow(chain.height);
        await look();
      }
    }

    it("sees a validator that lets its turns go by, when it has had two", async () => {
      await watch.follow(chain.height);
      await look();
      chain.proposers = validators.slice(0, 3);
      await goOn(11);
      expect(await look()).to.deep.equal([]);
      await goOn(1);
      expect(await look()).to.deep.equal([
        { kind: "silent-validator", validator: validators[3], blocks: 12 },
      ]);
      chain.proposers = validators;
      await goOn(4);
      expect(await look()).to.deep.equal([]);
    });

    it("sees a stranger that has blocks of the network, and at whose address it is", async () => {
      const stranger = keys[4] ?? "0x";
      expect(await look({ strangers: [peerAt(stranger, 0n)] })).to.deep.equal([]);
      expect(await look({ strangers: [peerAt(stranger, 98n, "b")] })).to.deep.equal([]);
      expect(await look({ strangers: [peerAt(stranger)] })).to.deep.equal([]);
      const [sighting] = await look({ strangers: [peerAt(stranger, 98n)] });
      expect(sighting).to.deep.equal({
        kind: "informed-stranger",
        publicKey: stranger,
        address: "192.0.2.1",
        block: 98,
        at: [second],
      });
      // It is disconnected at once, and told for a while.
      expect(await look()).to.deep.equal([sighting]);
    });

    it("does not take a node that has just left for an informed stranger", async () => {
      await look({ members: [peerAt(second, 99n)], reachable });
      const retired = { reachable: [], strangers: [peerAt(second, 100n)] };
      expect(await look(retired)).to.deep.equal([]);
      chain.height = 110n;
      expect(await look({ ...retired, strangers: [peerAt(second, 108n)] })).to.have.lengthOf(1);
    });

    it("sees a member that connects from elsewhere than the register says", async () => {
      const members = [peerAt(second, 99n, "a", "203.0.113.7")];
      expect(await look({ members })).to.deep.equal([
        { kind: "other-address", publicKey: second, address: "203.0.113.7", host: "192.0.2.1" },
      ]);
      expect(await look({ members: [peerAt(second, 99n)] })).to.deep.equal([]);
      const named = [{ publicKey: second, host: "node-1.example", port: 30_303 }];
      await look({ members, reachable: named });
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(await look({ members: [peerAt(second, 99n)], reachable: named })).to.deep.equal([]);
      expect(await look({ members, reachable: named })).to.have.lengthOf(1);
    });
  });
});

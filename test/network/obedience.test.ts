import assert from "node:assert/strict";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";

import type { Hex } from "viem";

import { provideKaia } from "../../scripts/network/kaia-binary.ts";
import { Assembly, assemblyParameters } from "./assembly.ts";
import { KaiaNetwork, type KaiaNode, until } from "./kaia-network.ts";

const chainId = 77_001;
const founders = 4;

describe("Real nodes do what the body decides", () => {
  let folder: string;
  let network: KaiaNetwork;
  let assembly: Assembly;
  let fifth: KaiaNode;
  let fifthId: Hex;

  before(async () => {
    const kaia = await provideKaia("kcn", (line) => console.log(line));
    if ("missing" in kaia) throw new Error(kaia.missing);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-network-"));
    network = await KaiaNetwork.start({
      kcn: kaia.file,
      folder,
      chainId,
      founders,
      parameters: assemblyParameters,
    });
    assembly = new Assembly(network.first.rpc, chainId, network.addresses);
    await assembly.convene();
  });

  after(async () => {
    await network.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  it("the contracts stand in the first block, and the founders obey them", async () => {
    await until("nothing is out of line", () =>
      network.nodes.every(({ look }) => look?.orders.drift.length === 0),
    );
  });

  it("a node that nobody has admitted stays out", async () => {
    fifth = network.addNode();
    fifth.init();
    await fifth.start();
    fifth.startEnforcer();
    fifthId = await assembly.registerNode(fifth);
    const head = await network.first.client.head();
    await until("five blocks go by", async () => (await network.first.client.head()) > head + 5n);
    assert.deepEqual(await fifth.peerKeys(), []);
    assert.equal(await fifth.client.head(), 0n);
  });

  it("a vote admits it: it connects, follows the chain and validates", async (test) => {
    const executed = await assembly.decideOnNode("admitNode", fifthId);
    await measured(test, "in the set of validators", executed, () => validates(fifth));
    await measured(test, "connected to every founder", executed, async () => {
      return (await fifth.peerKeys()).length === founders;
    });
    await measured(test, "has the chain", executed, async () => {
      return (await fifth.client.head()) >= executed;
    });
    await until("nothing is out of line", () =>
      network.nodes.every(({ look }) => look !== undefined && look.orders.drift.length === 0),
    );
    const head = await network.first.client.head();
    await until("it proposes a block", async () => await proposed(fifth, head));
  });

  it("a vote retires it: it leaves the set, is disconnected, and stays out though it redials", async (test) => {
    // Its operator does not obey: no enforcer, and it goes on dialling.
    await fifth.stopEnforcer();
    const executed = await assembly.decideOnNode("retireNode", fifthId);
    await measured(test, "out of the set of validators", executed, async () => {
      return !(await validates(fifth));
    });
    await measured(test, "disconnected from everybody", executed, async () => {
      return (await connectedTo(fifth)).length === 0;
    });
    const left = await fifth.client.head();
    for (const founder of network.founders) await fifth.client.connect(founder);
    const head = await network.first.client.head();
    await until("ten blocks go by", async () => (await network.first.client.head()) > head + 10n);
    assert.deepEqual(await connectedTo(fifth), []);
    assert.equal(await fifth.client.head(), left, "it has read a block since");
  });

  async function validates({ address }: KaiaNode): Promise<boolean> {
    const validators = await network.first.client.validators();
    return validators.some((validator) => validator.toLowerCase() === address.toLowerCase());
  }

  /** Founders that have a connection to the node. */
  async function connectedTo({ enode }: KaiaNode): Promise<number[]> {
    const peers = await Promise.all(
      network.nodes.slice(0, founders).map((founder) => founder.peerKeys()),
    );
    return peers.flatMap((keys, index) => (keys.includes(enode.publicKey) ? [index] : []));
  }

  /** Whether the node proposed a block after `head`. */
  async function proposed({ address }: KaiaNode, head: bigint): Promise<boolean> {
    return await network.first.hasProposed(address, head);
  }

  /** Waits, and prints how many blocks it took after the execution. */
  async function measured(
    test: TestContext,
    what: string,
    executed: bigint,
    condition: () => Promise<boolean>,
  ): Promise<void> {
    const took = await until(what, condition);
    const blocks = (await network.first.client.head()) - executed;
    test.diagnostic(`${what} ${blocks} blocks after the execution (${(took / 1000).toFixed(1)} s)`);
  }
});

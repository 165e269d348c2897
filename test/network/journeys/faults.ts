import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { seconds, until } from "../kaia-network.ts";
import { heal, partition } from "../machine.ts";
import type { Session } from "../session.ts";

/** Parts fail, and what heals is timed. */
export function faults(session: () => Session): void {
  describe("survives", () => {
    it("the loss of one validator of four, which catches up when it is back", async (test) => {
      const lost = session().founder(3);
      await session().betweenBlocks();
      await lost.kill();
      try {
        const head = await session().head();
        await session().healed(test, "the chain goes on without it", async () => {
          return (await session().head()) >= head + 3n;
        });
      } finally {
        // Whatever this one finds, the next begins with four.
        await lost.start();
      }
      await session().healed(test, "it has caught up", async () => {
        return (await lost.client.head()) >= (await session().head()) - 1n;
      });
      await session().foundersObey();
    });

    it("the loss of two of four: it halts, and goes on without loss when they are back", async (test) => {
      const lost = [session().founder(2), session().founder(3)];
      await session().betweenBlocks();
      for (const node of lost) await node.kill();
      // A block may be under way.
      await pause(2_000);
      const head = await session().head();
      const hash = await session().founder(0).blockHash(head);
      try {
        await pause(5_000);
        assert.equal(await session().head(), head, "two of four made a block");
      } finally {
        for (const node of lost) await node.start();
      }
      await session().healed(test, "the chain goes on", async () => {
        return (await session().head()) >= head + 2n;
      });
      for (const node of session().founders) assert.equal(await node.blockHash(head), hash);
      await session().foundersObey();
    });

    it("a node that restarts and has forgotten all its peers", async (test) => {
      const node = session().founder(1);
      await node.kill("SIGTERM");
      await node.start();
      await session().healed(test, "it is connected to every other", async () => {
        return (await node.peerKeys()).length === 3;
      });
    });

    it("a validator that begins with another genesis: it stays alone until it begins with the right one", async (test) => {
      const { network } = session();
      const node = session().founder(3);
      await node.kill();
      node.wipe();
      node.init(network.writeGenesis("another-genesis.json", { timestamp: 1_700_000_000 }));
      await node.start();
      // Whether the other three go on is not what this is about: a validator that is killed at a bad moment can leave them locked on
      // different blocks until it is back, which is a weakness of Istanbul BFT.
      await pause(5_000);
      assert.deepEqual(await node.peerKeys(), []);
      assert.equal(await node.client.head(), 0n);
      await node.kill();
      node.wipe();
      node.init();
      await node.start();
      await session().healed(test, "it has the whole chain, begun from nothing", async () => {
        return (await node.client.head()) >= (await session().head()) - 1n;
      });
      await session().foundersObey();
    });

    it("a killed enforcer: others see where its node drifts, and it makes up for it", async (test) => {
      // The one with the lowest key is the one that dials all others.
      const [node, other] = session().founders.toSorted((a, b) =>
        a.enode.publicKey < b.enode.publicKey ? -1 : 1,
      );
      assert.ok(node && other);
      // Nothing else is missing before.
      await session().foundersObey();
      await node.stopEnforcer("SIGKILL");
      // Cut, so that a client that dials by itself does not make up for it within the blink of an eye.
      partition([node.machine], [other.machine]);
      for (const [one, another] of [
        [node, other],
        [other, node],
      ] as const) {
        const peers = await one.client.peers();
        const connection = peers.find(({ publicKey }) => publicKey === another.enode.publicKey);
        // It may have ended meanwhile from the other side.
        if (connection !== undefined)
          await one.client.disconnect(connection).catch(() => undefined);
      }
      try {
        await until("the other side reports that it is missing", async () => {
          const { drift } = await other.health();
          return drift.some(
            (one) => one.kind === "missing-peer" && one.publicKey === node.enode.publicKey,
          );
        });
        assert.equal(await other.metric("foedus_enforcer_drift", 'kind="missing-peer"'), 1);
      } finally {
        heal([node.machine, other.machine]);
      }
      await node.startEnforcer();
      await session().healed(test, "connected again after the enforcer is back", async () => {
        return (await node.peerKeys()).length === 3;
      });
      await session().foundersObey();
    });

    it("a halt of all four, of which one has lost its chain, one does not read the contracts, and nobody knows the others but from disk", async (test) => {
      const { founders, network } = session();
      const head = await session().head();
      const hash = await session().founder(0).blockHash(head);
      for (const node of founders) {
        await node.stopEnforcer("SIGKILL");
        await node.kill();
      }
      const emptied = session().founder(3);
      emptied.wipe();
      emptied.init();
      const unreadable = session().founder(2);
      await Promise.all(
        founders.map((node) =>
          node.start(node === unreadable ? ["--rpcapi", "net,admin,istanbul,governance"] : []),
        ),
      );
      const began = performance.now();
      const changes = { settings: { founders: [] }, arguments: ["--break-glass"] };
      await Promise.all(founders.map((node) => node.startEnforcer(changes)));
      const [drift] = (await unreadable.health()).drift;
      assert.ok(drift?.kind === "break-glass", JSON.stringify(drift));
      assert.match(drift.reason, /does not read the contracts \(eth_blockNumber: /);
      await until("three are connected", async () => {
        const peers = await Promise.all(founders.slice(0, 3).map((node) => node.peerKeys()));
        return peers.every(({ length }) => length >= 2);
      });
      test.diagnostic(`three connected: ${seconds(performance.now() - began)}`);
      await until("the chain goes on", async () => (await session().head()) >= head + 2n);
      test.diagnostic(`goes on: ${seconds(performance.now() - began)}`);
      await until("the emptied node has the chain", async () => {
        return (await emptied.client.head()) >= head + 2n;
      });
      test.diagnostic(`the emptied node has the chain: ${seconds(performance.now() - began)}`);
      for (const node of founders)
        if (node !== unreadable) assert.equal(await node.blockHash(head), hash);
      await until("the emptied node's enforcer goes by the contracts again", () => emptied.obeys());
      await unreadable.kill("SIGTERM");
      await unreadable.start();
      await until("it reads the contracts again", () => unreadable.obeys());
      for (const node of network.founders.keys()) {
        await session().founder(node).stopEnforcer();
        await session().founder(node).startEnforcer();
      }
      await session().foundersObey();
    });

    it("an enforcer whose node is away says so, and goes on when it is back", async () => {
      const node = session().founder(3);
      await node.kill();
      await until("it says that the node does not answer", async () => {
        return (await node.health()).status === "unreachable";
      });
      assert.equal(await node.metric("foedus_enforcer_node_up"), 0);
      await node.start();
      await until("it looks again", async () => (await node.health()).status !== "unreachable");
      await session().foundersObey();
    });
  });
}

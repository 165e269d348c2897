import assert from "node:assert/strict";
import { describe, it } from "node:test";

import type { Hex } from "viem";

import { nft } from "../../../scripts/test/nftables.ts";
import { type KaiaNode, until } from "../kaia-network.ts";
import type { Session } from "../session.ts";
import { filterOf } from "./strangers.ts";

/** What the body decides about a fifth node, the nodes do. */
export function obedience(session: () => Session): void {
  describe("does what the body decides", () => {
    let fifth: KaiaNode;
    let fifthId: Hex;
    let filtered: KaiaNode | undefined;
    it("from its first block on, which holds the contracts", async () => {
      await session().foundersObey();
    });

    it("with the network's own filter beside it, where the operator wants one", async (test) => {
      const missing = process.env["FOEDUS_NO_NFT"];
      if (missing !== undefined) {
        test.skip(missing);
        return;
      }
      filtered = session().founder(1);
      await filtered.stopEnforcer();
      await filtered.startEnforcer(filterOf(filtered));
      await session().foundersObey();
      for (const node of session().founders)
        assert.ok(isLetThrough(node, filtered) || node === filtered);
    });

    it("a node that nobody has admitted stays out", async () => {
      const { network, assembly } = session();
      fifth = network.addNode();
      fifth.init();
      await fifth.start();
      await fifth.startEnforcer();
      fifthId = await assembly.registerNode(fifth);
      await session().blocksGoBy(5n);
      assert.deepEqual(await fifth.peerKeys(), []);
      assert.equal(await fifth.client.head(), 0n);
    });

    it("a vote admits it: it connects, follows the chain and validates", async (test) => {
      const { assembly, founders } = session();
      const executed = await assembly.decideOnNode("admitNode", fifthId);
      const measured = async (what: string, condition: () => Promise<boolean>) =>
        await session().measured(test, what, executed, condition);
      await measured("in the set of validators", () => session().validates(fifth));
      await measured("connected to every founder", async () => {
        return (await fifth.peerKeys()).length === founders.length;
      });
      await measured("has the chain", async () => (await fifth.client.head()) >= executed);
      await session().foundersObey();
      if (filtered !== undefined) assert.ok(isLetThrough(fifth, filtered));
      await until("its own enforcer finds nothing out of line", () => fifth.obeys());
      const head = await session().head();
      await until("it proposes a block", () => session().founder(0).hasSeenProposer(fifth, head));
    });

    it("a vote retires it: it leaves the set, is disconnected, and stays out though it redials", async (test) => {
      const { assembly, network } = session();
      // Its operator does not obey: no enforcer, and it goes on dialling.
      await fifth.stopEnforcer();
      const executed = await assembly.decideOnNode("retireNode", fifthId);
      await session().measured(test, "out of the set of validators", executed, async () => {
        return !(await session().validates(fifth));
      });
      await session().measured(test, "disconnected from everybody", executed, async () => {
        return (await session().connectedTo(fifth)).length === 0;
      });
      const behind = filtered;
      if (behind !== undefined)
        await until("it is out of the filter, too", () => !isLetThrough(fifth, behind));
      const left = await fifth.client.head();
      for (const founder of network.founders) await fifth.client.connect(founder);
      await session().blocksGoBy(10n);
      assert.deepEqual(await session().connectedTo(fifth), []);
      assert.equal(await fifth.client.head(), left, "it has read a block since");
      await fifth.kill();
    });
  });
}

/** Whether the filter beside the one node lets the other through, as the kernel has it. */
function isLetThrough({ host }: KaiaNode, filtered: KaiaNode): boolean {
  try {
    filtered.machine.exec(nft, ["get", "element", "inet", "foedus", "members4", `{ ${host} }`]);
    return true;
  } catch {
    return false;
  }
}

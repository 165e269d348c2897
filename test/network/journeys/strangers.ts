import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import type { FilterSettings } from "../../../deploy/agents/enforcer/filter-keeper.ts";
import { nft } from "../../../scripts/test/nftables.ts";
import { type KaiaNode, until } from "../kaia-network.ts";
import type { Session } from "../session.ts";

/** For how long a stranger knocks. */
const knocking = 10_000;

/** Settings of an enforcer that keeps the network's own filter of its node, and puts it in force. */
export function filterOf(node: KaiaNode): {
  settings: { filter: Required<Omit<FilterSettings, "also">> };
} {
  const { port } = node.enode;
  return {
    settings: {
      filter: {
        ports: [port, port + 1],
        nftables: path.join(node.folder, "peers.nft"),
        netrestrict: path.join(node.folder, "peers.txt"),
        apply: [nft, "-f"],
      },
    },
  };
}

/** Nodes that nobody knows try to get in. */
export function strangers(session: () => Session): void {
  describe("keeps strangers out", () => {
    let stranger: KaiaNode;

    /** The stranger dials again and again. Answers in how many looks at the target it was connected. */
    async function knock(test: TestContext, target: KaiaNode, what: string): Promise<number> {
      const until = performance.now() + knocking;
      let connected = 0;
      let polls = 0;
      while (performance.now() < until) {
        if (polls % 20 === 0) await stranger.client.connect(target.enode);
        if ((await target.peerKeys()).includes(stranger.enode.publicKey)) connected += 1;
        polls += 1;
        await pause(100);
      }
      test.diagnostic(`${what}: connected in ${connected} of ${polls} polls`);
      return connected;
    }

    it("a node that hides as an end-point node, which the client itself would let in", async (test) => {
      stranger = session().network.addNode("ken");
      stranger.init();
      await stranger.start();
      const target = session().founder(0);
      const refusals = async () =>
        (await target.metric("foedus_enforcer_orders_total", 'order="disconnect"')) ?? 0;
      const before = await refusals();
      await knock(test, target, "by the enforcer alone");
      await until("it gets in and is refused", async () => {
        await stranger.client.connect(target.enode);
        await pause(1_000);
        return (await refusals()) > before;
      });
      await session().blocksGoBy(2n);
      const head = await stranger.client.head();
      test.diagnostic(`blocks that it could read: ${head}`);
      await session().foundersObey();
    });

    it("by the network's own filter: it gets not even a connection, and members do", async (test) => {
      const missing = process.env["FOEDUS_NO_NFT"];
      if (missing !== undefined) {
        test.skip(missing);
        return;
      }
      const target = session().founder(2);
      await target.stopEnforcer();
      await target.startEnforcer(filterOf(target));
      const dropped = () =>
        Number(
          /counter packets (\d+)/.exec(
            target.machine.exec(nft, ["list", "table", "inet", "foedus"]),
          )?.[1],
        );
      await until("the filter is in force", () => dropped() >= 0);
      assert.equal(await knock(test, target, "behind the filter"), 0);
      assert.ok(dropped() > 0, "the filter has dropped nothing");
      test.diagnostic(`packets of it that were dropped: ${dropped()}`);
      assert.throws(() => connect(stranger, target), "it reaches the port");
      connect(session().founder(1), target);
      // A member that has to come in anew does.
      await target.kill();
      await target.start();
      await session().foundersObey();
      target.machine.exec(nft, ["delete", "table", "inet", "foedus"]);
    });

    it("by the client's --netrestrict, from the same register", async (test) => {
      const target = session().founder(2);
      const { ports, netrestrict } = filterOf(target).settings.filter;
      await target.stopEnforcer();
      await target.startEnforcer({ settings: { filter: { ports, netrestrict } } });
      const list = fs.readFileSync(path.join(target.folder, "peers.txt"), "utf8").trim();
      assert.equal(list.split(",").length, 3, list);
      await target.kill();
      await target.start(["--netrestrict", list]);
      await session().foundersObey();
      assert.equal(await knock(test, target, "behind --netrestrict"), 0);
      await stranger.kill();
      await target.stopEnforcer();
      await target.startEnforcer();
      await session().foundersObey();
    });
  });
}

/** Opens a connection from the one machine to the other's peer-to-peer port. @throws when that takes two seconds. */
function connect(from: KaiaNode, { enode }: KaiaNode): void {
  const open = `exec 3<>/dev/tcp/${enode.host}/${enode.port}`;
  from.machine.exec("timeout", ["2", "bash", "-c", open]);
}

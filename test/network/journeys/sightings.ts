import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { enodeUrl } from "../../../deploy/agents/clients/node-client.ts";
import type { Health } from "../../../deploy/agents/enforcer/agent.ts";
import { seconds, until } from "../kaia-network.ts";
import { type Lie, LyingNode } from "../lying-node.ts";
import type { Session } from "../session.ts";

type Seen = Health["seen"][number];

/** What enforcers see of other operators' nodes, and what they do not believe of their own. */
export function sightings(session: () => Session): void {
  describe("sees from the other side", () => {
    /** Waits until the first founder's enforcer sees it, and answers with what it says. */
    async function seen<K extends Seen["kind"]>(kind: K): Promise<Extract<Seen, { kind: K }>> {
      let sighting: Extract<Seen, { kind: K }> | undefined;
      await until(`${kind} is seen`, async () => {
        const health = await session().founder(0).health();
        sighting = health.seen.find(
          (one): one is typeof one & { kind: K } => one.kind === kind,
        ) as typeof sighting;
        return sighting !== undefined;
      });
      assert.ok(sighting);
      return sighting;
    }

    it("a member that lets a stranger in: not before the stranger dials another member, then by the block that it has", async (test) => {
      const [witness, leaky] = [session().founder(0), session().founder(3)];
      await witness.stopEnforcer();
      const health = `${leaky.enforcerUrl}/health`;
      const neighbours = [{ node: enodeUrl(leaky.enode), health }];
      await witness.startEnforcer({ settings: { neighbours } });
      await leaky.stopEnforcer();
      const stranger = session().network.addNode("ken");
      stranger.init();
      await stranger.start();
      await until("it reads the chain", async () => {
        await stranger.client.connect(leaky.enode);
        await pause(2_000);
        return (await stranger.client.head()) > 0n;
      });
      // Its own operator alone could tell that it lets somebody in.
      for (const { kind } of (await witness.health()).seen)
        assert.notEqual(kind, "informed-stranger");
      const { publicKey, text: silence } = await seen("neighbour-silent");
      assert.equal(publicKey, leaky.enode.publicKey);
      test.diagnostic(silence.replaceAll(/0x[0-9a-f]{128}/g, "0x..."));
      const began = performance.now();
      const dialling = setInterval(
        () => void stranger.client.connect(witness.enode).catch(() => undefined),
        2_000,
      );
      try {
        const { block, address, publicKey: who, text } = await seen("informed-stranger");
        assert.equal(who, stranger.enode.publicKey);
        assert.equal(address, stranger.host);
        assert.ok(block > 0);
        test.diagnostic(
          `${text.replaceAll(/0x[0-9a-f]{128}/g, "0x...")} (${seconds(performance.now() - began)})`,
        );
      } finally {
        clearInterval(dialling);
        await stranger.kill();
        await leaky.startEnforcer();
        await witness.stopEnforcer();
        await witness.startEnforcer();
      }
      await session().foundersObey();
    });

    it("a second node with the key of a member", async (test) => {
      const [witness, genuine] = [session().founder(0), session().founder(3)];
      await genuine.kill();
      const copy = session().network.addNode("kcn", genuine);
      copy.init();
      await copy.start();
      await until("it is connected", async () => {
        await copy.client.connect(witness.enode);
        await pause(2_000);
        return (await witness.peerKeys()).includes(genuine.enode.publicKey);
      });
      const { address, host, publicKey, text } = await seen("other-address");
      assert.deepEqual(
        [publicKey, address, host],
        [genuine.enode.publicKey, copy.host, genuine.host],
      );
      test.diagnostic(text.replaceAll(/0x[0-9a-f]{128}/g, "0x..."));
      await copy.kill();
      await genuine.start();
      await session().foundersObey();
      await until("it is seen no more", async () => {
        return !(await witness.health()).seen.some(({ kind }) => kind === "other-address");
      });
    });
  });

  it("believes no node (a double) that claims a head, forges one, or stands still", async (test) => {
    const lies: [lie: Lie, kind: string, reason: RegExp][] = [
      ["claims", "false-head", /does not have the block that it claims/],
      ["forges", "false-head", /none of its peers announces a block as new/],
      ["stands still", "behind", /most of its peers announce newer blocks/],
    ];
    await Promise.all(
      lies.map(async ([lie, kind, reason], index) => {
        const node = session().founder(index + 1);
        const liar = new LyingNode(node.rpc, lie);
        const rpc = await liar.start();
        await node.stopEnforcer();
        const began = performance.now();
        try {
          await node.startEnforcer({ settings: { node: { client: "kaia", rpc } } });
          await until(`the enforcer says that its node ${lie}`, async () => {
            const { drift } = await node.health();
            return drift.some((one) => one.kind === kind && reason.test(one.text));
          });
          test.diagnostic(`${lie}: told as ${kind} after ${seconds(performance.now() - began)}`);
          const ordered = liar.orders.length;
          await pause(2_000);
          assert.equal(liar.orders.length, ordered, "it acts on what it does not believe");
        } finally {
          await node.stopEnforcer();
          liar.stop();
          await node.startEnforcer();
        }
      }),
    );
    await session().foundersObey();
  });
}

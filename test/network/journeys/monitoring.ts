import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, describe, it } from "node:test";

import { pino } from "pino";
import type { Hex } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import type { AgentServer } from "../../../deploy/agents/agent-server.ts";
import { startMonitorAgent } from "../../../deploy/agents/monitor/agent.ts";
import { testKey } from "../../support/members.ts";
import { administrator, administratorKey } from "../assembly.ts";
import { type KaiaNode, until } from "../kaia-network.ts";
import type { Session } from "../session.ts";

const standby = 5;
const quarantined = 6;
const active = 2;

/** What operators and monitors say about nodes on the chain, and what follows from it. */
export function monitoring(session: () => Session): void {
  describe("says on the chain what is seen", () => {
    let node: KaiaNode;
    let id: Hex;
    const agents: AgentServer[] = [];

    after(async () => {
      await Promise.all(agents.map((agent) => agent.stop()));
      await node.stopEnforcer();
      await node.kill();
    });

    it("an operator's enforcer reports that its node obeys, signed by the operator", async (test) => {
      const { network, assembly } = session();
      node = network.addNode();
      node.init();
      await node.start();
      const key = path.join(node.folder, "reporting-key");
      fs.writeFileSync(key, administratorKey, { mode: 0o600 });
      const { NodeRegistry, ValidatorSet, NodeMonitoring } = network.addresses;
      await node.startEnforcer({
        settings: { addresses: { NodeRegistry, ValidatorSet, NodeMonitoring }, report: { key } },
      });
      id = await assembly.registerNode(node);
      await assembly.decideOnNode("admitNode", id);
      await session().healed(
        test,
        "said that it obeys",
        async () => {
          const { reportedAt, driftCount } = await assembly.obedience(id);
          return reportedAt > 0 && driftCount === 0;
        },
        120_000,
      );
      const said = await assembly.obedience(id);
      assert.equal(said.reporter, administrator.address);
      assert.ok(said.blockNumber > 0n);
    });

    it("an organisation takes its validator out for maintenance without a vote, and brings it back", async (test) => {
      const { assembly } = session();
      const left = await assembly.actOnNode("standbyNode", id);
      assert.equal(await assembly.statusOf(id), standby);
      await session().measured(test, "on standby: out of the set", left, async () => {
        return !(await session().validates(node));
      });
      // The network goes on at its pace while the node is down.
      await node.kill();
      const before = Date.now();
      await session().blocksGoBy(10n);
      assert.ok(Date.now() - before < 25_000, "a validator on standby holds nobody up");
      await node.start();
      const back = await assembly.actOnNode("resumeNode", id);
      await session().measured(test, "resumed: in the set", back, () => session().validates(node));
      await until("every enforcer is content", () => node.obeys());
      await session().foundersObey();
    });

    it("two monitors that hear nothing of a validator put it into quarantine", async (test) => {
      const { network, assembly } = session();
      const { NodeRegistry, ValidatorSet, NodeMonitoring } = network.addresses;
      const accounts: PrivateKeyAccount[] = [testKey(7_101), testKey(7_102)];
      for (const { address } of accounts) await assembly.appointMonitor(address);
      // Before the monitors begin to count, so that their first span says it all.
      await node.stopEnforcer();
      await node.kill();
      for (const [index, account] of accounts.entries()) {
        agents.push(
          await startMonitorAgent(
            {
              node: { client: "kaia", rpc: session().founder(index).rpc },
              addresses: { NodeRegistry, ValidatorSet, NodeMonitoring },
              account,
              listen: { host: "127.0.0.1", port: 0 },
            },
            pino({ level: "silent" }),
          ),
        );
      }
      await session().healed(
        test,
        "silent: in quarantine and out of the set",
        async () =>
          (await assembly.statusOf(id)) === quarantined && !(await session().validates(node)),
        420_000,
      );
      const health = await fetch(`${agents[0]!.url}/health`);
      assert.equal(health.status, 200);
      await session().foundersObey();
    });

    it("the body brings it back when it runs again", async (test) => {
      const { assembly } = session();
      await node.start();
      await node.startEnforcer();
      const executed = await assembly.decideOnNode("reinstateNode", id);
      await session().measured(test, "reinstated: in the set", executed, () =>
        session().validates(node),
      );
      assert.equal(await assembly.statusOf(id), active);
      const retired = await assembly.decideOnNode("retireNode", id);
      await session().measured(test, "retired: out of the set", retired, async () => {
        return !(await session().validates(node));
      });
    });
  });
}

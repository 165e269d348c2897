import { expect } from "chai";
import { custom, keccak256, pad, parseEventLogs, stringToHex, type Hex } from "viem";

import type { Drift } from "../../../deploy/agents/enforcer/decide.ts";
import { Evidence, reportedDrifts } from "../../../deploy/agents/enforcer/evidence.ts";
import { callOf, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  nodeKey,
  NodeKind,
  operator,
  registerNode,
  registerOperator,
} from "../../support/operators.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const own = nodeKey(1);
const stranger = nodeKey(2);
const extra: Drift = {
  kind: "extra-peer",
  publicKey: stranger.publicKey,
  remote: "192.0.2.1:30303",
};

describe("Evidence on the chain", () => {
  const body = bodyForEachTest({ members }, admitNode);

  it("says that a node obeys, with the block that it has and the account that says so", async () => {
    const { chain, contracts } = body();
    const clock = new Clock();
    const evidence = evidenceBy(clock, operator.administrator);
    const head = await chain.client.getBlockNumber();
    expect(await evidence.looked(head, [])).to.deep.equal({ outcome: "waiting" });
    clock.pass(10_000);
    const reported = await evidence.looked(head, []);
    if (reported.outcome !== "reported")
      throw reported.outcome === "failed" ? reported.error : new Error("not reported");
    const { blockHash: _, ...said } = await reportOf(reported.transaction);
    expect(said).to.deep.equal({
      node: own.id,
      actor: operator.administrator.address,
      blockNumber: head - 1n,
      drifts: [],
    });
    const { blockNumber, driftCount } = await chain.read(contracts.nodeMonitoring, "obedience", [
      own.id,
    ]);
    expect([blockNumber, driftCount]).to.deep.equal([head - 1n, 0]);
  });

  it("says what the node does not do, once that has lasted, and that it obeys again", async () => {
    const { chain } = body();
    const clock = new Clock();
    const evidence = evidenceBy(clock, operator.administrator);
    const look = async (drift: Drift[]) =>
      evidence.looked(await chain.client.getBlockNumber(), drift);
    await look([]);
    clock.pass(9_999);
    await look([extra]);
    clock.pass(1);
    // The stranger has just come: an enforcer that throws it out has nothing to report.
    expect(await look([extra])).to.deep.equal({ outcome: "waiting" });
    clock.pass(10_000);
    const drifted = await look([extra]);
    if (drifted.outcome !== "reported")
      throw drifted.outcome === "failed" ? drifted.error : new Error("not reported");
    expect((await reportOf(drifted.transaction)).drifts).to.deep.equal([
      { kind: stringToHex("extra-peer", { size: 32 }), subject: stranger.id },
    ]);
    clock.pass(64_999);
    await look([]);
    clock.pass(1);
    expect((await look([])).outcome).to.equal("waiting");
    clock.pass(10_000);
    const obeyed = await look([]);
    if (obeyed.outcome !== "reported")
      throw obeyed.outcome === "failed" ? obeyed.error : new Error("not reported");
    expect((await reportOf(obeyed.transaction)).drifts).to.deep.equal([]);
  });

  it("repeats itself every ten minutes, so that silence means that nobody looks", async () => {
    const { chain } = body();
    const clock = new Clock();
    const evidence = evidenceBy(clock, operator.administrator);
    const look = async () =>
      (await evidence.looked(await chain.client.getBlockNumber(), [])).outcome;
    await look();
    clock.pass(10_000);
    expect(await look()).to.equal("reported");
    clock.pass(599_999);
    expect(await look()).to.equal("waiting");
    clock.pass(1);
    expect(await look()).to.equal("reported");
  });

  it("goes on after a report that the contract refuses, with the contract's own reason", async () => {
    const { chain } = body();
    const clock = new Clock();
    const evidence = evidenceBy(clock, testKey(4_711));
    await chain.impersonate(testKey(4_711).address);
    const look = async () => evidence.looked(await chain.client.getBlockNumber(), []);
    await look();
    clock.pass(10_000);
    const refused = await look();
    if (refused.outcome !== "failed") throw new Error("not refused", { cause: refused });
    expect(String(refused.error)).to.contain("NodeMonitoringNotOperator");
    clock.pass(14_999);
    expect((await look()).outcome).to.equal("waiting");
    clock.pass(1);
    expect((await look()).outcome).to.equal("failed");
  });

  it("names nodes by their ids and validators by their addresses, in one order, sixteen at most", () => {
    const validator = testKey(1).address;
    const account = testKey(2).address;
    expect(reportedDrifts([{ kind: "missing-account", account, accounts: 7 }])).to.deep.equal([
      {
        kind: stringToHex("missing-account", { size: 32 }),
        subject: pad(account.toLowerCase() as Hex, { size: 32 }),
      },
    ]);
    const drift: Drift[] = [{ kind: "missing-validator", validator }, extra];
    expect(reportedDrifts(drift)).to.deep.equal(reportedDrifts([...drift].reverse()));
    expect(reportedDrifts(drift)[1]).to.deep.equal({
      kind: stringToHex("missing-validator", { size: 32 }),
      subject: pad(validator.toLowerCase() as Hex, { size: 32 }),
    });
    const many = Array.from({ length: 40 }, (_, index): Drift => ({
      kind: "missing-peer",
      publicKey: nodeKey(index + 10).publicKey,
    }));
    expect(reportedDrifts(many)).to.have.length(16);
    expect(reportedDrifts(many).map(({ subject }) => subject)).to.deep.equal(
      many
        .map((one) => keccak256("publicKey" in one ? one.publicKey : "0x"))
        .sort()
        .slice(0, 16),
    );
  });

  const evidenceBy = (clock: Clock, account: typeof operator.administrator) =>
    new Evidence({
      transport: custom(body().chain.connection.provider),
      monitoring: body().addresses.NodeMonitoring,
      node: async () => own.publicKey,
      account,
      now: () => clock.time,
    });

  async function reportOf(transaction: Hex) {
    const { chain, contracts } = body();
    const { logs } = await chain.receipt(transaction);
    const [event] = parseEventLogs({
      abi: contracts.nodeMonitoring.abi,
      logs,
      eventName: "ObedienceReported",
    });
    if (!event) throw new Error("There is no report in the transaction.");
    return event.args;
  }
});

/** Time that passes when it is told to. */
class Clock {
  time = 1_000_000;

  pass(milliseconds: number): void {
    this.time += milliseconds;
  }
}

async function admitNode(body: Body): Promise<void> {
  await body.decide([registerOperator(body)]);
  await registerNode(body, own, NodeKind.observer);
  await body.decide([callOf(body.contracts.nodeRegistry, "admitNode", [own.id])]);
}

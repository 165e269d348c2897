import { expect } from "chai";
import { custom, encodeFunctionData, getAddress, type Address } from "viem";

import { livenessOf } from "../../../deploy/agents/monitor/liveness.ts";
import { Monitor, type LivenessReport } from "../../../deploy/agents/monitor/monitor.ts";
import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { roles } from "../../../generated/roles.ts";
import { callOf, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { nodeKey, NodeKind, registerNode, registerOperator } from "../../support/operators.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const fifth = nodeKey(5);
const monitors = [testKey(7_001), testKey(7_002)];
const quarantined = 6;

describe("Monitor of validators", () => {
  const body = bodyForEachTest({ members }, admitFifthValidator);

  it("puts a validator that no monitor hears into quarantine, and nobody else", async () => {
    const { chain, contracts } = body();
    const founders = (await chain.read(contracts.validatorSet, "getValidators", [])).filter(
      (validator) => validator !== fifth.account.address,
    );
    const turn = (number: bigint) => founders[Number(number) % founders.length]!;
    const said: LivenessReport[] = [];
    const watches = monitors.map((account) => monitorBy(account, turn, said));
    for (const monitor of watches) await monitor.look();
    await passBlocks(40);
    for (const monitor of watches) await monitor.look();

    // The founders of the test are not registered: there is nothing on the chain to report on.
    expect(said.map(({ node, sealed, expected }) => ({ node, sealed, expected }))).to.deep.equal(
      monitors.map(() => ({ node: fifth.id, sealed: 0, expected: 8 })),
    );
    expect((await chain.read(contracts.nodeRegistry, "node", [fifth.id])).status).to.equal(
      quarantined,
    );
    expect(await chain.read(contracts.validatorSet, "getValidators", [])).to.deep.equal(founders);
  });

  it("leaves a validator alone that one of the two hears", async () => {
    const { chain, contracts } = body();
    const all = await chain.read(contracts.validatorSet, "getValidators", []);
    const said: LivenessReport[] = [];
    const deaf = all.filter((validator) => validator !== fifth.account.address);
    const watches = [
      monitorBy(monitors[0]!, (number) => deaf[Number(number) % deaf.length]!, said),
      monitorBy(monitors[1]!, (number) => all[Number(number) % all.length]!, said),
    ];
    for (const monitor of watches) await monitor.look();
    await passBlocks(40);
    for (const monitor of watches) await monitor.look();
    expect(said.map(({ sealed }) => sealed > 0)).to.deep.equal([false, true]);
    expect(await chain.read(contracts.nodeMonitoring, "silentReports", [fifth.id])).to.equal(1n);
    expect(await chain.read(contracts.nodeRegistry, "isActive", [fifth.id])).to.equal(true);
  });

  it("counts turns that go round, and whoever stood in for others", () => {
    const [a, b, c] = [testKey(1).address, testKey(2).address, testKey(3).address];
    const blocks = [a, b, a, a, b, a].map((proposer) => ({ proposer }));
    expect(livenessOf(blocks, [a, b, c])).to.deep.equal([
      { validator: a, expected: 4, sealed: 4 },
      { validator: b, expected: 2, sealed: 2 },
      { validator: c, expected: 2, sealed: 0 },
    ]);
  });

  /** The simulated chain has no consensus: who proposed a block is what the test says. */
  function monitorBy(
    account: (typeof monitors)[number],
    proposer: (number: bigint) => Address,
    said: LivenessReport[],
  ): Monitor {
    const { chain, contracts } = body();
    return new Monitor({
      transport: custom(chain.connection.provider),
      monitoring: body().addresses.NodeMonitoring,
      account,
      head: () => chain.client.getBlockNumber(),
      block: async (number) => {
        const { hash, parentHash } = await chain.client.getBlock({ blockNumber: number });
        return { number, hash, parentHash, timestamp: 0, proposer: proposer(number) };
      },
      register: {
        at: async (block) => {
          const validators = await chain.read(contracts.validatorSet, "getValidators", []);
          const node = { publicKey: fifth.publicKey, host: "host", port: 30_303, since: 0 };
          const member = { ...node, address: getAddress(fifth.account.address) };
          return {
            block,
            changedAt: block,
            active: new Map([[fifth.publicKey, member]]),
            validators: new Set(validators.map((one) => getAddress(one))),
          };
        },
      },
      onReport: (report) => said.push(report),
      onFailure: (error) => {
        throw error;
      },
    });
  }

  async function passBlocks(count: number): Promise<void> {
    await body().chain.request("hardhat_mine", `0x${count.toString(16)}`);
  }
});

async function admitFifthValidator(body: Body): Promise<void> {
  const { addresses, contracts } = body;
  await body.decide([registerOperator(body)]);
  await registerNode(body, fifth, NodeKind.validator);
  await body.decide([callOf(contracts.nodeRegistry, "admitNode", [fifth.id])]);
  await body.chain.impersonate(...monitors.map(({ address }) => address));
  await body.decide(
    monitors.map(({ address }) => ({
      target: addresses.Authority,
      data: encodeFunctionData({
        abi: authorityAbi,
        functionName: "grantRole",
        args: [roles.MONITORS, address, 0],
      }),
    })),
  );
}

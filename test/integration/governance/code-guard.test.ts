import { expect } from "chai";
import type { Address, Hex } from "viem";

import { callOf, type Body, type Call } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  nodeKey,
  NodeStatus,
  operator,
  registerNode,
  registerOperator,
} from "../../support/operators.ts";
import { expectRefusal } from "../../support/refusal.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);

describe("Calls of a proposal and the code behind them", () => {
  const body = bodyForEachTest({ members });

  it("GV9: refuses to execute when the code behind a RegistryProxy was upgraded after the proposal", async () => {
    const { chain, contracts } = body();
    const proposal = await body().mature([registerOperator(body())]);
    const proposed = await chain.read(contracts.council, "proposalCodeHash", [proposal.id]);
    await body().decide([await upgradeOfOrganisations(body())]);
    const present = await presentCodeHash(body(), proposal.args[0]);
    expect(present).to.not.equal(proposed);

    const { council } = contracts;
    await chain.refuses(body().execute(proposal), council, "CouncilCodeChanged", [
      proposal.id,
      proposed,
      present,
    ]);
    expect(await body().state(proposal.id)).to.equal("Queued");
  });

  it("GV9: refuses to execute when the code at a target was replaced after the proposal", async () => {
    const { chain, contracts } = body();
    const calls = [weightCall(body()), callOf(contracts.authority, "labelRole", [4n, "NODES"])];
    const proposal = await body().mature(calls);
    const original = await chain.client.getCode({ address: contracts.memberRegistry.address });
    await setCode(body(), contracts.memberRegistry.address, `${original}00` as Hex);
    await expectRefusal(body().execute(proposal), /CouncilCodeChanged/);

    // Nothing is lost: with the code that was voted on, the decision can be executed.
    await setCode(body(), contracts.memberRegistry.address, original!);
    await body().execute(proposal);
    expect(await weight(body())).to.equal(7n);
  });

  it("GV9: commits to the code of every target, at every place", async () => {
    const { chain, contracts } = body();
    const { authority, memberRegistry, nodeRegistry } = contracts;
    const calls = [
      callOf(authority, "labelRole", [4n, "NODES"]),
      weightCall(body()),
      callOf(nodeRegistry, "suspendNode", [nodeKey(1).id]),
    ];
    const draft = body().draft(calls);
    await body().submit(0, draft);
    const hash = await chain.read(contracts.council, "proposalCodeHash", [draft.id]);
    for (const target of [authority.address, memberRegistry.address, nodeRegistry.address]) {
      const original = await chain.client.getCode({ address: target });
      // A byte that is never reached: other code that behaves the same.
      await setCode(body(), target, `${original}00` as Hex);
      const other = body().draft(calls);
      await body().submit(0, other);
      expect(await chain.read(contracts.council, "proposalCodeHash", [other.id])).to.not.equal(
        hash,
      );
      await setCode(body(), target, original!);
    }
    const same = body().draft(calls);
    await body().submit(0, same);
    expect(await chain.read(contracts.council, "proposalCodeHash", [same.id])).to.equal(hash);
  });

  it("executes an upgrade and a call to the new code in one proposal, because the members saw both", async () => {
    const { chain, contracts } = body();
    await body().decide([await upgradeOfOrganisations(body()), registerOperator(body())]);
    const { status } = await chain.read(contracts.organisationRegistry, "organisation", [
      operator.id,
    ]);
    expect(status).to.equal(1);
  });

  it("refuses a target without code", async () => {
    const { chain, contracts } = body();
    const empty = testKey(5).address;
    const draft = body().draft([weightCall(body()), { target: empty, data: "0x12345678" }]);
    await chain.refuses(body().submit(0, draft), contracts.council, "CouncilTargetWithoutCode", [
      empty,
    ]);
  });

  it("refuses a proposal without calls, and one whose lists differ in length", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    const proposer = body().representativeOf(0);
    const { target, data } = weightCall(body());
    const refused = async (targets: Address[], values: bigint[], calldatas: Hex[]) =>
      chain.refuses(
        chain.send(proposer, council, "propose", [targets, values, calldatas, "# Nothing"]),
        council,
        "GovernorInvalidProposalLength",
        [BigInt(targets.length), BigInt(calldatas.length), BigInt(values.length)],
      );
    await refused([], [], []);
    await refused([target], [], [data]);
    await refused([target], [0n], []);
    await refused([target, target], [0n, 0n], [data]);
  });

  it("refuses the same call twice, whatever its target and value", async () => {
    const { chain, contracts } = body();
    const { council, authority } = contracts;
    const label = callOf(authority, "labelRole", [4n, "NODES"]);
    const relay = callOf(council, "relay", [testKey(1).address, 0n, "0x"]);
    for (const call of [weightCall(body()), relay]) {
      for (const again of [call, { ...call, value: 1n }]) {
        const twice = body().draft([call, label, again]);
        await chain.refuses(body().submit(0, twice), council, "CouncilCallTwice", [
          call.target,
          2n,
        ]);
      }
    }
    // The same data on another target, and other data on the same target, are other calls.
    const elsewhere = { target: contracts.nodeRegistry.address, data: label.data };
    await body().submit(
      0,
      body().draft([label, elsewhere, weightCall(body()), weightCall(body(), 8n), relay]),
    );
  });

  it("GV9: changes nothing when one of its calls reverts, and can be executed later", async () => {
    const { chain, contracts } = body();
    const key = nodeKey(1);
    await body().decide([registerOperator(body())]);
    const admit = callOf(contracts.nodeRegistry, "admitNode", [key.id]);
    const proposal = await body().mature([weightCall(body()), admit]);

    await chain.refuses(body().execute(proposal), contracts.nodeRegistry, "NodeRegistryUnknown", [
      key.id,
    ]);
    expect(await weight(body())).to.equal(1n);
    expect(await body().state(proposal.id)).to.equal("Queued");

    await registerNode(body(), key);
    await body().execute(proposal);
    expect(await weight(body())).to.equal(7n);
    expect((await chain.read(contracts.nodeRegistry, "node", [key.id])).status).to.equal(
      NodeStatus.active,
    );
  });

  it("GV9: executes the calls that were proposed and no others, in their order", async () => {
    const { chain, contracts } = body();
    const proposal = await body().mature([weightCall(body(), 7n), weightCall(body(), 9n)]);
    const [targets, values, calldatas, description] = proposal.args;
    const reversed = [targets, values, [...calldatas].reverse(), description] as const;
    await chain.refuses(
      chain.send(body().representativeOf(0), contracts.council, "execute", reversed),
      contracts.council,
      "GovernorNonexistentProposal",
      [body().idOf(reversed)],
    );
    await body().execute(proposal);
    expect(await weight(body())).to.equal(9n);
  });

  it("sends the ether that a call carries, out of the Council's own or the sender's", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    // The Council itself is the one contract of the genesis that takes ether.
    const call = { target: council.address, data: "0x", value: 5n } as const;
    const proposal = await body().mature([call]);
    await body().execute(proposal, 5n);
    expect(await chain.client.getBalance({ address: council.address })).to.equal(5n);
    const relayed = testKey(77).address;
    await body().decide([callOf(council, "relay", [relayed, 5n, "0x"])]);
    expect(await chain.client.getBalance({ address: relayed })).to.equal(5n);
  });

  it("cannot be entered again from its own execution", async () => {
    const { contracts } = body();
    // The proposal executes another one that is ready, and that executes nothing of the first.
    const inner = await body().mature([weightCall(body())]);
    const outer = await body().mature([callOf(contracts.council, "execute", inner.args)]);
    await body().execute(outer);
    expect(await body().state(inner.id)).to.equal("Executed");
    await expectRefusal(body().execute(inner), /GovernorUnexpectedProposalState/);
  });
});

const weightCall = ({ contracts, members: [first] }: Body, value = 7n): Call =>
  callOf(contracts.memberRegistry, "setWeight", [first!.account, value, 2025]);

async function weight({ chain, contracts, members: [first] }: Body): Promise<bigint> {
  return (await chain.read(contracts.memberRegistry, "member", [first!.account])).weight;
}

async function upgradeOfOrganisations({ chain, contracts, addresses }: Body): Promise<Call> {
  const successor = await chain.connection.viem.deployContract("OrganisationRegistrySuccessor", [
    addresses.CircuitBreaker,
  ]);
  return callOf(contracts.organisationRegistry, "upgradeToAndCall", [successor.address, "0x"]);
}

/** The commitment that a new proposal with these targets gets. */
async function presentCodeHash(body: Body, targets: readonly Address[]): Promise<Hex> {
  const draft = body.draft(targets.map((target) => ({ target, data: "0x" })));
  await body.submit(0, draft);
  return body.chain.read(body.contracts.council, "proposalCodeHash", [draft.id]);
}

const setCode = async ({ chain }: Body, address: Address, code: Hex) =>
  chain.request("hardhat_setCode", address, code);

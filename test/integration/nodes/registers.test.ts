import { expect } from "chai";
import { keccak256, numberToHex, toBytes, zeroAddress, zeroHash, type Hex } from "viem";

import { roles } from "../../../generated/roles.ts";
import { callOf, chainId, day, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  nodeKey,
  NodeStatus,
  operator,
  organisationId,
  registerNode,
  registerOperator,
  reportSilence,
} from "../../support/operators.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const monitors = [testKey(910).address, testKey(911).address] as const;
const enforcer = testKey(920);
const stranger = testKey(921).address;
const ministry = organisationId("TEST-MINISTRY");
const key = nodeKey(1);

const Stage = { pilot: 2, production: 3 } as const;
const OrganisationKind = { stateBody: 1, operator: 3 } as const;
const Access = { transact: 2 } as const;
const Refusal = { none: 0, noAccess: 1, mayNotDeploy: 3, gasExhausted: 5 } as const;
const gasPerWindow = 30_000_000n;

describe("The Assembly keeps the registers", () => {
  const body = bodyForEachTest({ members }, found);

  it("registers a network, describes and places organisations and sets their limits by one vote", async () => {
    const { chain, contracts } = body();
    const { networkDirectory, organisationRegistry, accountRegistry } = contracts;
    expect(await chain.read(networkDirectory, "network", [BigInt(chainId)])).to.deep.equal({
      name: "Test network",
      stage: Stage.pilot,
      consensus: "QBFT",
      genesisHash: keccak256(toBytes("genesis")),
    });
    expect(
      await chain.read(organisationRegistry, "organisationDescription", [operator.id]),
    ).to.deep.equal({
      kind: OrganisationKind.operator,
      jurisdiction: "0x4245",
      did: "did:ebsi:zTestOperator",
      document: zeroHash,
    });
    expect(await chain.read(organisationRegistry, "parentOf", [operator.id])).to.equal(ministry);
    expect(await chain.read(organisationRegistry, "childCount", [ministry])).to.equal(1n);
    expect(await chain.read(accountRegistry, "organisationLimits", [operator.id])).to.deep.equal({
      access: Access.transact,
      accounts: 1,
    });
    expect(await chain.read(accountRegistry, "gasPolicy", [])).to.deep.equal([
      gasPerWindow,
      day,
      gasPerWindow,
    ]);
  });

  it("lets two monitors whom it appointed put a silent validator into quarantine", async () => {
    const { chain, contracts } = body();
    const { nodeMonitoring, nodeRegistry, validatorSet, permissionViews } = contracts;
    expect(await chain.read(validatorSet, "isValidator", [key.account.address])).to.equal(true);

    const silence = async (monitor: Hex) => reportSilence(body(), monitor, key.id);
    await chain.refuses(silence(stranger), nodeMonitoring, "AccessManagedUnauthorized", [stranger]);
    await silence(monitors[0]);
    await silence(monitors[0]);
    expect(await chain.read(nodeMonitoring, "silentReports", [key.id])).to.equal(1n);
    expect((await chain.read(nodeRegistry, "node", [key.id])).status).to.equal(NodeStatus.active);

    await silence(monitors[1]);
    expect((await chain.read(nodeRegistry, "node", [key.id])).status).to.equal(
      NodeStatus.quarantined,
    );
    expect(await chain.read(validatorSet, "isValidator", [key.account.address])).to.equal(false);
    // It stays connected, so that its organisation sees what happens and brings it back.
    expect(await mayConnect(body(), key.publicKey)).to.equal(true);
    expect(await mayConnect(body(), nodeKey(2).publicKey)).to.equal(false);

    const { address } = operator.administrator;
    const soon = chain.send(address, nodeRegistry, "resumeNode", [key.id]);
    const end = await chain.read(nodeRegistry, "quarantineEnd", [key.id]);
    await chain.refuses(soon, nodeRegistry, "NodeRegistryTooSoon", [key.id, end]);
    await chain.goTo(end);
    await chain.send(address, nodeRegistry, "resumeNode", [key.id]);
    expect(await chain.read(validatorSet, "isValidator", [key.account.address])).to.equal(true);
    expect(
      await chain.read(permissionViews, "transactionAllowed", [
        address,
        nodeRegistry.address,
        0n,
        0n,
        100_000n,
        "0x",
      ]),
    ).to.equal(true);
  });

  it("answers who may send what, and lets an account of the operator report on its node", async () => {
    const { chain, contracts } = body();
    const { accountRegistry, nodeMonitoring, nodeRegistry, council, permissionViews } = contracts;
    const refusal = async (sender: Hex, target: Hex, gas = 100_000n, data: Hex = "0x") =>
      chain.read(permissionViews, "transactionRefusal", [sender, target, gas, data]);
    const { address } = operator.administrator;
    expect(await refusal(stranger, council.address)).to.equal(Refusal.noAccess);
    expect(await refusal(enforcer.address, nodeMonitoring.address)).to.equal(Refusal.noAccess);
    const representative = body().representativeOf(0);
    expect(await refusal(representative, council.address, 2n ** 60n)).to.equal(Refusal.none);
    expect(await refusal(representative, nodeRegistry.address)).to.equal(Refusal.noAccess);

    const deadline = (await chain.now()) + day;
    const digest = await chain.read(accountRegistry, "registrationDigest", [
      operator.id,
      enforcer.address,
      deadline,
    ]);
    await chain.send(address, accountRegistry, "registerAccount", [
      operator.id,
      enforcer.address,
      Access.transact,
      zeroHash,
      deadline,
      await enforcer.sign({ hash: digest }),
    ]);
    expect(await refusal(enforcer.address, nodeMonitoring.address)).to.equal(Refusal.none);
    expect(await refusal(enforcer.address, zeroAddress)).to.equal(Refusal.mayNotDeploy);
    // Whoever may send transactions brings signed ballots; nobody else needs to.
    const ballots = callOf(council, "castByBallot", [1n, []]).data;
    expect(await refusal(enforcer.address, council.address, 1_000_000n, ballots)).to.equal(
      Refusal.none,
    );
    expect(await refusal(stranger, council.address, 1_000_000n, ballots)).to.equal(
      Refusal.noAccess,
    );
    // One share is the operator's, one is kept for whoever begins.
    expect(await refusal(enforcer.address, council.address, gasPerWindow / 2n)).to.equal(
      Refusal.none,
    );
    expect(await refusal(enforcer.address, council.address, gasPerWindow / 2n + 1n)).to.equal(
      Refusal.gasExhausted,
    );

    const block = await chain.client.getBlock();
    await chain.impersonate(enforcer.address);
    const drift = { kind: numberToHex(1, { size: 32 }), subject: zeroHash };
    const reported = chain.send(enforcer.address, nodeMonitoring, "reportObedience", [
      key.id,
      block.number,
      block.hash,
      [drift],
    ]);
    await chain.emits(reported, nodeMonitoring, "ObedienceReported", [
      key.id,
      enforcer.address,
      block.number,
      block.hash,
      [drift],
    ]);

    await body().decide([
      callOf(contracts.organisationRegistry, "suspendOrganisation", [ministry]),
    ]);
    expect(await refusal(enforcer.address, nodeMonitoring.address)).to.equal(Refusal.noAccess);
    expect(await refusal(representative, council.address)).to.equal(Refusal.none);

    // Leaving is open all the same.
    const { data } = callOf(accountRegistry, "removeAccount", [enforcer.address]);
    expect(await refusal(enforcer.address, accountRegistry.address, 1_000_000n, data)).to.equal(
      Refusal.none,
    );
    await chain.send(enforcer.address, accountRegistry, "removeAccount", [enforcer.address]);
    expect(await refusal(enforcer.address, accountRegistry.address, 1_000_000n, data)).to.equal(
      Refusal.noAccess,
    );
  });

  it("lets a member whose mandate it recovered begin again, and a body that succeeds it", async () => {
    const { chain, contracts, members } = body();
    const { council, memberRegistry, permissionViews } = contracts;
    const refusal = async (sender: Hex, target: Hex, data: Hex) =>
      chain.read(permissionViews, "transactionRefusal", [sender, target, 2n ** 60n, data]);
    const { account } = members[4]!;
    const designated = testKey(930).address;
    const accepts = callOf(memberRegistry, "acceptMandate", [account]);
    expect(await refusal(designated, memberRegistry.address, accepts.data)).to.equal(
      Refusal.noAccess,
    );
    await body().decide([callOf(memberRegistry, "designateMandateKey", [account, designated])]);
    expect(await refusal(designated, memberRegistry.address, accepts.data)).to.equal(Refusal.none);
    await chain.impersonate(designated);
    await chain.send(designated, memberRegistry, "acceptMandate", [account]);
    expect(await refusal(designated, council.address, "0x")).to.equal(Refusal.none);

    const [successor, seat] = [testKey(931).address, testKey(932).address];
    const second = await chain.connection.viem.deployContract("MemberRegistry", [
      contracts.authority.address,
      [
        {
          account: seat,
          code: zeroHash.replace(/0$/, "1") as Hex,
          class: 0,
          weight: 1n,
          weightYear: 2026,
          mandateKey: successor,
        },
      ],
      await chain.read(memberRegistry, "verifiers", []),
    ]);
    const begins = callOf(memberRegistry, "acceptMandate", [seat]);
    expect(await refusal(successor, second.address, begins.data)).to.equal(Refusal.noAccess);
    const added = [contracts.nodeMonitoring.address, second.address] as const;
    await body().decide([callOf(permissionViews, "addBody", added)]);
    expect(await refusal(successor, second.address, begins.data)).to.equal(Refusal.none);
    await body().decide([callOf(permissionViews, "removeBody", [added[0]])]);
    expect(await refusal(successor, second.address, begins.data)).to.equal(Refusal.noAccess);
  });
});

/** One vote for the registers, one for the monitors and one for the node of the operator. */
async function found(body: Body): Promise<void> {
  const { chain, contracts } = body;
  const { networkDirectory, organisationRegistry, accountRegistry, authority } = contracts;
  const id = BigInt(chainId);
  await body.decide([
    callOf(networkDirectory, "registerNetwork", [id, "Test network", Stage.pilot, "QBFT"]),
    callOf(networkDirectory, "anchorGenesis", [id, keccak256(toBytes("genesis"))]),
    registerOperator(body),
    callOf(organisationRegistry, "registerOrganisation", [
      "TEST-MINISTRY",
      "Ministry of the tests (fictitious)",
      testKey(901).address,
    ]),
    callOf(organisationRegistry, "describeOrganisation", [
      operator.id,
      {
        kind: OrganisationKind.operator,
        jurisdiction: "0x4245",
        did: "did:ebsi:zTestOperator",
        document: zeroHash,
      },
    ]),
    callOf(organisationRegistry, "describeOrganisation", [
      ministry,
      { kind: OrganisationKind.stateBody, jurisdiction: "0x4245", did: "", document: zeroHash },
    ]),
    callOf(organisationRegistry, "placeOrganisation", [operator.id, ministry]),
    callOf(accountRegistry, "setOrganisationLimits", [operator.id, Access.transact, 1]),
    callOf(accountRegistry, "setGasPolicy", [gasPerWindow, day]),
  ]);
  await body.decide(
    monitors.map((monitor) => callOf(authority, "grantRole", [roles.MONITORS, monitor, 0])),
  );
  await chain.impersonate(...monitors, stranger);
  await registerNode(body, key);
  await body.decide([callOf(contracts.nodeRegistry, "admitNode", [key.id])]);
  await chain.wait(body.parameters.Nodes.churnPeriod);
}

async function mayConnect({ chain, contracts }: Body, publicKey: Hex): Promise<unknown> {
  return chain.read(contracts.permissionViews, "connectionAllowed", [
    publicKey,
    "node.example",
    30303,
  ]);
}

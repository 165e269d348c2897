import { readFileSync } from "node:fs";

import { expect } from "chai";
import { zeroHash, type Address, type Hex } from "viem";

import { roles } from "../../../generated/roles.ts";
import { callOf, day, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  NodeKind,
  nodeKey,
  NodeStatus,
  operator,
  organisationId,
  registerNode,
  registerOperator,
  reportSilence,
} from "../../support/operators.ts";
import { changedSlots, implementationSlot, storageOf } from "../../support/storage.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const second = organisationId("SECOND");
const keys = Array.from({ length: 5 }, (_, index) => nodeKey(index + 1));
const [active, alsoActive, suspended, retired, pending] = keys.map(({ id }) => id) as [
  Hex,
  Hex,
  Hex,
  Hex,
  Hex,
];
const names = ["NodeRegistry", "OrganisationRegistry"] as const;

describe("Upgrade from the registers as first released", () => {
  const body = bodyForEachTest({ members }, async (fresh) => {
    await runFirstRelease(fresh);
    await fillRegisters(fresh);
  });

  it("UP3: keeps all that was registered, slot by slot", async () => {
    const { contracts } = body();
    const registers = [contracts.nodeRegistry.address, contracts.organisationRegistry.address];
    const stored = async () =>
      Promise.all(registers.map(async (address) => storageOf(body(), address)));
    const before = { answers: await answers(body()), slots: await stored() };
    await upgrade(body());
    expect(await answers(body()), "UP3").to.deep.equal(before.answers);
    for (const [index, slots] of (await stored()).entries()) {
      expect(changedSlots(before.slots[index]!, slots), "UP3").to.deep.equal([implementationSlot]);
    }
  });

  it("has none of the later functions before, and all of them afterwards", async () => {
    const { chain, contracts } = body();
    const { nodeRegistry, organisationRegistry, validatorSet } = contracts;
    const { address } = operator.administrator;
    const description = {
      region: "BE-BRU",
      template: zeroHash,
      release: zeroHash,
      serviceClass: "",
    };
    const standby = async () => chain.send(address, nodeRegistry, "standbyNode", [active]);
    expect(await refused(standby())).to.equal(true);
    await upgrade(body());

    await chain.send(address, nodeRegistry, "moveNode", [active, "moved.example", 30304]);
    await chain.send(address, nodeRegistry, "describeNode", [active, description]);
    expect(await chain.read(nodeRegistry, "description", [active])).to.deep.equal(description);
    const node = await chain.read(nodeRegistry, "node", [active]);
    expect([node.host, node.port, node.status]).to.deep.equal([
      "moved.example",
      30304,
      NodeStatus.active,
    ]);

    await standby();
    expect(await chain.read(validatorSet, "isValidator", [keys[0]!.account.address])).to.equal(
      false,
    );
    await chain.wait(day);
    await chain.send(address, nodeRegistry, "resumeNode", [active]);
    expect(await chain.read(nodeRegistry, "isActive", [active])).to.equal(true);

    await body().decide([
      callOf(organisationRegistry, "describeOrganisation", [
        operator.id,
        { kind: 3, jurisdiction: "0x4245", did: "", document: zeroHash },
      ]),
      callOf(organisationRegistry, "placeOrganisation", [operator.id, second]),
    ]);
    expect(await chain.read(organisationRegistry, "parentOf", [operator.id])).to.equal(second);

    // What was there in every other status goes on as before.
    await body().decide([
      callOf(nodeRegistry, "reinstateNode", [suspended]),
      callOf(nodeRegistry, "admitNode", [pending]),
    ]);
    for (const id of [suspended, pending]) {
      expect(await chain.read(nodeRegistry, "isActive", [id])).to.equal(true);
    }
    const retry = chain.send(address, nodeRegistry, "moveNode", [retired, "moved.example", 30304]);
    await chain.refuses(retry, nodeRegistry, "NodeRegistryWrongStatus", [
      retired,
      NodeStatus.retired,
    ]);
  });

  it("lets monitors put a validator of that time into quarantine", async () => {
    const { chain, contracts } = body();
    const { authority, nodeRegistry } = contracts;
    await upgrade(body());
    const monitors = [testKey(910).address, testKey(911).address];
    await body().decide(
      monitors.map((monitor) => callOf(authority, "grantRole", [roles.MONITORS, monitor, 0])),
    );
    await chain.impersonate(...monitors);
    for (const monitor of monitors) await reportSilence(body(), monitor, alsoActive);
    expect((await chain.read(nodeRegistry, "node", [alsoActive])).status).to.equal(
      NodeStatus.quarantined,
    );
  });

  it("counts the nodes that are registered from then on, and those of that time neither in nor out", async () => {
    const { chain, contracts } = body();
    const { nodeRegistry } = contracts;
    await upgrade(body());
    const count = async () => chain.read(nodeRegistry, "nodeCount", [operator.id]);
    expect(await count()).to.equal(0n);
    await body().decide([callOf(nodeRegistry, "retireNode", [suspended])]);
    expect(await count()).to.equal(0n);
    await registerNode(body(), nodeKey(9), NodeKind.observer);
    expect(await count()).to.equal(1n);
    // What was never counted in takes nothing of what was.
    const { address } = operator.administrator;
    await chain.send(address, nodeRegistry, "withdrawNode", [pending]);
    await body().decide([callOf(nodeRegistry, "retireNode", [alsoActive])]);
    expect(await count()).to.equal(1n);
    // A key that comes back is counted as any other, and one that goes is counted out once.
    await registerNode(body(), keys[4]!, NodeKind.observer);
    expect(await count()).to.equal(2n);
    await chain.send(address, nodeRegistry, "withdrawNode", [pending]);
    await body().decide([callOf(nodeRegistry, "retireNode", [nodeKey(9).id])]);
    expect(await count()).to.equal(0n);
  });

  it("replaces a validator of that time that went on standby", async () => {
    const { chain, contracts } = body();
    const { nodeRegistry, validatorSet } = contracts;
    await upgrade(body());
    const successor = nodeKey(9);
    await registerNode(body(), successor);
    const { address } = operator.administrator;
    await chain.send(address, nodeRegistry, "standbyNode", [active]);
    await chain.wait(body().parameters.Nodes.churnPeriod);
    await body().decide([callOf(nodeRegistry, "replaceNode", [active, successor.id])]);
    expect((await chain.read(nodeRegistry, "node", [active])).status).to.equal(NodeStatus.retired);
    expect(await chain.read(validatorSet, "isValidator", [successor.account.address])).to.equal(
      true,
    );
    expect(await chain.read(nodeRegistry, "nodeCount", [operator.id])).to.equal(1n);
  });

  it("knows whom an administrator of that time acts for as soon as the body names it again", async () => {
    const { chain, contracts } = body();
    const { organisationRegistry, accountRegistry } = contracts;
    await upgrade(body());
    const { address } = operator.administrator;
    expect(
      await chain.read(organisationRegistry, "isAdministrator", [operator.id, address]),
    ).to.equal(true);
    expect(await chain.read(organisationRegistry, "administeredBy", [address])).to.equal(zeroHash);
    expect(await chain.read(accountRegistry, "accessOf", [address])).to.equal(0);
    await body().decide([
      callOf(organisationRegistry, "recoverAdministrator", [operator.id, address]),
    ]);
    expect(await chain.read(organisationRegistry, "administeredBy", [address])).to.equal(
      operator.id,
    );
    expect(await chain.read(accountRegistry, "accessOf", [address])).to.equal(2);
  });
});

/** Puts the code of the first release behind the proxies, which hold nothing yet. */
async function runFirstRelease(body: Body): Promise<void> {
  const { chain } = body;
  const [deployer] = await chain.connection.viem.getWalletClients();
  const released = new Map<string, Address>();
  for (const name of names) {
    const fixture = new URL(`../../fixtures/thin-registers/${name}.json`, import.meta.url);
    const { bytecode } = JSON.parse(readFileSync(fixture, "utf8")) as { bytecode: Hex };
    const hash = await deployer!.deployContract({ abi: [], bytecode });
    released.set(name, (await chain.receipt(hash)).contractAddress!);
  }
  await install(body, (name) => released.get(name)!);
}

/** The decision to run the present code. */
async function upgrade(body: Body): Promise<void> {
  const present = new Map<string, Address>();
  for (const name of names) {
    present.set(
      name,
      (await body.chain.connection.viem.deployContract(name, [body.addresses.CircuitBreaker]))
        .address,
    );
  }
  await install(body, (name) => present.get(name)!);
}

async function install(body: Body, codeOf: (name: string) => Address): Promise<void> {
  const { nodeRegistry, organisationRegistry } = body.contracts;
  await body.decide([
    callOf(nodeRegistry, "upgradeToAndCall", [codeOf("NodeRegistry"), "0x"]),
    callOf(organisationRegistry, "upgradeToAndCall", [codeOf("OrganisationRegistry"), "0x"]),
  ]);
}

/** Organisations and nodes in every status of that time. */
async function fillRegisters(body: Body): Promise<void> {
  const { nodeRegistry, organisationRegistry } = body.contracts;
  await body.decide([
    registerOperator(body),
    callOf(organisationRegistry, "registerOrganisation", [
      "SECOND",
      "Second (fictitious)",
      testKey(901).address,
    ]),
  ]);
  await body.decide([
    callOf(organisationRegistry, "recoverAdministrator", [second, testKey(902).address]),
  ]);
  for (const [index, key] of keys.entries()) {
    await registerNode(body, key, index < 2 ? NodeKind.validator : NodeKind.observer);
  }
  // The set of validators takes them one by one.
  await body.decide([callOf(nodeRegistry, "admitNode", [active])]);
  await body.decide([alsoActive, suspended].map((id) => callOf(nodeRegistry, "admitNode", [id])));
  await body.decide([
    callOf(nodeRegistry, "suspendNode", [suspended]),
    callOf(nodeRegistry, "retireNode", [retired]),
  ]);
  await body.chain.wait(body.parameters.Nodes.churnPeriod);
}

/** What the functions of that time say. Seconds that go on are left out: the time of the two readings differs. */
async function answers({ chain, contracts }: Body): Promise<unknown[]> {
  const { nodeRegistry, organisationRegistry, validatorSet } = contracts;
  const nodes = keys.flatMap(({ id }) => [
    chain.read(nodeRegistry, "node", [id]),
    chain.read(nodeRegistry, "nonce", [id]),
  ]);
  const administrators = [operator.administrator, testKey(901), testKey(902)];
  const organisations = [operator.id, second].flatMap((id) => [
    chain.read(organisationRegistry, "organisation", [id]),
    chain.read(organisationRegistry, "isActive", [id]),
    ...administrators.map(async ({ address }) =>
      chain.read(organisationRegistry, "isAdministrator", [id, address]),
    ),
  ]);
  return Promise.all([
    ...nodes,
    ...organisations,
    chain.read(nodeRegistry, "eip712Domain", []),
    chain.read(nodeRegistry, "organisationRegistry", []),
    chain.read(nodeRegistry, "validatorSet", []),
    chain.read(validatorSet, "getValidators", []),
  ]);
}

/** Whether a transaction fails: the first release knows no errors of functions that it does not have. */
async function refused(transaction: Promise<unknown>): Promise<boolean> {
  return transaction.then(
    () => false,
    () => true,
  );
}

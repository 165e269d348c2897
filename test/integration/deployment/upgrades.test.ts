import { readFileSync } from "node:fs";

import { expect } from "chai";
import { getAddress, type Abi, type Address, type Hex } from "viem";

import { registryProxyAbi } from "../../../generated/contracts/RegistryProxy.ts";
import { callOf, inFavour, type Body, type Call } from "../../support/body.ts";
import type { Contract } from "../../support/chain.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import {
  NodeKind,
  nodeKey,
  operator,
  organisationId,
  registerNode,
  registerOperator,
} from "../../support/operators.ts";
import { changedSlots, implementationSlot, storageOf } from "../../support/storage.ts";

const generationAbi = [
  {
    type: "function",
    name: "generation",
    stateMutability: "pure",
    inputs: [],
    outputs: [{ type: "uint256" }],
  },
] as const;

/** Eight equal members: five carry a qualified majority of heads, but neither 72 % of them nor 65 % of the weight. */
const members = membersWith([1n, 1n, 1n, 1n, 1n, 1n, 1n, 1n]);
const second = organisationId("SECOND");
const keys = Array.from({ length: 5 }, (_, index) => nodeKey(index + 1));

describe("Upgrades of the registers by vote", () => {
  const body = bodyForEachTest({ members }, fillRegisters);
  const registers = [
    { name: "NodeRegistry", contract: () => body().contracts.nodeRegistry as Contract },
    {
      name: "OrganisationRegistry",
      contract: () => body().contracts.organisationRegistry as Contract,
    },
  ] as const;

  for (const { name, contract } of registers) {
    describe(name, () => {
      const upgrade = async (): Promise<{ call: Call; successor: Address }> => {
        const { address: successor } = await body().chain.connection.viem.deployContract(
          `${name}Successor`,
          [body().addresses.CircuitBreaker],
        );
        const { address } = contract();
        const abi = body().contracts.nodeRegistry.abi;
        return { call: callOf({ address, abi }, "upgradeToAndCall", [successor, "0x"]), successor };
      };
      const generation = async () =>
        body().chain.read({ address: contract().address, abi: generationAbi }, "generation", []);

      it("UP3: keeps every answer and every slot of its storage", async () => {
        const { chain } = body();
        const before = {
          answers: await answers(body()),
          slots: await storageOf(body(), contract().address),
        };
        expect(Object.keys(before.slots).length).to.be.greaterThan(3);
        const { call, successor } = await upgrade();
        await body().decide([call]);

        const proxy = { address: contract().address, abi: registryProxyAbi };
        expect(await chain.read(proxy, "implementation", [])).to.equal(getAddress(successor));
        expect(await generation()).to.equal(2n);
        const after = {
          answers: await answers(body()),
          slots: await storageOf(body(), contract().address),
        };
        expect(after.answers, "UP3").to.deep.equal(before.answers);
        expect(changedSlots(before.slots, after.slots), "UP3").to.deep.equal([implementationSlot]);
      });

      it("UP3: keeps its state from the code of the committed snapshot to the present code", async () => {
        const { chain, contracts } = body();
        const { viem } = chain.connection;
        const { abi } = contracts.nodeRegistry;
        const snapshotOf = (kind: string): unknown =>
          JSON.parse(
            readFileSync(
              new URL(`../../../snapshots/${kind}/${name}.json`, import.meta.url),
              "utf8",
            ),
          );
        const { bytecode } = snapshotOf("bytecode") as { bytecode: Hex };
        const snapshotAbi = snapshotOf("abi") as Abi;
        const construction = snapshotAbi.find((item) => item.type === "constructor");
        const [deployer] = await viem.getWalletClients();
        const hash = await deployer!.deployContract({
          abi: snapshotAbi,
          bytecode,
          // The breaker is all that code of a register was ever constructed with.
          args: construction?.inputs.length === 1 ? [body().addresses.CircuitBreaker] : [],
        });
        const { contractAddress: earlier } = await chain.receipt(hash);
        await body().decide([
          callOf({ address: contract().address, abi }, "upgradeToAndCall", [earlier!, "0x"]),
        ]);
        const before = {
          answers: await answers(body()),
          slots: await storageOf(body(), contract().address),
        };

        const { address: present } = await viem.deployContract(name, [
          body().addresses.CircuitBreaker,
        ]);
        await body().decide([
          callOf({ address: contract().address, abi }, "upgradeToAndCall", [present, "0x"]),
        ]);
        expect(await answers(body()), "UP3").to.deep.equal(before.answers);
        const after = await storageOf(body(), contract().address);
        expect(changedSlots(before.slots, after), "UP3").to.deep.equal([implementationSlot]);
      });

      it("UP4: needs the reinforced majority, whatever else is proposed with it", async () => {
        const { chain, contracts } = body();
        const { call } = await upgrade();
        for (const calls of [[call], [registerOperator(body()), call]]) {
          const { id } = await body().propose(calls);
          expect(
            (await chain.read(contracts.council, "proposalClasses", [id])) & 1,
            "UP4",
          ).to.equal(1);
          // 55 % of eight heads are five; 72 % are six.
          await body().voteAll(id, inFavour(5));
          expect(await body().state(id), "UP4").to.equal("Active");
          await body().voteAll(id, [
            [6, "against"],
            [7, "against"],
          ]);
          expect(await body().state(id), "UP4").to.equal("Active");
          await body().vote(id, 5, "abstain");
          expect(await body().state(id), "UP4").to.equal("Defeated");
        }
      });

      it("UP4: cannot be done by anybody alone, nor on the implementation itself", async () => {
        const { chain, addresses, contracts } = body();
        const { call } = await upgrade();
        const abi = contracts.nodeRegistry.abi;
        const { address } = contract();
        const implementation = await chain.read(
          { address, abi: registryProxyAbi },
          "implementation",
          [],
        );
        await chain.impersonate(addresses.Authority, testKey(1).address);
        for (const caller of [
          testKey(1).address,
          body().representativeOf(0),
          addresses.Authority,
        ]) {
          const alone = chain.sendData(caller, call.target, call.data);
          await chain.refuses(alone, contracts.nodeRegistry, "AccessManagedUnauthorized", [caller]);
        }
        const direct = chain.send(
          body().representativeOf(0),
          { address: implementation, abi },
          "upgradeToAndCall",
          [implementation, "0x"],
        );
        await chain.refuses(direct, contracts.nodeRegistry, "UUPSUnauthorizedCallContext", []);
      });

      it("refuses code that is no successor, and stays as it is", async () => {
        const { chain, contracts, addresses } = body();
        const { address } = contract();
        const before = await storageOf(body(), address);
        // The proxy of a register is no implementation of one, nor is a contract without the interface.
        for (const wrong of [addresses.Council, addresses.ValidatorSet]) {
          const abi = contracts.nodeRegistry.abi;
          const proposal = await body().mature([
            callOf({ address, abi }, "upgradeToAndCall", [wrong, "0x"]),
          ]);
          const refused = body().execute(proposal);
          await chain.refuses(refused, contracts.nodeRegistry, "ERC1967InvalidImplementation", [
            wrong,
          ]);
        }
        expect(changedSlots(before, await storageOf(body(), address))).to.deep.equal([]);
      });
    });
  }

  it("works on after both were upgraded: a node is registered and admitted", async () => {
    const { chain, contracts } = body();
    for (const { name, contract } of registers) {
      const { address: successor } = await chain.connection.viem.deployContract(
        `${name}Successor`,
        [body().addresses.CircuitBreaker],
      );
      const abi = contracts.nodeRegistry.abi;
      await body().decide([
        callOf({ address: contract().address, abi }, "upgradeToAndCall", [successor, "0x"]),
      ]);
    }
    const key = nodeKey(9);
    await registerNode(body(), key);
    await body().decide([callOf(contracts.nodeRegistry, "admitNode", [key.id])]);
    expect(await chain.read(contracts.validatorSet, "isValidator", [key.account.address])).to.equal(
      true,
    );
  });
});

/** Organisations and nodes in every state. */
async function fillRegisters(body: Body): Promise<void> {
  const { contracts } = body;
  const { nodeRegistry, organisationRegistry } = contracts;
  await body.decide([registerOperator(body)]);
  await body.decide([
    callOf(organisationRegistry, "registerOrganisation", [
      "SECOND",
      "Second (fictitious)",
      testKey(901).address,
    ]),
    callOf(organisationRegistry, "recoverAdministrator", [second, testKey(902).address]),
  ]);
  for (const [index, key] of keys.entries()) {
    await registerNode(body, key, index < 2 ? NodeKind.validator : NodeKind.observer);
  }
  const [active, alsoActive, suspended, retired] = keys.map(({ id }) => id) as [Hex, Hex, Hex, Hex];
  // The set of validators takes them one by one.
  await body.decide([callOf(nodeRegistry, "admitNode", [active])]);
  await body.decide([alsoActive, suspended].map((id) => callOf(nodeRegistry, "admitNode", [id])));
  await body.decide([
    callOf(nodeRegistry, "suspendNode", [suspended]),
    callOf(nodeRegistry, "retireNode", [retired]),
  ]);
}

/** What the view functions of both registers say. Seconds that go on are left out: the time of the two readings differs. */
async function answers({ chain, contracts }: Body): Promise<unknown[]> {
  const { nodeRegistry, organisationRegistry } = contracts;
  const nodes = keys.flatMap(({ id }) => [
    chain.read(nodeRegistry, "node", [id]),
    chain.read(nodeRegistry, "isActive", [id]),
    chain.read(nodeRegistry, "nonce", [id]),
  ]);
  return Promise.all([
    ...nodes,
    chain.read(nodeRegistry, "authority", []),
    chain.read(nodeRegistry, "organisationRegistry", []),
    chain.read(nodeRegistry, "validatorSet", []),
    chain.read(nodeRegistry, "eip712Domain", []),
    chain.read(organisationRegistry, "authority", []),
    chain.read(organisationRegistry, "organisation", [operator.id]),
    chain.read(organisationRegistry, "isActive", [operator.id]),
    chain.read(organisationRegistry, "isAdministrator", [
      operator.id,
      operator.administrator.address,
    ]),
    chain.read(organisationRegistry, "organisation", [second]),
    chain.read(organisationRegistry, "isAdministrator", [second, testKey(901).address]),
    chain.read(organisationRegistry, "isAdministrator", [second, testKey(902).address]),
    chain.read(contracts.validatorSet, "getValidators", []),
  ]);
}

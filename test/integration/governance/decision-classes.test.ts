import { expect } from "chai";
import {
  concat,
  encodeFunctionData,
  getAbiItem,
  getAddress,
  slice,
  toFunctionSelector,
  type AbiFunction,
  type Address,
  type Hex,
} from "viem";

import { DecisionClass, listedClasses } from "../../../deploy/decision-classes.ts";
import { callOf, type Body, type Call } from "../../support/body.ts";
import type { Contract } from "../../support/chain.ts";
import { writesOf } from "../../support/abi.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { nodeKey, operator, registerOperator } from "../../support/operators.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const sets = { reinforced: 1, qualified: 2, simple: 4 } as const;
const { id } = nodeKey(1);
/** The classes that need no enhanced cooperation. */
const settable = Object.values(DecisionClass).filter(
  (decisionClass) => decisionClass !== DecisionClass.participating,
);

describe("Classes of a proposal", () => {
  const body = bodyForEachTest({ members });

  const classesOf = async (calls: readonly Call[]): Promise<number> => {
    const { chain, contracts } = body();
    const draft = body().draft(calls);
    const proposed = body().submit(0, draft);
    const classes = await proposed.then(() =>
      chain.read(contracts.council, "proposalClasses", [draft.id]),
    );
    const codeHash = await chain.read(contracts.council, "proposalCodeHash", [draft.id]);
    await chain.emits(proposed, contracts.council, "ProposalClassified", [
      draft.id,
      classes,
      codeHash,
    ]);
    return classes;
  };

  const admit = (): Call => admitNode(body());
  const register = (): Call => registerOperator(body());

  it("GV8: are those of the table that the deployment lists", async () => {
    const { contracts, addresses } = body();
    const strictness = [sets.reinforced, sets.qualified, sets.simple];
    expect(listedClasses.length).to.be.greaterThan(0);
    for (const { target, selector, decisionClass } of listedClasses) {
      const call = { target: addresses[target], data: selector };
      expect(await classesOf([call]), `GV8: ${target} ${selector}`).to.equal(
        strictness[decisionClass],
      );
      expect(
        await body().chain.read(contracts.decisionClasses, "decisionClass", [
          call.target,
          selector,
        ]),
      ).to.equal(decisionClass);
    }
  });

  it("GV8: are reinforced for every function of the system that is not listed", async () => {
    for (const contract of Object.values(body().contracts) as Contract[]) {
      for (const selector of writesOf(contract.abi)) {
        const listed = listedClasses.some(
          (entry) =>
            body().addresses[entry.target] === contract.address && entry.selector === selector,
        );
        if (listed) continue;
        const call = { target: contract.address, data: selector };
        expect(await classesOf([call]), `GV8: ${contract.address} ${selector}`).to.equal(
          sets.reinforced,
        );
      }
    }
  });

  it("GV8: are simple for the registration of an organisation alone, and reinforced for what reaches everybody", async () => {
    const { contracts } = body();
    const { accountRegistry, networkDirectory, organisationRegistry, permissionViews } = contracts;
    const decided = async (contract: Contract, functionName: string) =>
      classesOf([
        {
          target: contract.address,
          data: toFunctionSelector(
            getAbiItem({ abi: contract.abi, name: functionName }) as AbiFunction,
          ),
        },
      ]);
    const simple = listedClasses.filter(
      ({ decisionClass }) => decisionClass === DecisionClass.simple,
    );
    expect(
      simple.map(({ selector }) => selector),
      "GV8",
    ).to.deep.equal([slice(register().data, 0, 4)]);
    for (const [contract, functionName] of [
      [organisationRegistry, "describeOrganisation"],
      [networkDirectory, "setNetworkResource"],
      [accountRegistry, "permitSender"],
      [accountRegistry, "resetGas"],
    ] as [Contract, string][]) {
      expect(await decided(contract, functionName), `GV8: ${functionName}`).to.equal(
        sets.qualified,
      );
    }
    for (const [contract, functionName] of [
      [organisationRegistry, "recoverAdministrator"],
      [networkDirectory, "setNetworkStage"],
      [networkDirectory, "anchorGenesis"],
      [accountRegistry, "setOrganisationLimits"],
      [permissionViews, "addBody"],
      [permissionViews, "removeBody"],
    ] as [Contract, string][]) {
      expect(await decided(contract, functionName), `GV8: ${functionName}`).to.equal(
        sets.reinforced,
      );
    }
  });

  it("GV8: are reinforced for calldata that is shorter than a selector", async () => {
    const { target, data } = register();
    for (const length of [0, 1, 3]) {
      const short = { target, data: length === 0 ? ("0x" as const) : slice(data, 0, length) };
      expect(await classesOf([short]), "GV8").to.equal(sets.reinforced);
    }
    expect(await classesOf([{ target, data: slice(data, 0, 4) }]), "GV8").to.equal(sets.simple);
  });

  it("GV8: are those of the target, not of the selector alone", async () => {
    const { target: elsewhere } = admit();
    expect(await classesOf([{ target: elsewhere, data: register().data }]), "GV8").to.equal(
      sets.reinforced,
    );
  });

  it("GV8: are all that its calls need, in whatever order and however often", async () => {
    const easy = register();
    const alsoEasy = { ...easy, data: concat([easy.data, "0x00"]) };
    const qualified = admit();
    const strict = callOf(body().contracts.authority, "labelRole", [4n, "NODES"]);
    expect(await classesOf([easy, alsoEasy]), "GV8").to.equal(sets.simple);
    expect(await classesOf([easy, qualified]), "GV8").to.equal(sets.simple | sets.qualified);
    expect(await classesOf([qualified, easy]), "GV8").to.equal(sets.simple | sets.qualified);
    expect(await classesOf([strict, easy]), "GV8").to.equal(sets.simple | sets.reinforced);
    for (const calls of [
      [easy, qualified, strict],
      [strict, qualified, easy],
      [qualified, strict, easy, alsoEasy],
    ]) {
      expect(await classesOf(calls), "GV8").to.equal(
        sets.simple | sets.qualified | sets.reinforced,
      );
    }
  });

  it("GV8: are reinforced for calls that carry other calls", async () => {
    const { authority, council, organisationRegistry } = body().contracts;
    const { target, data } = register();
    const nested = [
      callOf(authority, "multicall", [[data]]),
      callOf(authority, "execute", [target, data]),
      callOf(authority, "schedule", [target, data, 0]),
      callOf(council, "relay", [target, 0n, data]),
      callOf(council, "propose", [[target], [0n], [data], "# Nested"]),
      callOf(council, "execute", [[target], [0n], [data], `0x${"00".repeat(32)}`]),
      callOf(organisationRegistry, "upgradeToAndCall", [testKey(1).address, data]),
    ];
    for (const call of nested) expect(await classesOf([call]), "GV8").to.equal(sets.reinforced);
  });

  it("GV8: cannot be lowered by what an authority's execution or multicall would carry", async () => {
    const { chain, contracts } = body();
    const { authority, organisationRegistry } = contracts;
    const { target, data } = register();
    // Through the authority the Council's own roles do not count: the inner call is refused.
    const inMulticall = await body().mature([
      callOf(authority, "multicall", [[encodeGrant(body())]]),
    ]);
    await chain.refuses(
      body().execute(inMulticall),
      authority,
      "AccessManagerUnauthorizedAccount",
      [authority.address, 0n],
    );
    const inExecute = await body().mature([callOf(authority, "execute", [target, data])]);
    await chain.refuses(body().execute(inExecute), authority, "AccessManagerUnauthorizedCall", [
      authority.address,
      target,
      slice(data, 0, 4),
    ]);
    const { status } = await chain.read(organisationRegistry, "organisation", [operator.id]);
    expect(status).to.equal(0);
  });

  it("GV8: are reinforced for what another Council or another authority would carry, and cannot be listed", async () => {
    const { chain, contracts, addresses, parameters } = body();
    const { viem } = chain.connection;
    const { address: otherAuthority } = await viem.deployContract("Authority", [
      addresses.Council,
      parameters.Access.expiration,
    ]);
    const { members: _members, ...settings } = parameters.Governance;
    const { address: otherCouncil } = await viem.deployContract("Council", [
      {
        ...settings,
        authority: addresses.Authority,
        members: addresses.MemberRegistry,
        classes: addresses.DecisionClasses,
        deliberation: addresses.Deliberation,
        vetoes: addresses.Vetoes,
      },
    ]);
    const { target, data } = register();
    const authority = { ...contracts.authority, address: otherAuthority };
    const council = { ...contracts.council, address: otherCouncil };
    const nested = [
      callOf(authority, "multicall", [[data]]),
      callOf(authority, "execute", [target, data]),
      callOf(authority, "schedule", [target, data, 0]),
      callOf(council, "relay", [target, 0n, data]),
      callOf(council, "propose", [[target], [0n], [data], "# Nested"]),
      callOf(council, "queue", [[target], [0n], [data], `0x${"00".repeat(32)}`]),
      callOf(council, "execute", [[target], [0n], [data], `0x${"00".repeat(32)}`]),
    ];
    for (const call of nested) {
      const selector = slice(call.data, 0, 4);
      const listing = await body().mature([
        callOf(contracts.decisionClasses, "setDecisionClass", [
          call.target,
          selector,
          DecisionClass.simple,
        ]),
      ]);
      const refused = body().execute(listing);
      await chain.refuses(refused, contracts.decisionClasses, "DecisionClassesNesting", [selector]);
      expect(await classesOf([call]), "GV8").to.equal(sets.reinforced);
    }
    // What carries nothing can be listed, until the body pins the target.
    const label = callOf(authority, "labelRole", [4n, "NODES"]);
    const listing = callOf(contracts.decisionClasses, "setDecisionClass", [
      otherAuthority,
      slice(label.data, 0, 4),
      DecisionClass.simple,
    ]);
    await body().decide([listing]);
    expect(await classesOf([label])).to.equal(sets.simple);
    await body().decide([callOf(contracts.decisionClasses, "pinTarget", [otherCouncil])]);
    const period = callOf(council, "setVotingPeriod", [86_400]);
    const late = await body().mature([
      callOf(contracts.decisionClasses, "setDecisionClass", [
        otherCouncil,
        slice(period.data, 0, 4),
        DecisionClass.simple,
      ]),
    ]);
    await chain.refuses(body().execute(late), contracts.decisionClasses, "DecisionClassesPinned", [
      getAddress(otherCouncil),
    ]);
  });

  it("are those of the time of the proposal", async () => {
    const { chain, contracts } = body();
    const draft = body().draft([register()]);
    await body().submit(0, draft);
    const { target, data } = register();
    await body().decide([
      callOf(contracts.decisionClasses, "setDecisionClass", [
        target,
        slice(data, 0, 4),
        DecisionClass.qualified,
      ]),
    ]);
    expect(await chain.read(contracts.council, "proposalClasses", [draft.id])).to.equal(
      sets.simple,
    );
    expect(await classesOf([register()])).to.equal(sets.qualified);
  });

  it("stay reinforced for the Council itself, whatever the table says", async () => {
    const { contracts } = body();
    const period = callOf(contracts.council, "setVotingPeriod", [86_400]);
    await body().decide([
      callOf(contracts.decisionClasses, "setDecisionClass", [
        period.target,
        slice(period.data, 0, 4),
        DecisionClass.simple,
      ]),
    ]);
    expect(await classesOf([period]), "GV8").to.equal(sets.reinforced);
  });
});

describe("The table of classes", () => {
  // The Council holds its role without delay, so that the table's own answers can be seen.
  const body = bodyForEachTest({ members, delays: { delay_DECISION_CLASSES: 0 } }, async (fresh) =>
    fresh.chain.impersonate(fresh.addresses.Council),
  );
  const selector = toFunctionSelector("set(uint256)");
  const target = testKey(8).address;
  const table = () => body().contracts.decisionClasses;

  const asCouncil = async (
    functionName: "setDecisionClass" | "pinTarget",
    args: readonly unknown[],
  ): Promise<Hex> => {
    const { chain, contracts } = body();
    return chain.send(
      contracts.council.address,
      contracts.decisionClasses,
      functionName,
      args as never,
    );
  };

  it("is set and reset by the body", async () => {
    const { chain, contracts } = body();
    for (const decisionClass of [
      DecisionClass.simple,
      DecisionClass.qualified,
      DecisionClass.reinforced,
    ]) {
      const set = asCouncil("setDecisionClass", [target, selector, decisionClass]);
      const actor = contracts.council.address;
      await chain.emits(set, table(), "DecisionClassSet", [target, selector, actor, decisionClass]);
      expect(await chain.read(table(), "decisionClass", [target, selector])).to.equal(
        decisionClass,
      );
    }
  });

  it("answers for a list of calls", async () => {
    const calls = [registerOperator(body()), admitNode(body()), { target, data: "0x12" } as const];
    const ask = async (some: readonly Call[]): Promise<number> =>
      body().chain.read(table(), "decisionClasses", [
        some.map((call) => call.target),
        some.map(({ data }) => data),
      ]);
    expect(await ask([])).to.equal(0);
    expect(await ask(calls.slice(0, 2))).to.equal(sets.simple | sets.qualified);
    expect(await ask(calls)).to.equal(sets.simple | sets.qualified | sets.reinforced);
    expect(await ask([{ target, data: selector }])).to.equal(sets.reinforced);
    const [easy] = calls as [Call];
    expect(await ask([{ ...easy, data: slice(easy.data, 0, 4) }])).to.equal(sets.simple);
    expect(await ask([{ ...easy, data: slice(easy.data, 0, 3) }])).to.equal(sets.reinforced);
  });

  it("refuses to list a function of a pinned target", async () => {
    const { chain, contracts } = body();
    const pinned: Address[] = [
      contracts.authority.address,
      contracts.memberRegistry.address,
      contracts.validatorSet.address,
      table().address,
    ];
    await asCouncil("pinTarget", [target]);
    for (const address of [...pinned, target]) {
      expect(await chain.read(table(), "isPinned", [address])).to.equal(true);
      for (const decisionClass of settable) {
        const set = asCouncil("setDecisionClass", [address, selector, decisionClass]);
        await chain.refuses(set, table(), "DecisionClassesPinned", [address]);
      }
    }
    expect(await chain.read(table(), "isPinned", [contracts.nodeRegistry.address])).to.equal(false);
  });

  it("refuses to list a function that carries calls or replaces code, on every target", async () => {
    const { chain, contracts } = body();
    for (const signature of [
      "multicall(bytes[])",
      "upgradeToAndCall(address,bytes)",
      "execute(address,bytes)",
      "schedule(address,bytes,uint48)",
      "relay(address,uint256,bytes)",
      "propose(address[],uint256[],bytes[],string)",
      "queue(address[],uint256[],bytes[],bytes32)",
      "execute(address[],uint256[],bytes[],bytes32)",
    ]) {
      const nesting = toFunctionSelector(signature);
      for (const address of [target, contracts.nodeRegistry.address]) {
        for (const decisionClass of settable) {
          const set = asCouncil("setDecisionClass", [address, nesting, decisionClass]);
          await chain.refuses(set, table(), "DecisionClassesNesting", [nesting]);
        }
      }
    }
  });

  it("refuses to pin a target whose functions stand in an easier class, and count these", async () => {
    const { chain } = body();
    const other = toFunctionSelector("reset()");
    await asCouncil("setDecisionClass", [target, selector, DecisionClass.simple]);
    await asCouncil("setDecisionClass", [target, selector, DecisionClass.qualified]);
    await asCouncil("setDecisionClass", [target, other, DecisionClass.simple]);
    await chain.refuses(asCouncil("pinTarget", [target]), table(), "DecisionClassesStillListed", [
      target,
      2n,
    ]);
    await asCouncil("setDecisionClass", [target, other, DecisionClass.reinforced]);
    await asCouncil("setDecisionClass", [target, other, DecisionClass.reinforced]);
    await chain.refuses(asCouncil("pinTarget", [target]), table(), "DecisionClassesStillListed", [
      target,
      1n,
    ]);
    await asCouncil("setDecisionClass", [target, selector, DecisionClass.reinforced]);
    const actor = body().contracts.council.address;
    await chain.emits(asCouncil("pinTarget", [target]), table(), "TargetPinned", [target, actor]);
    expect(await chain.read(table(), "isPinned", [target])).to.equal(true);
  });

  it("refuses everybody who does not hold the role", async () => {
    const { chain } = body();
    const stranger = body().representativeOf(0);
    for (const [functionName, args] of [
      ["setDecisionClass", [target, selector, DecisionClass.simple]],
      ["pinTarget", [target]],
    ] as const) {
      const call = chain.send(stranger, table(), functionName, args);
      await chain.refuses(call, table(), "AccessManagedUnauthorized", [stranger]);
    }
  });

  it("counts nobody for whoever has no proposal of a cooperation", async () => {
    const { chain } = body();
    const stranger = body().representativeOf(0);
    expect(await chain.attempt(stranger, table(), "countParticipants", [1n])).to.equal("0x");
  });
});

const encodeGrant = ({ contracts }: Body): Hex =>
  encodeFunctionData({
    abi: contracts.authority.abi,
    functionName: "grantRole",
    args: [4n, testKey(66).address, 0],
  });

const admitNode = ({ contracts }: Body): Call => callOf(contracts.nodeRegistry, "admitNode", [id]);

import { expect } from "chai";
import hre from "hardhat";
import { toFunctionSelector, type Address, type Hex } from "viem";

import { roles, roleTable } from "../../../generated/roles.ts";
import { convened, deployBody, furtherMembers } from "../../support/bodies.ts";
import { callOf } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith } from "../../support/members.ts";

const resources = 100n;
const delay = 60;
const setNetworkStage = toFunctionSelector("setNetworkStage(uint64,uint8)");
const contractNames = ["MemberRegistry", "DecisionClasses", "Council"] as const;

/** What `docs/guides/add-a-body.md` tells. */
describe("A fourth body by a decision of the Assembly", () => {
  const assembly = bodyForEachTest({ members: membersWith([1n, 1n, 1n, 1n]) });
  const auditors = furtherMembers(4, 3);

  it("is deployed by anybody, verified by its code, and decides what it was given", async () => {
    const { chain, contracts, addresses } = assembly();
    const { authority, networkDirectory } = contracts;
    const fourth = await deployBody(assembly(), auditors, {
      listings: [
        { target: contracts.networkDirectory.address, selector: setNetworkStage, class: 2 },
      ],
    });

    // The code is that of the Assembly's contracts but for the immutables.
    for (const [index, name] of contractNames.entries()) {
      const code = await codeWithoutImmutables(name, fourth[index]!);
      expect(code, name).to.equal(await codeWithoutImmutables(name, addresses[name]));
    }
    const [memberRegistry, decisionClasses, council] = fourth;
    const other = assembly().sitting({ council, memberRegistry, decisionClasses }, auditors);
    expect(await chain.read(other.contracts.council, "accessManager", [])).to.equal(
      addresses.Authority,
    );
    expect(await chain.read(other.contracts.council, "memberRegistry", [])).to.equal(
      memberRegistry,
    );
    expect(await chain.read(other.contracts.council, "classTable", [])).to.equal(decisionClasses);

    const selectorsOf = (target: string) =>
      roleTable.filter((line) => line.target === target).map(({ selector }) => selector as Hex);
    await assembly().decide([
      callOf(authority, "setTargetFunctionRole", [
        memberRegistry,
        selectorsOf("MemberRegistry"),
        roles.MEMBERSHIP,
      ]),
      callOf(authority, "setTargetFunctionRole", [
        decisionClasses,
        selectorsOf("DecisionClasses"),
        roles.DECISION_CLASSES,
      ]),
      callOf(authority, "labelRole", [resources, "STAGES"]),
      callOf(authority, "setTargetFunctionRole", [
        addresses.NetworkDirectory,
        [setNetworkStage],
        resources,
      ]),
      callOf(authority, "grantRole", [resources, council, delay]),
      callOf(authority, "grantRole", [resources, addresses.Council, 0]),
      ...fourth.map((target) => callOf(contracts.decisionClasses, "pinTarget", [target])),
      callOf(contracts.permissionViews, "addBody", [council, memberRegistry]),
    ]);

    await convened(other);
    await assembly().decide([
      callOf(networkDirectory, "registerNetwork", [31_337n, "Test", 1, "QBFT"]),
    ]);
    const proposal = await other.propose([
      callOf(networkDirectory, "setNetworkStage", [31_337n, 2]),
    ]);
    await other.voteAll(proposal.id, [
      [0, "for"],
      [1, "for"],
    ]);
    await other.queue(proposal);
    const eta = Number(await chain.read(other.contracts.council, "proposalEta", [proposal.id]));
    expect(eta - (await chain.now())).to.equal(delay);
    await chain.goTo(eta);
    await other.execute(proposal);
    expect((await chain.read(networkDirectory, "network", [31_337n])).stage).to.equal(2);

    // GV15: nothing shuts its members out; and it may do nothing else.
    const allowed = await chain.read(contracts.permissionViews, "reachesBody", [
      other.representativeOf(0),
    ]);
    expect(allowed, "GV15").to.equal(true);
    for (const [name, role] of Object.entries({ ADMIN: 0n, ...roles })) {
      const [holds] = await chain.read(authority, "hasRole", [role, council]);
      expect(holds, name).to.equal(false);
    }

    await assembly().decide([
      callOf(authority, "revokeRole", [resources, council]),
      callOf(contracts.permissionViews, "removeBody", [council]),
    ]);
    expect(
      await chain.read(contracts.permissionViews, "reachesBody", [other.representativeOf(0)]),
    ).to.equal(false);
  });

  it("is not what it says when its code is another's", async () => {
    const { addresses } = assembly();
    const code = await codeWithoutImmutables("Council", addresses.EmergencyCouncil);
    expect(code).to.equal(await codeWithoutImmutables("Council", addresses.Council));
    expect(await codeWithoutImmutables("Council", addresses.DecisionClasses)).to.not.equal(code);
  });

  /** Code at an address with zeros where the artifact of the contract has immutables. */
  async function codeWithoutImmutables(
    name: (typeof contractNames)[number],
    address: Address,
  ): Promise<string> {
    const { immutableReferences = {} } = (await hre.artifacts.readArtifact(name)) as {
      immutableReferences?: Record<string, { start: number; length: number }[]>;
    };
    const code = await assembly().chain.client.getCode({ address });
    const bytes = Buffer.from((code ?? "0x").slice(2), "hex");
    for (const { start, length } of Object.values(immutableReferences).flat()) {
      if (start + length <= bytes.length) bytes.fill(0, start, start + length);
    }
    return bytes.toString("hex");
  }
});

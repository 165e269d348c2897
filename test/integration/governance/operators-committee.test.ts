import { expect } from "chai";
import { toFunctionSelector, zeroHash } from "viem";

import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { roles, roleTable } from "../../../generated/roles.ts";
import { operatorsCommittee } from "../../support/bodies.ts";
import { callOf, day, inFavour, type Body } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith } from "../../support/members.ts";

describe("Operators' Committee", () => {
  let committee: Body;
  const assembly = bodyForEachTest({ members: membersWith([1n, 1n, 1n, 1n]) }, async (fresh) => {
    committee = await operatorsCommittee(fresh);
  });
  const rule = async () =>
    assembly().chain.read(assembly().contracts.nodeMonitoring, "quarantineRule", []);

  it("settles a technical matter with more than half of its members, after its own delay", async () => {
    const { chain, contracts } = assembly();
    const { council } = committee.contracts;
    const call = callOf(contracts.nodeMonitoring, "setQuarantineRule", [3, 7_200]);
    const proposal = await committee.propose([call]);
    await committee.voteAll(proposal.id, inFavour(2));
    expect(await committee.state(proposal.id)).to.equal("Active");
    await committee.vote(proposal.id, 2, "for");
    await committee.queue(proposal);
    const eta = Number(await chain.read(council, "proposalEta", [proposal.id]));
    expect(eta - (await chain.now())).to.equal(localParameters.System.delay_OPERATIONS_operators);
    await chain.goTo(eta);
    await committee.execute(proposal);
    expect(await rule()).to.deep.equal([3, 7_200]);
  });

  it("gives each operator one vote", async () => {
    const { chain } = assembly();
    const { memberRegistry } = committee.contracts;
    expect(await chain.read(memberRegistry, "totals", [])).to.deep.equal([4, 4n]);
  });

  it("leaves the same matters to the Assembly, too", async () => {
    const { chain, contracts, addresses } = assembly();
    await assembly().decide([callOf(contracts.nodeMonitoring, "setQuarantineRule", [4, 3_600])]);
    expect(await rule()).to.deep.equal([4, 3_600]);
    const holders = await chain.read(contracts.authority, "roleMembers", [roles.OPERATIONS]);
    expect(holders).to.deep.equal([addresses.Council, addresses.OperatorsCommittee]);
  });

  it("may do what the role table says, and nothing else", async () => {
    const { chain, contracts, addresses } = assembly();
    const own = roleTable.filter(({ role }) => role === "OPERATIONS");
    expect(own.map(({ functionName }) => functionName).sort()).to.deep.equal([
      "insertHashAlgorithm",
      "resetGas",
      "setGasPolicy",
      "setNetworkResource",
      "setQuarantineRule",
      "updateHashAlgorithm",
    ]);
    for (const role of [0n, ...Object.values(roles)]) {
      const [holds] = await chain.read(contracts.authority, "hasRole", [
        role,
        addresses.OperatorsCommittee,
      ]);
      expect(holds).to.equal(role === roles.OPERATIONS);
    }
    // Its classes know what it may do as easier than reinforced; nothing else is.
    const { decisionClasses } = committee.contracts;
    for (const { target, selector, role } of roleTable) {
      const decisionClass = await chain.read(decisionClasses, "decisionClass", [
        addresses[target],
        selector,
      ]);
      expect(decisionClass, `${target} ${selector}`).to.equal(role === "OPERATIONS" ? 2 : 0);
    }
    const refused = await committee.mature([
      callOf(contracts.nodeRegistry, "admitNode", [zeroHash]),
    ]);
    await chain.refuses(
      committee.execute(refused),
      contracts.nodeRegistry,
      "AccessManagedUnauthorized",
      [addresses.OperatorsCommittee],
    );
  });

  it("shares gas among all, and gives it back to one", async () => {
    const { chain, contracts } = assembly();
    const { accountRegistry } = contracts;
    await committee.decide([
      callOf(accountRegistry, "setGasPolicy", [100_000_000n, day]),
      callOf(accountRegistry, "resetGas", [zeroHash]),
    ]);
    const [gas, window] = await chain.read(accountRegistry, "gasPolicy", []);
    expect([gas, window]).to.deep.equal([100_000_000n, day]);
    expect(toFunctionSelector("setGasPolicy(uint208,uint48)")).to.equal(
      roleTable.find(({ functionName }) => functionName === "setGasPolicy")?.selector,
    );
  });
});

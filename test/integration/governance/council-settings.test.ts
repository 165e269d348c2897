import { expect } from "chai";
import { toFunctionSelector, type Hex } from "viem";

import { callOf, day } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith } from "../../support/members.ts";
import { expectRefusal } from "../../support/refusal.ts";

const hour = 3_600;
const members = membersWith([1n, 1n, 1n, 1n, 1n]);

/** Setter, smallest and largest value that it takes (GV12). */
const settings = [
  { setter: "setVotingDelay", getter: "votingDelay", minimum: 0, maximum: 30 * day },
  { setter: "setVotingPeriod", getter: "votingPeriod", minimum: hour, maximum: 180 * day },
  { setter: "setBaseDelaySeconds", getter: "baseDelaySeconds", minimum: 0, maximum: 180 * day },
] as const;

describe("Settings of the Council", () => {
  const body = bodyForEachTest({ members });

  for (const { setter, getter, minimum, maximum } of settings) {
    it(`GV12: ${setter} takes ${minimum} to ${maximum} seconds, by decision`, async () => {
      const { chain, contracts } = body();
      const { council } = contracts;
      for (const value of [minimum, maximum]) {
        await body().decide([callOf(council, setter, [value])]);
        expect(Number(await chain.read(council, getter, []))).to.equal(value);
      }
      await body().decide([callOf(council, setter, [minimum + hour])]);
      for (const value of [minimum - 1, maximum + 1].filter((candidate) => candidate >= 0)) {
        const proposal = await body().mature([callOf(council, setter, [value])]);
        const bounds: [bigint, bigint, bigint] = [BigInt(value), BigInt(minimum), BigInt(maximum)];
        await chain.refuses(body().execute(proposal), council, "CouncilSettingOutOfBounds", bounds);
      }
      expect(Number(await chain.read(council, getter, []))).to.equal(minimum + hour);
    });
  }

  it("GV12: leaves no threshold for proposals but 0", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    await body().decide([callOf(council, "setProposalThreshold", [0n])]);
    const proposal = await body().mature([callOf(council, "setProposalThreshold", [1n])]);
    await chain.refuses(body().execute(proposal), council, "CouncilSettingOutOfBounds", [
      1n,
      0n,
      0n,
    ]);
    expect(await chain.read(council, "proposalThreshold", [])).to.equal(0n);
  });

  it("GV12: never lets the Council go around the authority, nor send calls to itself through it", async () => {
    const { chain, contracts } = body();
    const { council, nodeRegistry } = contracts;
    const selector = toFunctionSelector("admitNode(bytes32)");
    for (const target of [nodeRegistry.address, council.address]) {
      for (const ignored of [true, false]) {
        const proposal = await body().mature([
          callOf(council, "setAccessManagerIgnored", [target, [selector], ignored]),
        ]);
        await chain.refuses(body().execute(proposal), council, "GovernorLockedIgnore", []);
      }
    }
    expect(
      await chain.read(council, "isAccessManagerIgnored", [nodeRegistry.address, selector]),
    ).to.equal(false);
    expect(
      await chain.read(council, "isAccessManagerIgnored", [council.address, selector]),
    ).to.equal(true);
  });

  it("are changed by the Council itself alone", async () => {
    const { chain, contracts } = body();
    const { council, authority } = contracts;
    await chain.impersonate(authority.address);
    for (const caller of [body().representativeOf(0), authority.address]) {
      for (const { setter } of settings) {
        await chain.refuses(
          chain.send(caller, council, setter, [2 * hour]),
          council,
          "GovernorOnlyExecutor",
          [caller],
        );
      }
      const others: Promise<Hex>[] = [
        chain.send(caller, council, "setProposalThreshold", [0n]),
        chain.send(caller, council, "setAccessManagerIgnored", [
          council.address,
          ["0x12345678"],
          true,
        ]),
        chain.send(caller, council, "relay", [council.address, 0n, "0x"]),
      ];
      for (const call of others)
        await chain.refuses(call, council, "GovernorOnlyExecutor", [caller]);
    }
  });

  it("GV12: are checked when the Council is deployed", async () => {
    const { chain, contracts } = body();
    const { viem } = chain.connection;
    const right = {
      name: "Another body",
      authority: contracts.authority.address,
      members: contracts.memberRegistry.address,
      classes: contracts.decisionClasses.address,
      deliberation: contracts.deliberation.address,
      vetoes: contracts.vetoes.address,
      votingDelay: 0,
      votingPeriod: hour,
      baseDelay: 0,
      selfCallDelay: 14 * day - 1,
      extension: 30 * day,
      proposalLimit: 15,
    };
    await viem.deployContract("Council", [right]);
    for (const wrong of [
      { votingDelay: 30 * day + 1 },
      { votingPeriod: hour - 1 },
      { votingPeriod: 180 * day + 1 },
      { baseDelay: 180 * day + 1 },
      // As long as an operation lives in the authority: it could never be executed.
      { selfCallDelay: 14 * day },
      { extension: 30 * day + 1 },
      { proposalLimit: 16 },
    ]) {
      await expectRefusal(
        viem.deployContract("Council", [{ ...right, ...wrong }]),
        /CouncilSettingOutOfBounds/,
      );
    }
  });
});

describe("The Council through OpenZeppelin's interface", () => {
  const body = bodyForEachTest({ members });

  it("says what it is and which clock it has", async () => {
    const { chain, contracts, addresses } = body();
    const { council } = contracts;
    expect(await chain.read(council, "name", [])).to.equal("Assembly of Members");
    expect(await chain.read(council, "version", [])).to.equal("1");
    expect(await chain.read(council, "CLOCK_MODE", [])).to.equal("mode=timestamp");
    expect(await chain.read(council, "clock", [])).to.equal(await chain.now());
    expect(await chain.read(council, "COUNTING_MODE", [])).to.equal(
      "support=bravo&quorum=none&rule=double-majority",
    );
    expect(await chain.read(council, "accessManager", [])).to.equal(addresses.Authority);
    expect(await chain.read(council, "memberRegistry", [])).to.equal(addresses.MemberRegistry);
    expect(await chain.read(council, "classTable", [])).to.equal(addresses.DecisionClasses);
    expect(await chain.read(council, "selfCallDelay", [])).to.equal(
      body().parameters.Governance.selfCallDelay,
    );
    expect(await chain.read(council, "quorum", [0n])).to.equal(0n);
    // IGovernor of OpenZeppelin 5.7 without and with getProposalId, IERC1155Receiver, IERC165; not what nobody has.
    for (const [interfaceId, supported] of [
      [await interfaceIdOfGovernor(), true],
      ["0x4e2312e0", true],
      ["0x01ffc9a7", true],
      ["0xffffffff", false],
    ] as const) {
      expect(await chain.read(council, "supportsInterface", [interfaceId]), interfaceId).to.equal(
        supported,
      );
    }
  });

  it("tells all about a proposal", async () => {
    const { chain, contracts, parameters } = body();
    const { council, nodeRegistry } = contracts;
    const calls = [
      callOf(nodeRegistry, "admitNode", [`0x${"22".repeat(32)}`]),
      callOf(council, "setVotingPeriod", [2 * day]),
    ];
    const draft = body().draft(calls);
    await body().submit(3, draft);
    const now = await chain.now();
    expect(await chain.read(council, "hashProposal", draft.args)).to.equal(draft.id);
    expect(await chain.read(council, "getProposalId", draft.args)).to.equal(draft.id);
    expect(await chain.read(council, "proposalProposer", [draft.id])).to.equal(
      body().representativeOf(3),
    );
    const snapshot = BigInt(now + parameters.Governance.votingDelay);
    expect(await chain.read(council, "proposalSnapshot", [draft.id])).to.equal(snapshot);
    const deadline = snapshot + BigInt(parameters.Governance.votingPeriod);
    expect(await chain.read(council, "proposalDeadline", [draft.id])).to.equal(deadline);
    expect(await chain.read(council, "proposalEta", [draft.id])).to.equal(0n);
    expect(await chain.read(council, "proposalNeedsQueuing", [draft.id])).to.equal(true);
    const plan = [parameters.System.delay_NODES, [true, false], [true, false]];
    expect(await chain.read(council, "proposalExecutionPlan", [draft.id])).to.deep.equal(plan);
    expect(await chain.read(council, "proposalDecision", [draft.id])).to.deep.equal([false, false]);
  });

  it("tells the weight of a member by its account or a key of it, and 0 for all others", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    const { account, mandate, representative } = body().member(2);
    const now = await chain.now();
    for (const id of [account, mandate.address, representative.address]) {
      expect(await chain.read(council, "getVotes", [id, BigInt(now - 1)])).to.equal(1n);
      expect(await chain.read(council, "getVotesWithParams", [id, BigInt(now - 1), "0x"])).to.equal(
        1n,
      );
    }
    expect(await chain.read(council, "getVotes", [council.address, BigInt(now - 1)])).to.equal(0n);
  });

  it("does not answer for a timepoint that is not in the past, however far", async () => {
    const { chain, contracts } = body();
    const now = await chain.now();
    for (const timepoint of [BigInt(now), 2n ** 48n - 1n]) {
      const read = chain.read(contracts.council, "getVotes", [body().member(0).account, timepoint]);
      await chain.refuses(read, contracts.memberRegistry, "MemberRegistryFutureLookup", [
        timepoint,
        now,
      ]);
    }
    const beyond = chain.read(contracts.council, "getVotes", [
      body().member(0).account,
      2n ** 48n + BigInt(now - 1),
    ]);
    await expectRefusal(beyond, /SafeCastOverflowedUintDowncast/);
  });

  it("lets only a representative that may vote propose", async () => {
    const { chain, contracts } = body();
    const { council, memberRegistry } = contracts;
    const draft = body().draft([callOf(council, "setVotingPeriod", [day])]);
    const [targets, values, calldatas] = draft.args;
    const caller = body().member(0).mandate.address;
    const proposed = chain.send(caller, council, "propose", [
      targets,
      values,
      calldatas,
      draft.description,
    ]);
    await chain.refuses(proposed, memberRegistry, "MemberRegistryNotRepresentative", [caller]);
    await body().decide([callOf(memberRegistry, "suspendMember", [body().member(1).account])]);
    await chain.refuses(body().submit(1, draft), memberRegistry, "MemberRegistryWrongStatus", [
      body().member(1).account,
      2,
    ]);
  });

  it("reserves a proposal for the proposer that its description names", async () => {
    const { chain, contracts } = body();
    const { council } = contracts;
    const reserved = `# Reserved\n\n#proposer=${body().representativeOf(2)}`;
    const draft = body().draft([callOf(council, "setVotingPeriod", [day])], reserved);
    await chain.refuses(body().submit(1, draft), council, "GovernorRestrictedProposer", [
      body().representativeOf(1),
    ]);
    await body().submit(2, draft);
    expect(await body().state(draft.id)).to.equal("Pending");
  });
});

/** XOR of the selectors, as ERC-165 wants it, from the interface that OpenZeppelin publishes. */
async function interfaceIdOfGovernor(): Promise<Hex> {
  const { default: artifact } = await import(
    "@openzeppelin/contracts/build/contracts/IGovernor.json",
    {
      with: { type: "json" },
    }
  );
  const inherited = ["supportsInterface", "clock", "CLOCK_MODE"];
  const id = (artifact.abi as { type: string; name?: string }[])
    .filter(({ type, name }) => type === "function" && !inherited.includes(name ?? ""))
    .map((item) => Number(toFunctionSelector(item as never)))
    .reduce((xor, selector) => xor ^ selector, 0);
  return `0x${(id >>> 0).toString(16).padStart(8, "0")}`;
}

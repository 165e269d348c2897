import { expect } from "chai";
import { keccak256, toBytes, type Hex } from "viem";

import { groupId, groupIds } from "../../../deploy/circuits.ts";
import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { roles, roleTable } from "../../../generated/roles.ts";
import { emergencyCouncil, emergencyMembers } from "../../support/bodies.ts";
import { callOf, day, inFavour, Support, type Body, type Call } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith } from "../../support/members.ts";
import {
  NodeKind,
  nodeKey,
  operator,
  registerNode,
  registerOperator,
} from "../../support/operators.ts";
import { instancesOf } from "../../support/roles.ts";

const hour = 3_600;
const registrations = groupId("registrations");
const { emergencyTerm, heartbeatPeriod, coolDown, maxPause } = localParameters.System;

describe("Emergency Council", () => {
  let emergency: Body;
  const assembly = bodyForEachTest({ members: membersWith([1n, 1n, 1n, 1n]) }, async (fresh) => {
    emergency = await emergencyCouncil(fresh);
    await fresh.decide([registerOperator(fresh)]);
  });
  const breaker = () => assembly().contracts.circuitBreaker;
  const pause = (duration = hour, group = registrations): Call =>
    callOf(breaker(), "pause", [group, duration]);
  const register = async (number: number) =>
    registerNode(assembly(), nodeKey(number), NodeKind.observer);

  it("pauses at once with three of five votes: nobody registers, everybody may leave, and it ends by itself", async () => {
    const { chain, contracts } = assembly();
    const { nodeRegistry } = contracts;
    const { address } = operator.administrator;
    await register(1);

    const proposal = await emergency.propose([pause()]);
    await emergency.voteAll(proposal.id, inFavour(2));
    expect(await emergency.state(proposal.id)).to.equal("Active");
    const early = emergency.execute(proposal);
    await chain.refuses(early, emergency.contracts.council, "GovernorUnexpectedProposalState", [
      proposal.id,
      1,
      `0x${(0b10000).toString(16).padStart(64, "0")}`,
    ]);
    await emergency.vote(proposal.id, 2, "for");
    // Nothing is queued: the transaction that executes the decision pauses.
    expect(await emergency.state(proposal.id)).to.equal("Succeeded");
    expect(
      await chain.read(emergency.contracts.council, "proposalNeedsQueuing", [proposal.id]),
    ).to.equal(false);
    const executed = await emergency.execute(proposal);
    const since = await chain.now();
    await chain.emits(Promise.resolve(executed), breaker(), "GroupPaused", [
      registrations,
      emergency.contracts.council.address,
      since,
      since + hour,
    ]);

    await chain.refuses(register(2), breaker(), "CircuitBreakerPaused", [
      registrations,
      since + hour,
    ]);
    // CB3: who is in may leave, and what stands in other groups goes on.
    await chain.send(address, nodeRegistry, "withdrawNode", [nodeKey(1).id]);
    expect((await chain.read(nodeRegistry, "node", [nodeKey(1).id])).status, "CB3").to.equal(0);

    await chain.nextAt(since + hour - 2);
    await chain.refuses(register(2), breaker(), "CircuitBreakerPaused", [
      registrations,
      since + hour,
    ]);
    await chain.nextAt(since + hour + 1);
    await register(2);
    expect((await chain.read(nodeRegistry, "node", [nodeKey(2).id])).status, "CB1").to.equal(1);
  });

  it("is resumed early by the Assembly, by a reinforced majority", async () => {
    const { chain, contracts } = assembly();
    await emergency.decide([pause(maxPause)]);
    const unpause = callOf(breaker(), "unpause", [registrations]);
    const { id } = await assembly().propose([unpause]);
    expect((await chain.read(contracts.council, "proposalClasses", [id])) & 1).to.equal(1);
    await assembly().decide([unpause]);
    await register(1);
  });

  it("CB2: pauses each group once, until the Assembly arms it again", async () => {
    const { chain, addresses } = assembly();
    await emergency.decide([pause()]);
    await chain.wait(hour + coolDown);
    const again = await emergency.mature([pause()]);
    await chain.refuses(emergency.execute(again), breaker(), "CircuitBreakerNoRight", [
      addresses.EmergencyCouncil,
      registrations,
    ]);
    await assembly().decide([
      callOf(breaker(), "arm", [addresses.EmergencyCouncil, registrations, day]),
    ]);
    await emergency.decide([pause()]);
    await chain.refuses(register(1), breaker(), "CircuitBreakerPaused", [
      registrations,
      (await chain.now()) + hour,
    ]);
  });

  it("CB2: loses its rights when it does not meet, and keeps them by a decision that shows that it does", async () => {
    const { chain, addresses } = assembly();
    const right = async (group: Hex) =>
      chain.read(breaker(), "right", [addresses.EmergencyCouncil, group]);
    const due = (await right(registrations)).heartbeatBy;
    await chain.wait(heartbeatPeriod - day);
    await emergency.decide([callOf(breaker(), "heartbeat", [registrations])]);
    expect((await right(registrations)).heartbeatBy).to.equal(
      (await chain.now()) + heartbeatPeriod,
    );
    await chain.goTo(due + 1);
    const lapsed = await emergency.mature([pause(hour, groupId("changes"))]);
    await chain.refuses(emergency.execute(lapsed), breaker(), "CircuitBreakerHeartbeatMissed", [
      addresses.EmergencyCouncil,
      groupId("changes"),
      due,
    ]);
    await emergency.decide([pause()]);
  });

  it("has its rights from the founding on, and for no longer than its term", async () => {
    const { chain, addresses } = assembly();
    for (const group of groupIds) {
      const { notAfter, heartbeatBy } = await chain.read(breaker(), "right", [
        addresses.EmergencyCouncil,
        group,
      ]);
      expect(notAfter - heartbeatBy).to.equal(emergencyTerm - heartbeatPeriod);
      expect(notAfter).to.be.greaterThan(await chain.now());
      expect(notAfter).to.be.at.most((await chain.now()) + emergencyTerm);
    }
  });

  it("GV13: holds no role and can call nothing that needs one", async () => {
    const { chain, contracts, addresses } = assembly();
    const { authority } = contracts;
    for (const role of [0n, ...Object.values(roles)]) {
      expect(
        await chain.read(authority, "hasRole", [role, addresses.EmergencyCouncil]),
        "GV13",
      ).to.deep.equal([false, 0]);
    }
    for (const { target, selector } of roleTable) {
      for (const instance of instancesOf(target, addresses)) {
        const call = [addresses.EmergencyCouncil, instance, selector] as const;
        expect(await chain.read(authority, "canCall", [...call]), "GV13").to.deep.equal([false, 0]);
      }
    }
    // Nor by a decision: the target and the authority refuse it.
    const refused = await emergency.mature([
      callOf(contracts.memberRegistry, "suspendMember", [assembly().member(0).account]),
    ]);
    await chain.refuses(
      emergency.execute(refused),
      contracts.memberRegistry,
      "AccessManagedUnauthorized",
      [addresses.EmergencyCouncil],
    );
    const grant = await emergency.mature([
      callOf(authority, "grantRole", [0n, addresses.EmergencyCouncil, 0]),
    ]);
    await chain.refuses(emergency.execute(grant), authority, "AccessManagerUnauthorizedAccount", [
      addresses.EmergencyCouncil,
      0n,
    ]);
  });

  it("GV13: neither proposes nor votes in another body", async () => {
    const { chain, contracts, addresses } = assembly();
    const { council, memberRegistry } = contracts;
    const { id, args } = await assembly().propose([
      callOf(memberRegistry, "suspendMember", [assembly().member(0).account]),
    ]);
    const [targets, values, calldatas] = args;
    for (const call of [
      callOf(council, "castVote", [id, Support.for]),
      callOf(council, "castVoteWithReason", [id, Support.for, "Emergency"]),
      callOf(council, "propose", [targets, values, calldatas, "# From another body"]),
    ]) {
      const decision = await emergency.mature([call]);
      await chain.refuses(
        emergency.execute(decision),
        memberRegistry,
        "MemberRegistryNotRepresentative",
        [addresses.EmergencyCouncil],
      );
    }
    expect(await chain.read(council, "hasVoted", [id, addresses.EmergencyCouncil])).to.equal(false);
    expect((await chain.read(council, "proposalTally", [id])).forHeads, "GV13").to.equal(0);
    // Its members, who have no seat in this Assembly, do not either.
    for (const { representative } of emergencyMembers) {
      const vote = chain.send(representative.address, council, "castVote", [id, Support.for]);
      await chain.refuses(vote, memberRegistry, "MemberRegistryNotRepresentative", [
        representative.address,
      ]);
    }
  });

  it("decides by a reinforced majority about everything but pauses and heartbeats", async () => {
    const { chain, contracts } = assembly();
    const classesOf = async (call: Call) => {
      const { id } = await emergency.propose([call]);
      return chain.read(emergency.contracts.council, "proposalClasses", [id]);
    };
    const reinforced = 1;
    const simple = 4;
    expect(await classesOf(pause())).to.equal(simple);
    expect(await classesOf(callOf(breaker(), "heartbeat", [registrations]))).to.equal(simple);
    expect(await classesOf(callOf(breaker(), "unpause", [registrations]))).to.equal(reinforced);
    expect(await classesOf(callOf(contracts.nodeRegistry, "admitNode", [nodeKey(1).id]))).to.equal(
      reinforced,
    );
    expect(
      await classesOf(callOf(emergency.contracts.council, "setVotingPeriod", [2 * hour])),
    ).to.equal(reinforced);
  });

  it("is composed by the Assembly, which can also take its rights away", async () => {
    const { chain, addresses } = assembly();
    const { council, memberRegistry } = emergency.contracts;
    const [first] = emergencyMembers;
    await assembly().decide([
      callOf(memberRegistry, "suspendMember", [first!.account]),
      callOf(breaker(), "disarm", [addresses.EmergencyCouncil, registrations]),
    ]);
    const draft = emergency.draft([pause()]);
    await chain.refuses(emergency.submit(0, draft), memberRegistry, "MemberRegistryWrongStatus", [
      first!.account,
      2,
    ]);
    await emergency.submit(1, draft);
    await emergency.openVoting(draft.id);
    for (const index of [1, 2, 3]) await emergency.vote(draft.id, index, "for");
    const [targets, values, calldatas, hash] = draft.args;
    expect(hash).to.equal(keccak256(toBytes(draft.description)));
    const executed = chain.send(emergency.representativeOf(1), council, "execute", [
      targets,
      values,
      calldatas,
      hash,
    ]);
    await chain.refuses(executed, breaker(), "CircuitBreakerNoRight", [
      addresses.EmergencyCouncil,
      registrations,
    ]);
  });
});

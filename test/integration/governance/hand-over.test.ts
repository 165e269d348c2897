import { expect } from "chai";
import { getAddress, stringToHex, type Address, zeroHash } from "viem";

import { groupId } from "../../../deploy/circuits.ts";
import appointSuccessor from "../../../deploy/proposals/0002-appoint-successor-council.ts";
import dismissPredecessor from "../../../deploy/proposals/0003-dismiss-predecessor-council.ts";
import replaceAuthority from "../../../deploy/proposals/0004-replace-authority.ts";
import type {
  Prepared,
  PreparingChain,
  ProposalScript,
} from "../../../deploy/proposals/proposal-script.ts";
import { roles } from "../../../generated/roles.ts";
import {
  committeeMembers,
  emergencyCouncil,
  emergencyMembers,
  operatorsCommittee,
} from "../../support/bodies.ts";
import { callOf, day, type Body, type Call } from "../../support/body.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { expectRefusal, refusalOf } from "../../support/refusal.ts";

const admin = 0n;
const monitor = testKey(71).address;
const guardian = testKey(72).address;
const preparer = testKey(73).address;

/** What `docs/guides/hand-over.md` tells, by the scripts that it names. */
describe("Hand-over", () => {
  const body = bodyForEachTest({ members: membersWith([1n, 1n, 1n, 1n]) }, async ({ chain }) =>
    chain.impersonate(preparer, monitor, guardian),
  );

  describe("of a Council", () => {
    it("leaves the predecessor in power until the successor has shown that it works", async () => {
      const { chain, contracts } = body();
      const { authority } = contracts;
      const { prepared, decided } = await carryOut(appointSuccessor, body());
      const successor = successorOf(prepared["successor"]);
      await appointSuccessor.verify(chainOf(body()), prepared);
      expect(await body().state(decided.id)).to.equal("Executed");

      // Both are in power now, with the same delays; a matter can be decided by either.
      const delayOf = async (council: Address) =>
        chain.read(authority, "hasRole", [roles.NETWORKS, council]);
      expect(await delayOf(successor.addresses.Council)).to.deep.equal(
        await delayOf(body().addresses.Council),
      );
      await body().decide([registerNetwork(2n)]);
      await successor.decide([registerNetwork(3n)]);

      const last = await successor.mature(await dismissPredecessor.enact(chainOf(successor), {}));
      const late = await body().mature([registerNetwork(1n)]);
      await successor.execute(last);
      await dismissPredecessor.verify(chainOf(successor), {});
      for (const role of [admin, ...Object.values(roles)]) {
        const [holds] = await chain.read(authority, "hasRole", [role, body().addresses.Council]);
        expect(holds, `role ${role}`).to.equal(false);
      }
      expect(await chain.read(authority, "roleMembers", [admin])).to.deep.equal([
        successor.addresses.Council,
      ]);

      // GV10: what the predecessor had approved dies with its roles, and what it decides now is nothing.
      await expectRefusal(body().execute(late), /AccessManagerUnauthorized/);
      const vain = await body().propose([registerNetwork(4n)]);
      await body().approve(vain.id);
      await expectRefusal(body().execute(vain), /AccessManagedUnauthorized/);
      await successor.decide([registerNetwork(4n)]);
      expect((await stageOf(4n)) > 0).to.equal(true);

      // GV15: nothing shuts the members out of the new one.
      const allowed = await chain.read(contracts.permissionViews, "transactionAllowed", [
        body().representativeOf(0),
        successor.addresses.Council,
        0n,
        0n,
        5_000_000n,
        "0x",
      ]);
      expect(allowed, "GV15").to.equal(true);
    });

    it("finds room where four bodies are known already", async () => {
      const { contracts, chain } = body();
      const { permissionViews } = contracts;
      const { viem } = chain.connection;
      const other = await viem.deployContract("CallRecorder");
      await body().decide([callOf(permissionViews, "addBody", [other.address, other.address])]);
      const { prepared } = await carryOut(appointSuccessor, body());
      const successor = successorOf(prepared["successor"]);
      await appointSuccessor.verify(chainOf(body()), prepared);
      await carryOut(dismissPredecessor, successor);
      const known = await chain.read(permissionViews, "bodies", []);
      expect(known.map(({ council }) => council)).to.have.members([
        successor.addresses.Council,
        body().addresses.EmergencyCouncil,
        body().addresses.OperatorsCommittee,
        getAddress(other.address),
      ]);
    });

    it("is not dismissed by itself, and not copied while a role is about to change", async () => {
      const { contracts } = body();
      expect(await refusalOf(dismissPredecessor.enact(chainOf(body()), {}))).to.contain(
        "Write the successor's address into addresses.json first",
      );
      await body().decide([
        callOf(contracts.authority, "grantRole", [roles.NETWORKS, guardian, day]),
        callOf(contracts.authority, "grantRole", [roles.NETWORKS, guardian, 0]),
      ]);
      // A shorter delay holds only when the longer one is over.
      expect(await refusalOf(prepare(replaceAuthority, body()))).to.match(
        /changes at \d+ \(seconds since 1970\)\. Wait until then/,
      );
    });
  });

  describe("of the Authority", () => {
    it("moves every target and every body in one transaction, after a rehearsal without power", async () => {
      const { chain, contracts, addresses } = body();
      const emergency = await emergencyCouncil(body());
      const committee = await operatorsCommittee(body());
      await body().decide([
        callOf(contracts.authority, "grantRole", [roles.MONITORS, monitor, 0]),
        callOf(contracts.authority, "labelRole", [77n, "HARBOUR"]),
        callOf(contracts.authority, "grantRole", [77n, guardian, 60]),
        callOf(contracts.authority, "setRoleGuardian", [roles.NODES, 77n]),
        callOf(contracts.authority, "setRoleAdmin", [77n, roles.NODES]),
        callOf(contracts.vetoes, "grantVeto", [
          addresses.Council,
          guardian,
          [],
          (await chain.now()) + 90 * day,
        ]),
      ]);
      const late = await body().mature([registerNetwork(1n)]);

      const prepared = await prepare(replaceAuthority, body());
      const authority = getAddress(prepared["authority"] ?? "");
      const under = (before: Body, members = before.members) =>
        before.sitting(
          {
            authority,
            council: getAddress(prepared[before.addresses.Council] ?? ""),
            memberRegistry: before.addresses.MemberRegistry,
            decisionClasses: before.addresses.DecisionClasses,
          },
          members,
        );
      const [assembly, pausing, operating] = [
        under(body()),
        under(emergency, emergencyMembers),
        under(committee, committeeMembers),
      ];

      // The rehearsal: the new Assembly decides about the new Authority, which nothing asks yet.
      await assembly.decide([
        callOf(assembly.contracts.authority, "labelRole", [78n, "REHEARSAL"]),
      ]);
      await expectRefusal(
        assembly.execute(await assembly.mature([registerNetwork(2n)])),
        /AccessManagedUnauthorized/,
      );

      const { decided } = await carryOut(replaceAuthority, body(), prepared);
      await replaceAuthority.verify(chainOf(body()), prepared);
      expect(await body().state(decided.id)).to.equal("Executed");

      for (const target of await chain.read(contracts.authority, "targets", [])) {
        const asked = { address: target, abi: contracts.memberRegistry.abi };
        expect(await chain.read(asked, "authority", [])).to.equal(authority);
      }
      const members = await chain.read(assembly.contracts.authority, "roleMembers", [admin]);
      expect(members, "AU3").to.deep.equal([assembly.addresses.Council]);

      // Each body goes on: the Assembly decides, the Emergency Council pauses, the operators settle.
      await assembly.decide([registerNetwork(5n)]);
      expect(await stageOf(5n)).to.equal(1);
      const reports = groupId("reports");
      await pausing.decide([callOf(contracts.circuitBreaker, "pause", [reports, 3_600])]);
      await operating.decide([callOf(contracts.nodeMonitoring, "setQuarantineRule", [3, 7_200])]);
      expect(await chain.read(contracts.nodeMonitoring, "quarantineRule", [])).to.deep.equal([
        3, 7_200,
      ]);
      // Single accounts keep their roles, and rights of veto their terms.
      const [isMonitor] = await chain.read(assembly.contracts.authority, "hasRole", [
        roles.MONITORS,
        monitor,
      ]);
      expect(isMonitor).to.equal(true);
      const stopped = await assembly.propose([registerNetwork(6n)]);
      await chain.send(guardian, contracts.vetoes, "veto", [
        assembly.addresses.Council,
        ...stopped.args,
        "Not now.",
      ]);
      expect(await assembly.state(stopped.id)).to.equal("Canceled");

      // The predecessors have no say any more.
      await expectRefusal(body().execute(late), /AccessManagedUnauthorized/);
      await expectRefusal(
        emergency.decide([callOf(contracts.circuitBreaker, "heartbeat", [reports])]),
        /CircuitBreakerNoRight/,
      );
      const known = await chain.read(contracts.permissionViews, "bodies", []);
      expect(known.map(({ council }) => council)).to.have.members(
        [assembly, pausing, operating].map((one) => one.addresses.Council),
      );
    });

    it("leaves the treasury its money, and a payment that waits for a second officer can be confirmed", async () => {
      const { chain, contracts, addresses } = body();
      const { treasury, euroToken } = contracts;
      const { line, payee, officers } = await fundTreasury(body());
      const waiting = [line, payee, 300n, zeroHash] as const;
      await chain.send(officers[0], treasury, "proposePayment", [...waiting]);

      const { prepared } = await carryOut(replaceAuthority, body());
      const assembly = body().sitting(
        {
          authority: getAddress(prepared["authority"] ?? ""),
          council: getAddress(prepared[addresses.Council] ?? ""),
          memberRegistry: addresses.MemberRegistry,
          decisionClasses: addresses.DecisionClasses,
        },
        body().members,
      );
      await chain.send(officers[1], treasury, "confirmPayment", [...waiting]);
      expect(await chain.read(euroToken, "balanceOf", [payee])).to.equal(300n);
      expect(await chain.read(euroToken, "balanceOf", [treasury.address])).to.equal(700n);

      await assembly.decide([callOf(treasury, "setCeiling", [line, 400n, zeroHash])]);
      expect((await chain.read(treasury, "budgetLine", [line])).ceiling).to.equal(400n);
      await expectRefusal(
        body().decide([callOf(treasury, "closeBudgetLine", [line])]),
        /AccessManagedUnauthorized/,
      );
    });

    it("is not proposed with an Authority that somebody has kept, or that lacks something", async () => {
      const prepared = await prepare(replaceAuthority, body());
      const successor = getAddress(prepared["authority"] ?? "");
      const { contracts } = body();
      const given = { ...contracts.authority, address: successor };

      const council = getAddress(prepared[body().addresses.Council] ?? "");
      const rehearsal = body().sitting({
        authority: successor,
        council,
        memberRegistry: body().addresses.MemberRegistry,
        decisionClasses: body().addresses.DecisionClasses,
      });
      await rehearsal.decide([callOf(given, "grantRole", [admin, preparer, 0])]);
      expect(await refusalOf(replaceAuthority.enact(chainOf(body()), prepared))).to.contain(
        `has beside the present one: role 0 for ${preparer} with a delay of 0 s`,
      );
      await rehearsal.decide([
        callOf(given, "revokeRole", [admin, preparer]),
        callOf(given, "revokeRole", [roles.VALIDATORS, body().addresses.NodeRegistry]),
      ]);
      expect(await refusalOf(replaceAuthority.enact(chainOf(body()), prepared))).to.contain(
        `lacks: role ${roles.VALIDATORS} for ${body().addresses.NodeRegistry}`,
      );
    });
  });

  const registerNetwork = (id: bigint): Call =>
    callOf(body().contracts.networkDirectory, "registerNetwork", [id, `Network ${id}`, 1, "QBFT"]);
  const stageOf = async (id: bigint): Promise<number> =>
    (await body().chain.read(body().contracts.networkDirectory, "network", [id])).stage;

  /** The Assembly's members in a Council that has taken over. */
  const successorOf = (council: string | undefined): Body =>
    body().sitting({
      council: getAddress(council ?? ""),
      memberRegistry: body().addresses.MemberRegistry,
      decisionClasses: body().addresses.DecisionClasses,
    });
});

/** A treasury with 1,000 units of test e-money, and a line of which every payment needs two officers. */
async function fundTreasury(by: Body) {
  const { chain, contracts } = by;
  const { authority, treasury, euroToken } = contracts;
  const [issuer, payee, ...officers] = [74, 75, 76, 77].map((key) => testKey(key).address) as [
    Address,
    Address,
    Address,
    Address,
  ];
  const line = stringToHex("Operations", { size: 32 });
  const now = await chain.now();
  await chain.impersonate(issuer, ...officers);
  await by.decide([
    callOf(authority, "grantRole", [roles.MONEY_ISSUERS, issuer, 0]),
    ...officers.map((officer) => callOf(authority, "grantRole", [roles.FINANCE, officer, 0])),
    callOf(treasury, "openBudgetLine", [
      line,
      euroToken.address,
      1_000n,
      0n,
      now,
      now + 400 * day,
      zeroHash,
    ]),
  ]);
  await chain.send(issuer, euroToken, "mint", [treasury.address, 1_000n, zeroHash]);
  return { line, payee, officers };
}

function chainOf({ chain, addresses }: Body): PreparingChain {
  return {
    client: chain.client,
    addresses,
    preparer,
    send: ({ target, data }) => chain.sendData(preparer, target, data),
    async deploy(name, args = []) {
      const { address } = await chain.connection.viem.deployContract(name, [...args]);
      return getAddress(address);
    },
  };
}

const prepare = async (script: ProposalScript, by: Body): Promise<Prepared> =>
  (await script.prepare?.(chainOf(by))) ?? {};

/** The whole way of a script: what the body proposes, approves and executes. */
async function carryOut(script: ProposalScript, by: Body, given?: Prepared) {
  const prepared = given ?? (await prepare(script, by));
  const decided = await by.decide(await script.enact(chainOf(by), prepared));
  return { prepared, decided };
}

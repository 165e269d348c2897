import { expect } from "chai";
import { keccak256, toFunctionSelector, type Address, type Hex } from "viem";

import { roles, roleTable } from "../../../generated/roles.ts";
import { authorityAbi } from "../../../generated/contracts/Authority.ts";
import { callOf, day, type Body, type Call } from "../../support/body.ts";
import type { Contract } from "../../support/chain.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { holdersOf, instancesOf } from "../../support/roles.ts";
import { membersWith, testKey } from "../../support/members.ts";
import { expectRefusal } from "../../support/refusal.ts";

const members = membersWith([1n, 1n, 1n, 1n, 1n]);
const admin = 0n;
const everybody = 2n ** 64n - 1n;
const hour = 3_600;
const year = 365 * day;

describe("Authority under the Council", () => {
  const body = bodyForEachTest({ members });
  const authority = () => body().contracts.authority;

  it("lists what the deployment set up", async () => {
    const { chain, addresses } = body();
    // A role comes into being with its first holder or its first function.
    const later: readonly bigint[] = [roles.RELAYERS, roles.REGISTRARS, roles.ROOT_TAOS];
    const ids = [...new Set([admin, ...Object.values(roles)])].filter((id) => !later.includes(id));
    const listed = await chain.read(authority(), "roles", []);
    expect([...listed].sort()).to.deep.equal(ids.sort());
    const targets = [...new Set(roleTable.flatMap(({ target }) => instancesOf(target, addresses)))];
    expect(new Set(await chain.read(authority(), "targets", []))).to.deep.equal(new Set(targets));
    for (const id of ids) {
      const holders = holdersOf(id, addresses);
      expect(await chain.read(authority(), "roleMembers", [id])).to.deep.equal(holders);
      expect(await chain.read(authority(), "roleMemberCount", [id])).to.equal(
        BigInt(holders.length),
      );
    }
    expect(await chain.read(authority(), "expiration", [])).to.equal(14 * day);
  });

  it("refuses everybody else each function that the role ADMIN protects", async () => {
    const { chain, addresses } = body();
    const stranger = body().representativeOf(0);
    await chain.impersonate(addresses.NodeRegistry);
    for (const caller of [stranger, addresses.NodeRegistry]) {
      for (const call of administration(addresses.NodeRegistry)) {
        const action = chain.send(caller, authority(), call.name, call.args as never);
        await chain.refuses(action, authority(), "AccessManagerUnauthorizedAccount", [
          caller,
          admin,
        ]);
      }
    }
  });

  it("AU4: executes for the Council only what was scheduled, and only after its delay", async () => {
    const { chain, addresses } = body();
    await chain.impersonate(addresses.Council);
    const { target, data } = grant(body(), roles.NODES, testKey(5).address);
    const operation = await chain.read(authority(), "hashOperation", [
      addresses.Council,
      target,
      data,
    ]);
    const execute = async () =>
      chain.send(addresses.Council, authority(), "execute", [target, data]);
    await chain.refuses(execute(), authority(), "AccessManagerNotScheduled", [operation]);
    // The function of the authority itself knows the delay too.
    const direct = chain.send(addresses.Council, authority(), "grantRole", [
      roles.NODES,
      testKey(5).address,
      0,
    ]);
    await chain.refuses(direct, authority(), "AccessManagerNotScheduled", [operation]);

    await chain.send(addresses.Council, authority(), "schedule", [target, data, 0]);
    const ready = await chain.read(authority(), "getSchedule", [operation]);
    expect(ready).to.equal((await chain.now()) + body().parameters.System.delay_ADMIN);
    await chain.nextAt(ready - 1);
    await chain.refuses(execute(), authority(), "AccessManagerNotReady", [operation]);
    await chain.nextAt(ready);
    await execute();
    await chain.refuses(execute(), authority(), "AccessManagerNotScheduled", [operation]);
  });

  it("AU4: executes nothing from the second on in which it expires", async () => {
    const { chain, addresses } = body();
    await chain.impersonate(addresses.Council);
    const { target, data } = grant(body(), roles.NODES, testKey(5).address);
    const operation = await chain.read(authority(), "hashOperation", [
      addresses.Council,
      target,
      data,
    ]);
    await chain.send(addresses.Council, authority(), "schedule", [target, data, 0]);
    const ready = await chain.read(authority(), "getSchedule", [operation]);
    await chain.nextAt(ready + 14 * day);
    const late = chain.send(addresses.Council, authority(), "execute", [target, data]);
    await chain.refuses(late, authority(), "AccessManagerExpired", [operation]);
    expect(await chain.read(authority(), "getSchedule", [operation])).to.equal(0);
  });

  it("AU4: lets the body take back what it scheduled, after which the proposal is dead", async () => {
    const { chain, contracts, addresses } = body();
    const calls = [grant(body(), roles.NODES, testKey(5).address)];
    const proposal = await body().propose(calls);
    await body().approve(proposal.id);
    await body().queue(proposal);
    const [call] = calls as [Call];
    await chain.impersonate(addresses.Council);
    await chain.send(addresses.Council, authority(), "cancel", [
      addresses.Council,
      call.target,
      call.data,
    ]);
    await chain.goTo(Number(await chain.read(contracts.council, "proposalEta", [proposal.id])));
    await expectRefusal(body().execute(proposal), /AccessManagerNotScheduled/);

    // The same operation of another proposal is not executed by this one.
    const successor = await body().mature(calls);
    await chain.refuses(body().execute(proposal), contracts.council, "GovernorMismatchedNonce", [
      proposal.id,
      1n,
      2n,
    ]);
    await body().execute(successor);
  });

  describe("AU1: its lists", () => {
    it("follow grants, changes of delay, revocations and renunciations", async () => {
      const { chain } = body();
      const [first, second] = [testKey(5).address, testKey(6).address];
      const membersOf = async (role: bigint) => chain.read(authority(), "roleMembers", [role]);
      await body().decide([
        grant(body(), 77n, first),
        grant(body(), 77n, second),
        grant(body(), 77n, first, hour),
      ]);
      expect(await membersOf(77n), "AU1").to.deep.equal([first, second]);
      expect(await chain.read(authority(), "roles", []), "AU1").to.include(77n);
      await body().decide([callOf(authority(), "revokeRole", [77n, first])]);
      await body().decide([callOf(authority(), "revokeRole", [77n, first])]);
      expect(await membersOf(77n), "AU1").to.deep.equal([second]);
      await chain.impersonate(second);
      await chain.send(second, authority(), "renounceRole", [77n, second]);
      expect(await membersOf(77n), "AU1").to.deep.equal([]);
      expect(await chain.read(authority(), "roleMemberCount", [77n]), "AU1").to.equal(0n);
    });

    it("name who waits for a grant, too", async () => {
      const { chain } = body();
      const account = testKey(5).address;
      await body().decide([callOf(authority(), "setGrantDelay", [77n, hour])]);
      await chain.wait(5 * day);
      await body().decide([grant(body(), 77n, account)]);
      expect(await chain.read(authority(), "roleMembers", [77n]), "AU1").to.deep.equal([account]);
      expect(await chain.read(authority(), "hasRole", [77n, account])).to.deep.equal([false, 0]);
      await chain.wait(hour);
      expect(await chain.read(authority(), "hasRole", [77n, account])).to.deep.equal([true, 0]);
    });

    it("follow functions from role to role", async () => {
      const { chain, addresses } = body();
      const selector = toFunctionSelector("admitNode(bytes32)");
      const selectorsOf = async (role: bigint) =>
        chain.read(authority(), "targetSelectors", [addresses.NodeRegistry, role]);
      const move = async (role: bigint) =>
        body().decide([
          callOf(authority(), "setTargetFunctionRole", [addresses.NodeRegistry, [selector], role]),
        ]);
      expect(await selectorsOf(roles.NODES)).to.include(selector);
      for (const role of [88n, 88n, everybody, admin]) {
        await move(role);
        expect(await selectorsOf(role), "AU1").to.include(selector);
        for (const other of [roles.NODES, 88n, everybody, admin].filter((id) => id !== role)) {
          expect(await selectorsOf(other), "AU1").to.not.include(selector);
        }
      }
      expect(await chain.read(authority(), "roles", []), "AU1").to.include.members([
        88n,
        everybody,
      ]);
    });

    it("learn targets that come new", async () => {
      const { chain } = body();
      const target = testKey(9).address;
      await body().decide([callOf(authority(), "setTargetFunctionRole", [target, [], 88n])]);
      expect(await chain.read(authority(), "targets", []), "AU1").to.not.include(target);
      await body().decide([
        callOf(authority(), "setTargetFunctionRole", [target, ["0x12345678"], 88n]),
      ]);
      expect(await chain.read(authority(), "targets", []), "AU1").to.include(target);
    });
  });

  describe("AU3: its last administrator", () => {
    it("can neither be revoked nor renounce", async () => {
      const { chain, addresses } = body();
      const revoke = callOf(authority(), "revokeRole", [admin, addresses.Council]);
      const revoked = body().execute(await body().mature([revoke]));
      await chain.refuses(revoked, authority(), "AuthorityLastAdmin", [addresses.Council]);
      await chain.impersonate(addresses.Council);
      const renounced = chain.send(addresses.Council, authority(), "renounceRole", [
        admin,
        addresses.Council,
      ]);
      await chain.refuses(renounced, authority(), "AuthorityLastAdmin", [addresses.Council]);
      expect(await chain.read(authority(), "hasRole", [admin, addresses.Council])).to.deep.equal([
        true,
        30,
      ]);
    });

    it("stays while its successor waits for its grant, and can go afterwards", async () => {
      const { chain, addresses } = body();
      const successor = testKey(5).address;
      await body().decide([callOf(authority(), "setGrantDelay", [admin, hour])]);
      await chain.wait(5 * day);
      await body().decide([grant(body(), admin, successor)]);
      const revoke = callOf(authority(), "revokeRole", [admin, addresses.Council]);
      const proposal = await body().mature([revoke]);
      const refused = body().execute(proposal);
      await chain.refuses(refused, authority(), "AuthorityLastAdmin", [addresses.Council]);
      await chain.wait(hour);
      await body().execute(proposal);
      expect(await chain.read(authority(), "roleMembers", [admin])).to.deep.equal([successor]);
      await chain.impersonate(successor);
      await chain.send(successor, authority(), "grantRole", [admin, addresses.Council, 0]);
    });

    it("lets another administrator go, effective or waiting", async () => {
      const { chain } = body();
      const other = testKey(5).address;
      await body().decide([grant(body(), admin, other)]);
      await body().decide([callOf(authority(), "revokeRole", [admin, other])]);
      expect(await chain.read(authority(), "roleMemberCount", [admin])).to.equal(1n);
    });

    it("gets no delay of more than a year", async () => {
      const { chain, addresses } = body();
      for (const account of [addresses.Council, testKey(5).address]) {
        const proposal = await body().mature([grant(body(), admin, account, year + 1)]);
        await chain.refuses(
          body().execute(proposal),
          authority(),
          "AuthorityAdminDelayOutOfBounds",
          [year + 1],
        );
      }
      await body().decide([
        grant(body(), 77n, testKey(5).address, year + 1),
        grant(body(), admin, testKey(5).address, year),
      ]);
    });
  });

  it("cannot be closed as a target, while single targets can and open again", async () => {
    const { chain, addresses, contracts } = body();
    const proposal = await body().mature([
      callOf(authority(), "setTargetClosed", [authority().address, true]),
    ]);
    await chain.refuses(body().execute(proposal), authority(), "AuthorityCannotCloseItself", []);
    await body().decide([callOf(authority(), "setTargetClosed", [authority().address, false])]);

    const weigh = callOf(contracts.memberRegistry, "setWeight", [
      body().member(0).account,
      7n,
      2025,
    ]);
    await body().decide([callOf(authority(), "setTargetClosed", [addresses.MemberRegistry, true])]);
    const closed = await body().mature([weigh]);
    await expectRefusal(body().execute(closed), /AccessManagedUnauthorized/);
    await body().decide([
      callOf(authority(), "setTargetClosed", [addresses.MemberRegistry, false]),
    ]);
    // What was proposed while the target was closed did not wait its delay: it stays impossible.
    await expectRefusal(body().execute(closed), /AccessManagerNotScheduled/);
    await body().decide([weigh]);
    expect(
      (await chain.read(contracts.memberRegistry, "member", [body().member(0).account])).weight,
    ).to.equal(7n);
  });

  it("hands a register to a successor, after which it has no say any more", async () => {
    const { chain, addresses, contracts } = body();
    const successor = await chain.connection.viem.deployContract("Authority", [
      testKey(5).address,
      14 * day,
    ]);
    const target = addresses.NodeRegistry;
    await body().decide([callOf(authority(), "updateAuthority", [target, successor.address])]);
    const admit = callOf(contracts.nodeRegistry, "retireNode", [keccak256("0x01")]);
    const proposal = await body().mature([admit]);
    await expectRefusal(body().execute(proposal), /AccessManagedUnauthorized/);
  });

  it("is not confused by two proposals with the same call", async () => {
    const { chain, contracts } = body();
    const weigh = callOf(contracts.memberRegistry, "setWeight", [
      body().member(0).account,
      7n,
      2025,
    ]);
    const [first, second] = [await body().propose([weigh]), await body().propose([weigh])];
    for (const { id } of [first, second]) await body().approve(id);
    await body().queue(first);
    await expectRefusal(body().queue(second), /AccessManagerAlreadyScheduled/);
    await chain.wait(60);
    await body().execute(first);
    await body().queue(second);
    await chain.wait(60);
    await body().execute(second);
  });

  it("has a lifetime of operations from an hour to a year", async () => {
    const { viem } = body().chain.connection;
    const deploy = async (expiration: number) =>
      viem.deployContract("Authority", [testKey(5).address, expiration]);
    for (const wrong of [0, hour - 1, year + 1]) {
      await expectRefusal(deploy(wrong), /AuthorityExpirationOutOfBounds/);
    }
    for (const right of [hour, year]) {
      const deployed = await deploy(right);
      const contract: Contract<typeof authorityAbi> = {
        address: deployed.address,
        abi: authorityAbi,
      };
      expect(await body().chain.read(contract, "expiration", [])).to.equal(right);
    }
  });
});

const grant = ({ contracts }: Body, role: bigint, account: Address, delay = 0): Call =>
  callOf(contracts.authority, "grantRole", [role, account, delay]);

/** Every function of the authority that only its administrators may call. */
const administration = (target: Address): { name: AdminFunction; args: unknown[] }[] => [
  { name: "labelRole", args: [1n, "X"] },
  { name: "grantRole", args: [admin, target, 0] },
  { name: "revokeRole", args: [admin, target] },
  { name: "setRoleAdmin", args: [1n, 1n] },
  { name: "setRoleGuardian", args: [1n, 1n] },
  { name: "setGrantDelay", args: [1n, 0] },
  { name: "setTargetFunctionRole", args: [target, ["0x12345678" as Hex], everybody] },
  { name: "setTargetAdminDelay", args: [target, 0] },
  { name: "setTargetClosed", args: [target, true] },
  { name: "updateAuthority", args: [target, target] },
];

type AdminFunction =
  | "labelRole"
  | "grantRole"
  | "revokeRole"
  | "setRoleAdmin"
  | "setRoleGuardian"
  | "setGrantDelay"
  | "setTargetFunctionRole"
  | "setTargetAdminDelay"
  | "setTargetClosed"
  | "updateAuthority";

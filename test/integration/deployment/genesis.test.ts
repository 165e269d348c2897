import { expect } from "chai";
import { getAddress, parseEventLogs, zeroAddress, type Address } from "viem";

import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { deployer } from "../../../deploy/networks/local/accounts.ts";
import { roles, type RoleName } from "../../../generated/roles.ts";
import { registryProxyAbi } from "../../../generated/contracts/RegistryProxy.ts";
import { selectorsOf } from "../../support/abi.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { delayOf, holdersOf } from "../../support/roles.ts";
import { memberStates } from "../../support/members.ts";
import type { Contract } from "../../support/chain.ts";

const admin = 0n;
const { address: deployerAddress } = deployer();
/** Where ERC-1967 keeps the implementation of a proxy. */
const implementationSlot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

describe("Genesis", () => {
  const body = bodyForEachTest({ represented: false });

  it("leaves the deployer no role", async () => {
    const { chain, contracts } = body();
    const { authority } = contracts;
    for (const role of await chain.read(authority, "roles", [])) {
      expect(await chain.read(authority, "roleMembers", [role])).to.not.include(deployerAddress);
      expect(await chain.read(authority, "hasRole", [role, deployerAddress])).to.deep.equal([
        false,
        0,
      ]);
      const [since] = await chain.read(authority, "getAccess", [role, deployerAddress]);
      expect(since, "nor one that waits").to.equal(0);
    }
  });

  it("leaves the deployer no function of any contract that the authority protects, at once or after a delay", async () => {
    const { chain, contracts } = body();
    for (const { address, abi } of Object.values(contracts) as Contract[]) {
      for (const selector of selectorsOf(abi)) {
        const answer = await chain.read(contracts.authority, "canCall", [
          deployerAddress,
          address,
          selector,
        ]);
        expect(answer, `${address} ${selector}`).to.deep.equal([false, 0]);
      }
    }
  });

  it("leaves the deployer no way to a role", async () => {
    const { chain, contracts, addresses } = body();
    const { authority } = contracts;
    const ids = [admin, ...Object.values(roles)];
    for (const role of ids) {
      expect(await chain.read(authority, "getRoleAdmin", [role])).to.equal(admin);
      expect(await chain.read(authority, "getRoleGuardian", [role])).to.equal(admin);
      const granted = chain.send(deployerAddress, authority, "grantRole", [
        role,
        deployerAddress,
        0,
      ]);
      await chain.refuses(granted, authority, "AccessManagerUnauthorizedAccount", [
        deployerAddress,
        admin,
      ]);
    }
    // Nothing that the deployer did waits for its time.
    const scheduled = await chain.client.getContractEvents({
      ...authority,
      eventName: "OperationScheduled",
      fromBlock: 0n,
    });
    expect(scheduled).to.deep.equal([]);
    for (const target of Object.values(addresses)) {
      const scheduling = chain.send(deployerAddress, authority, "schedule", [
        target,
        "0x12345678",
        0,
      ]);
      await chain.refuses(scheduling, authority, "AccessManagerUnauthorizedCall", [
        deployerAddress,
        target,
        "0x12345678",
      ]);
    }
    // And the deployer is nobody in the body.
    expect(await chain.read(contracts.memberRegistry, "memberOf", [deployerAddress])).to.deep.equal(
      [false, zeroAddress, 0],
    );
  });

  it("saw no other account in any role at any time than the deployer, until the hand-over in one transaction", async () => {
    const { chain, contracts, addresses } = body();
    const { authority } = contracts;
    const logs = await chain.client.getLogs({ address: authority.address, fromBlock: 0n });
    const events = parseEventLogs({ abi: authority.abi, logs });
    const granted = events.flatMap((event) => (event.eventName === "RoleGranted" ? [event] : []));
    const revoked = events.flatMap((event) => (event.eventName === "RoleRevoked" ? [event] : []));
    expect(revoked.map(({ args }) => [args.roleId, args.account])).to.deep.equal([
      [admin, deployerAddress],
    ]);
    const handOver = revoked[0]!.transactionHash;
    const before = granted.filter(({ transactionHash }) => transactionHash !== handOver);
    expect(before.map(({ args }) => [args.roleId, args.account])).to.deep.equal([
      [admin, deployerAddress],
    ]);
    const after = granted.filter(({ transactionHash }) => transactionHash === handOver);
    const holders = after.map(({ args }) => `${args.roleId} ${args.account}`);
    expect(new Set(holders)).to.deep.equal(
      new Set([
        ...Object.values(roles).flatMap((role) =>
          holdersOf(role, addresses).map((holder) => `${role} ${holder}`),
        ),
        `${admin} ${addresses.Council}`,
      ]),
    );
  });

  it("gives each role its delay", async () => {
    const { chain, contracts, addresses } = body();
    const { authority } = contracts;
    const delays = localParameters.System;
    for (const [name, role] of Object.entries({ ADMIN: admin, ...roles })) {
      for (const holder of holdersOf(role, addresses)) {
        const expected = delayOf(delays, name as RoleName | "ADMIN", holder, addresses);
        expect(await chain.read(authority, "hasRole", [role, holder]), name).to.deep.equal([
          true,
          expected,
        ]);
      }
    }
  });

  it("connects every contract with the authority and its neighbours", async () => {
    const { chain, contracts, addresses } = body();
    for (const managed of [
      "memberRegistry",
      "decisionClasses",
      "circuitBreaker",
      "emergencyMemberRegistry",
      "emergencyDecisionClasses",
      "operatorsMemberRegistry",
      "operatorsDecisionClasses",
      "organisationRegistry",
      "nodeRegistry",
      "validatorSet",
      "networkDirectory",
      "accountRegistry",
      "nodeMonitoring",
      "permissionViews",
    ] as const) {
      const { address, abi } = contracts[managed] as Contract<typeof contracts.memberRegistry.abi>;
      expect(await chain.read({ address, abi }, "authority", []), managed).to.equal(
        addresses.Authority,
      );
    }
    expect(await chain.read(contracts.council, "accessManager", [])).to.equal(addresses.Authority);
    expect(await chain.read(contracts.council, "memberRegistry", [])).to.equal(
      addresses.MemberRegistry,
    );
    expect(await chain.read(contracts.council, "classTable", [])).to.equal(
      addresses.DecisionClasses,
    );
    expect(await chain.read(contracts.nodeRegistry, "organisationRegistry", [])).to.equal(
      addresses.OrganisationRegistry,
    );
    expect(await chain.read(contracts.nodeRegistry, "validatorSet", [])).to.equal(
      addresses.ValidatorSet,
    );
    expect(await chain.read(contracts.accountRegistry, "organisationRegistry", [])).to.equal(
      addresses.OrganisationRegistry,
    );
    expect(await chain.read(contracts.nodeMonitoring, "nodeRegistry", [])).to.equal(
      addresses.NodeRegistry,
    );
    expect(await chain.read(contracts.nodeMonitoring, "accountRegistry", [])).to.equal(
      addresses.AccountRegistry,
    );
    expect(await chain.read(contracts.permissionViews, "bodies", [])).to.deep.equal([
      { council: addresses.Council, memberRegistry: addresses.MemberRegistry },
      {
        council: addresses.EmergencyCouncil,
        memberRegistry: addresses.EmergencyMemberRegistry,
      },
      {
        council: addresses.OperatorsCommittee,
        memberRegistry: addresses.OperatorsMemberRegistry,
      },
    ]);
    expect(await chain.read(contracts.permissionViews, "sources", [])).to.deep.equal([
      addresses.NodeRegistry,
      addresses.ValidatorSet,
      addresses.AccountRegistry,
    ]);
  });

  it("has the parameters that it was given", async () => {
    const { chain, contracts } = body();
    const { Governance, Nodes, Access } = localParameters;
    const { council, validatorSet, authority, memberRegistry } = contracts;
    expect(await chain.read(council, "name", [])).to.equal(Governance.name);
    expect(await chain.read(council, "votingDelay", [])).to.equal(BigInt(Governance.votingDelay));
    expect(await chain.read(council, "votingPeriod", [])).to.equal(BigInt(Governance.votingPeriod));
    expect(await chain.read(council, "baseDelaySeconds", [])).to.equal(Governance.baseDelay);
    expect(await chain.read(council, "selfCallDelay", [])).to.equal(Governance.selfCallDelay);
    expect(await chain.read(authority, "expiration", [])).to.equal(Access.expiration);
    expect(await chain.read(contracts.nodeMonitoring, "quarantineRule", [])).to.deep.equal([
      Nodes.quarantineMonitors,
      Nodes.quarantineWindow,
    ]);
    expect(new Set(await chain.read(validatorSet, "getValidators", []))).to.deep.equal(
      new Set(Nodes.validators),
    );
    expect(await chain.read(validatorSet, "floor", [])).to.equal(BigInt(Nodes.floor));
    expect(await chain.read(memberRegistry, "memberCount", [])).to.equal(27n);
    const population = memberStates.reduce((sum, { weight }) => sum + weight, 0n);
    expect(await chain.read(memberRegistry, "totals", [])).to.deep.equal([27, population]);
  });

  it("lets calls to the Council itself wait at least as long as what the Council administers", async () => {
    const { chain, contracts } = body();
    const { authority, council } = contracts;
    const [administers, delay] = await chain.read(authority, "hasRole", [admin, council.address]);
    expect(administers).to.equal(true);
    expect(await chain.read(council, "selfCallDelay", [])).to.be.at.least(delay);
  });

  it("UP2: has proxies and implementations that nobody can initialise again", async () => {
    const { chain, contracts, addresses } = body();
    const stranger = deployerAddress;
    for (const name of ["organisationRegistry", "nodeRegistry"] as const) {
      const { address, abi } = contracts[name] as Contract;
      const implementation = await chain.read(
        { address, abi: registryProxyAbi },
        "implementation",
        [],
      );
      const stored = await chain.client.getStorageAt({ address, slot: implementationSlot });
      expect(getAddress(`0x${stored!.slice(26)}`)).to.equal(implementation);
      const args =
        name === "nodeRegistry"
          ? [stranger, addresses.OrganisationRegistry, addresses.ValidatorSet]
          : [stranger];
      for (const target of [address, implementation] as Address[]) {
        const again = chain.send(stranger, { address: target, abi }, "initialize", args);
        await chain.refuses(again, contracts.nodeRegistry, "InvalidInitialization", []);
      }
    }
  });
});

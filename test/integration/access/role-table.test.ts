import { expect } from "chai";
import { zeroAddress, toFunctionSelector, type Abi, type Address, type Hex } from "viem";

import type { SystemAddresses } from "../../../deploy/deploy.ts";
import { registryProxyAbi } from "../../../generated/contracts/RegistryProxy.ts";
import { roles, roleTable } from "../../../generated/roles.ts";
import { writesOf } from "../../support/abi.ts";
import { bodyForEachTest } from "../../support/fixture.ts";

type ContractName = keyof SystemAddresses;

/**
 * Functions that change something and that no line of the role table protects, each with the reason why nobody can do harm with it.
 * A new function of any contract stands here or in `contracts/access/Roles.sol`, or the test below fails.
 */
const outsideTheTable: Record<ContractName, Record<string, string>> = {
  Authority: {
    "schedule(address,bytes,uint48)": "Only for a call that the caller may make after a delay.",
    "execute(address,bytes)": "Only a call that the caller may make, after its delay.",
    "cancel(address,address,bytes)":
      "By who scheduled it, administrators and guardians of its role.",
    "consumeScheduledOp(address,bytes)":
      "Only by the target of the operation while it executes it.",
    "multicall(bytes[])": "Each call is judged as if it came alone.",
    "renounceRole(uint64,address)":
      "Takes a role from the caller alone; the last administrator cannot.",
    "labelRole(uint64,string)": "The authority itself protects it: ADMIN.",
    "grantRole(uint64,address,uint32)":
      "The authority itself protects it: the administrators of the role.",
    "revokeRole(uint64,address)":
      "The authority itself protects it: the administrators of the role.",
    "setRoleAdmin(uint64,uint64)": "The authority itself protects it: ADMIN.",
    "setRoleGuardian(uint64,uint64)": "The authority itself protects it: ADMIN.",
    "setGrantDelay(uint64,uint32)": "The authority itself protects it: ADMIN.",
    "setTargetFunctionRole(address,bytes4[],uint64)": "The authority itself protects it: ADMIN.",
    "setTargetAdminDelay(address,uint32)": "The authority itself protects it: ADMIN.",
    "setTargetClosed(address,bool)": "The authority itself protects it: ADMIN.",
    "updateAuthority(address,address)": "The authority itself protects it: ADMIN.",
  },
  MemberRegistry: {
    "setAuthority(address)": "Only the present authority calls it, for its ADMIN.",
    "handOverMandate(address,address)": "Only with the member's mandate key.",
    "acceptMandate(address)": "Only with the designated key.",
    "appointRepresentative(address,address,uint48,uint48,bytes)":
      "Only with the member's mandate key.",
    "endRepresentation(address)": "Only with the member's mandate key or the representative's own.",
  },
  DecisionClasses: {
    "setAuthority(address)": "Only the present authority calls it, for its ADMIN.",
  },
  Council: {
    "propose(address[],uint256[],bytes[],string)": "Only by a representative who may vote.",
    "castVote(uint256,uint8)": "Counts only for the member whose representative calls.",
    "castVoteWithReason(uint256,uint8,string)":
      "Counts only for the member whose representative calls.",
    "castVoteWithReasonAndParams(uint256,uint8,string,bytes)":
      "Counts only for the member whose representative calls.",
    "castVoteBySig(uint256,uint8,address,bytes)":
      "Counts only for the member whose representative signed.",
    "castVoteWithReasonAndParamsBySig(uint256,uint8,address,string,bytes,bytes)":
      "Counts only for the member whose representative signed.",
    "queue(address[],uint256[],bytes[],bytes32)": "Only what the members approved.",
    "execute(address[],uint256[],bytes[],bytes32)":
      "Only what the members approved, after its delay.",
    "cancel(address[],uint256[],bytes[],bytes32)":
      "Only by the proposer, while the proposal is pending.",
    "relay(address,uint256,bytes)": "Only by decision: onlyGovernance.",
    "setVotingDelay(uint48)": "Only by decision: onlyGovernance.",
    "setVotingPeriod(uint32)": "Only by decision: onlyGovernance.",
    "setProposalThreshold(uint256)": "Only by decision: onlyGovernance.",
    "setBaseDelaySeconds(uint32)": "Only by decision: onlyGovernance.",
    "setAccessManagerIgnored(address,bytes4[],bool)":
      "Only by decision: onlyGovernance; it always refuses.",
    "onERC721Received(address,address,uint256,bytes)": "Receives a token and changes nothing.",
    "onERC1155Received(address,address,uint256,uint256,bytes)":
      "Receives a token and changes nothing.",
    "onERC1155BatchReceived(address,address,uint256[],uint256[],bytes)":
      "Receives tokens and changes nothing.",
  },
  OrganisationRegistry: {
    "setAuthority(address)": "Only the present authority calls it, for its ADMIN.",
    "initialize(address)": "Ran when the proxy was made, and never again.",
    "appointAdministrator(bytes32,address)": "Only by an administrator of the organisation.",
    "removeAdministrator(bytes32,address)": "Only by an administrator of the organisation.",
  },
  NodeRegistry: {
    "setAuthority(address)": "Only the present authority calls it, for its ADMIN.",
    "initialize(address,address,address)": "Ran when the proxy was made, and never again.",
    "registerNode(bytes32,uint64,uint8,bytes,string,uint16,uint48,bytes)":
      "Only by an administrator of the organisation, with a proof of the node's key.",
    "withdrawNode(bytes32)": "Only by an administrator of the organisation.",
  },
  ValidatorSet: {
    "setAuthority(address)": "Only the present authority calls it, for its ADMIN.",
  },
};

const contractNames = Object.keys(outsideTheTable) as ContractName[];

describe("Table of roles", () => {
  const body = bodyForEachTest({ represented: false });
  const abiOf = (name: ContractName): Abi => {
    const { contracts } = body();
    const key = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as keyof typeof contracts;
    return contracts[key].abi;
  };

  it("has a line, or a stated reason, for every function of every contract that changes something", () => {
    expect(contractNames.sort()).to.deep.equal(Object.keys(body().addresses).sort());
    for (const name of contractNames) {
      const lines = roleTable
        .filter(({ target }) => target === name)
        .map(({ selector }) => selector as Hex);
      const stated = Object.keys(outsideTheTable[name]).map((signature) =>
        toFunctionSelector(signature),
      );
      const expected = [...lines, ...stated].sort();
      expect(
        new Set(expected).size,
        `${name}: a function is both in the table and outside`,
      ).to.equal(expected.length);
      expect(
        writesOf(abiOf(name)).sort(),
        `${name}: functions that change something`,
      ).to.deep.equal(expected);
    }
  });

  it("covers every deployed contract, the proxies included", () => {
    // The proxy adds a view function and passes everything else on.
    expect(writesOf(registryProxyAbi)).to.deep.equal([]);
    const receives = contractNames.filter((name) =>
      abiOf(name).some(({ type }) => type === "receive" || type === "fallback"),
    );
    expect(receives).to.deep.equal(["Council"]);
  });

  for (const { target, functionName, selector, role, roleId } of roleTable) {
    it(`is what the authority says: ${role} may call ${functionName} of ${target}, nobody else`, async () => {
      const { chain, contracts, addresses, parameters } = body();
      const { authority } = contracts;
      const address = addresses[target];
      expect(await chain.read(authority, "getTargetFunctionRole", [address, selector])).to.equal(
        roleId,
      );
      const holder = role === "VALIDATORS" ? addresses.NodeRegistry : addresses.Council;
      const delay = role === "VALIDATORS" ? 0 : parameters.System[`delay_${role}`];
      expect(await chain.read(authority, "canCall", [holder, address, selector])).to.deep.equal([
        delay === 0,
        delay,
      ]);
      const others = [...Object.values(addresses), zeroAddress, ...(await accounts())].filter(
        (other) => other !== holder,
      );
      for (const other of others) {
        expect(
          await chain.read(authority, "canCall", [other, address, selector]),
          other,
        ).to.deep.equal([false, 0]);
      }
    });
  }

  it("is all that the authority holds: selectors of each role on each target", async () => {
    const { chain, contracts, addresses } = body();
    const { authority } = contracts;
    for (const target of await chain.read(authority, "targets", [])) {
      for (const role of await chain.read(authority, "roles", [])) {
        const expected = roleTable.filter(
          (line) => addresses[line.target] === target && line.roleId === role,
        );
        const actual = await chain.read(authority, "targetSelectors", [target, role]);
        expect([...actual].sort()).to.deep.equal(
          expected.map(({ selector }) => selector as Hex).sort(),
        );
      }
    }
  });

  it("is wired with one line a function and a name for each role", async () => {
    const lines = roleTable.map(({ target, selector }) => `${target} ${selector}`);
    expect(new Set(lines).size).to.equal(lines.length);
    expect(new Set(roleTable.map(({ role }) => role))).to.deep.equal(new Set(Object.keys(roles)));
    expect(new Set(Object.values(roles)).size).to.equal(Object.keys(roles).length);
    const { chain, contracts } = body();
    const labels = await chain.client.getContractEvents({
      ...contracts.authority,
      eventName: "RoleLabel",
      fromBlock: 0n,
    });
    const labelled = Object.fromEntries(
      labels.map(({ args }) => [args.label ?? "", args.roleId ?? 0n]),
    );
    expect(labelled).to.deep.equal({ ...roles });
  });

  async function accounts(): Promise<readonly Address[]> {
    const { members, chain } = body();
    const wallets = await chain.connection.viem.getWalletClients();
    const first = members.slice(0, 2).flatMap(({ account, mandate }) => [account, mandate.address]);
    return [...wallets.slice(0, 2).map(({ account }) => account.address), ...first];
  }
});

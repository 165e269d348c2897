import { expect } from "chai";
import { zeroAddress, type Abi, type Address, type Hex } from "viem";

import { systemContracts, type SystemAddresses } from "../../../deploy/deploy.ts";
import { registryProxyAbi } from "../../../generated/contracts/RegistryProxy.ts";
import { roles, roleTable } from "../../../generated/roles.ts";
import { openFunctions } from "../../../scripts/check/open-functions.ts";
import { selectorsOf, writesOf } from "../../support/abi.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { delayOf, holdersOf, instancesOf } from "../../support/roles.ts";

type ContractName = keyof SystemAddresses;

describe("Table of roles", () => {
  const body = bodyForEachTest({ represented: false });
  const contractNames = () => Object.keys(body().addresses) as ContractName[];
  const abiOf = (name: ContractName): Abi => {
    const { contracts } = body();
    const key = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as keyof typeof contracts;
    return contracts[key].abi;
  };

  it("has a line, or a stated guard, for every function of every contract that changes something", () => {
    for (const name of contractNames()) {
      const lines = roleTable
        .filter(({ target }) => target === systemContracts[name])
        .map(({ selector }) => selector as Hex);
      const guarded = openFunctions.filter(({ target }) => target === systemContracts[name]);
      const open = guarded.flatMap(({ functions }) =>
        functions.flatMap((one) => selectorsNamed(abiOf(name), one)),
      );
      const stated = [...lines, ...open].sort();
      expect(new Set(stated).size, `${name}: a function is in both lists`).to.equal(stated.length);
      expect(
        writesOf(abiOf(name)).sort(),
        `${name}: functions that change something`,
      ).to.deep.equal(stated);
      for (const { guard, functions } of guarded)
        expect(guard, functions.join(", ")).to.match(/\w{3}/);
    }
  });

  it("covers every deployed contract, the proxies included", () => {
    // The proxy adds a view function and passes everything else on.
    expect(writesOf(registryProxyAbi)).to.deep.equal([]);
    const receives = contractNames().filter((name) =>
      abiOf(name).some(({ type }) => type === "receive" || type === "fallback"),
    );
    expect(receives).to.deep.equal(["Council", "EmergencyCouncil", "OperatorsCommittee"]);
  });

  for (const { target, functionName, selector, role, roleId } of roleTable) {
    it(`is what the authority says: ${role} may call ${functionName} of ${target}, nobody else`, async () => {
      const { chain, contracts, addresses, parameters } = body();
      const { authority } = contracts;
      const holders = holdersOf(roleId, addresses);
      const everybody = [...Object.values(addresses), zeroAddress, ...(await accounts())];
      const others = everybody.filter((other) => !holders.includes(other));
      const instances = instancesOf(target, addresses);
      expect(instances).to.have.lengthOf.at.least(1);
      for (const address of instances) {
        expect(await chain.read(authority, "getTargetFunctionRole", [address, selector])).to.equal(
          roleId,
        );
        for (const holder of holders) {
          const delay = delayOf(parameters.System, role, holder, addresses);
          expect(
            await chain.read(authority, "canCall", [holder, address, selector]),
            holder,
          ).to.deep.equal([delay === 0, delay]);
        }
        for (const other of others) {
          expect(
            await chain.read(authority, "canCall", [other, address, selector]),
            other,
          ).to.deep.equal([false, 0]);
        }
      }
    });
  }

  it("is all that the authority holds: selectors of each role on each target", async () => {
    const { chain, contracts, addresses } = body();
    const { authority } = contracts;
    for (const target of await chain.read(authority, "targets", [])) {
      for (const role of await chain.read(authority, "roles", [])) {
        const expected = roleTable.filter(
          (line) => instancesOf(line.target, addresses).includes(target) && line.roleId === role,
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
    // Functions that are open to everybody ask for these themselves: permissions, and policies of the registries of identities.
    const asked = ["RELAYERS", "REGISTRARS", "ROOT_TAOS"];
    expect(new Set([...roleTable.map(({ role }) => role), ...asked])).to.deep.equal(
      new Set(Object.keys(roles)),
    );
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

const selectorsNamed = (abi: Abi, name: string): Hex[] =>
  selectorsOf(abi.filter((item) => item.type === "function" && item.name === name));

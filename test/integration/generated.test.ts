import { expect } from "chai";
import hre from "hardhat";
import path from "node:path";
import type { Abi } from "viem";
import { keccak256, slice, stringToBytes, toFunctionSelector } from "viem";
import { formatAbiItem } from "viem/utils";

import { deploySystem } from "../../deploy/deploy.ts";
import { localParameters } from "../../deploy/networks/local/parameters.ts";
import { localAddresses } from "../../generated/addresses.ts";
import { errorCatalogue, errorsAbi } from "../../generated/errors.ts";
import { roles, roleTable } from "../../generated/roles.ts";
import type { Artifact } from "../../scripts/generate/artifacts.ts";
import { boundContracts, functionsOf, ownArtifacts } from "../../scripts/generate/artifacts.ts";
import { errorCatalogue as catalogueOf } from "../../scripts/generate/error-catalogue.ts";
import { openZeppelinErrors } from "../../scripts/generate/openzeppelin-errors.ts";
import type { RoleTableAnswer } from "../../scripts/generate/role-table.ts";
import { resolveRoleTable } from "../../scripts/generate/role-table.ts";

const root = path.resolve(import.meta.dirname, "../..");

describe("Generated bindings", () => {
  const artifacts = ownArtifacts(root);

  it("have the addresses at which the embedded chain is deployed", async () => {
    const connection = await hre.network.create();
    expect(await deploySystem(connection, localParameters)).to.deep.equal(localAddresses);
  });

  it("have a file for each contract, with its present ABI", async () => {
    const index = (await import(path.join(root, "generated/contracts/index.ts"))) as Record<
      string,
      unknown
    >;
    for (const { name, artifact } of boundContracts(artifacts)) {
      const variable = `${name.charAt(0).toLowerCase()}${name.slice(1)}`;
      expect(index[`${variable}Abi`], name).to.deep.equal(artifact.abi);
      expect(index[`${variable}At`], name).to.be.a("function");
    }
  });

  it("bind an address and a client", async () => {
    const { validatorSetAt } = await import("../../generated/contracts/ValidatorSet.ts");
    const { viem } = await hre.network.create();
    const address = "0x00000000000000000000000000000000000000c1";
    const contract = validatorSetAt(address, await viem.getPublicClient());
    expect(contract.address).to.equal(address);
    expect(contract.read.getValidators).to.be.a("function");
  });

  it("leave an interface out where a contract implements it, and name it like its implementation where none does", () => {
    const abi: Abi = [
      { type: "function", name: "ping", inputs: [], outputs: [], stateMutability: "nonpayable" },
    ];
    const lone = { contractName: "ILone", bytecode: "0x", abi } as unknown as Artifact;
    const implementation = { contractName: "Other", bytecode: "0x00", abi } as unknown as Artifact;
    expect(boundContracts([lone]).map(({ name }) => name)).to.deep.equal(["Lone"]);
    expect(boundContracts([lone, implementation]).map(({ name }) => name)).to.deep.equal(["Other"]);
  });

  it("refuse two contracts with one name", () => {
    const contract = (sourceName: string): Artifact =>
      ({
        contractName: "Twin",
        sourceName,
        bytecode: "0x00",
        abi: [{ type: "fallback", stateMutability: "payable" }],
      }) as unknown as Artifact;
    expect(() =>
      boundContracts([contract("contracts/a/Twin.sol"), contract("contracts/b/Twin.sol")]),
    ).to.throw(/contracts\/a\/Twin\.sol and contracts\/b\/Twin\.sol/);
  });
});

describe("Catalogue of errors", () => {
  it("has a cause and a remedy for every error of every contract", () => {
    for (const artifact of ownArtifacts(root)) {
      for (const item of artifact.abi) {
        if (item.type !== "error") continue;
        const signature = formatAbiItem(item);
        const entry = errorCatalogue[slice(keccak256(stringToBytes(signature)), 0, 4)];
        expect(entry?.signature, artifact.contractName).to.equal(signature);
        expect(entry?.notice, signature).to.match(/^\S.+\.$/);
        expect(entry?.remedy, signature).to.match(/^\S.+\.$/);
      }
    }
  });

  it("holds no text for an error of OpenZeppelin that no contract raises", () => {
    const raised = new Set(errorsAbi.map(({ name }) => name));
    expect(Object.keys(openZeppelinErrors).filter((name) => !raised.has(name))).to.deep.equal([]);
  });

  it("is refused when an error has no remedy", () => {
    const abi: Abi = [
      { type: "error", name: "ThingBroken", inputs: [{ type: "uint256", name: "value" }] },
    ];
    const notice = { errors: { "ThingBroken(uint256)": [{ notice: "It broke." }] } };
    expect(() => catalogueOf([{ name: "Thing", abi, output: { userdoc: notice } }], {})).to.throw(
      /ThingBroken\(uint256\) in Thing[^]*@custom:remedy/,
    );
  });

  it("is refused when one error has two remedies", () => {
    const abi: Abi = [{ type: "error", name: "ThingBroken", inputs: [] }];
    const contract = (name: string, remedy: string) => ({
      name,
      abi,
      output: {
        userdoc: { errors: { "ThingBroken()": [{ notice: "It broke." }] } },
        devdoc: { errors: { "ThingBroken()": [{ "custom:remedy": remedy }] } },
      },
    });
    expect(() => catalogueOf([contract("A", "Mend it."), contract("B", "Buy one.")], {})).to.throw(
      /Mend it\.[^]*Buy one\./,
    );
    expect(catalogueOf([contract("A", "Mend it."), contract("B", "Mend it.")], {})).to.have.length(
      1,
    );
  });
});

describe("Generated role table", () => {
  it("says what the contract says", async () => {
    const { viem } = await hre.network.create();
    const contract = await viem.deployContract("RoleTable");
    const lines = await contract.read.lines();
    const names = await contract.read.roleNames();
    expect(
      roleTable.map(({ target, selector, roleId }) => ({ target, selector, role: roleId })),
    ).to.deep.equal(lines.map(({ target, selector, role }) => ({ target, selector, role })));
    expect(Object.entries(roles)).to.deep.equal(names.map(({ name, role }) => [name, role]));
  });

  it("names the function behind every selector", () => {
    const artifacts = ownArtifacts(root);
    for (const { target, functionName, selector } of roleTable) {
      const abi = artifacts.find(({ contractName }) => contractName === target)?.abi ?? [];
      const named = functionsOf(abi).filter(({ name }) => name === functionName);
      expect(
        named.map((item) => toFunctionSelector(item)),
        `${target}.${functionName}`,
      ).to.include(selector);
    }
  });

  it("is refused with a line that leads nowhere", () => {
    const artifacts = ownArtifacts(root);
    const admitNode = "0x4ae7115a";
    const line = { target: "NodeRegistry", selector: admitNode, role: 4n } as const;
    const roleNames = [{ role: 4n, name: "NODES" }];
    const refused = (lines: RoleTableAnswer["lines"], reason: RegExp): void => {
      expect(() => resolveRoleTable({ roleNames, lines }, artifacts)).to.throw(reason);
    };
    refused([{ ...line, role: 9n }], /role 9 has no name/);
    refused([{ ...line, target: "Nowhere" }], /no contract has this name/);
    refused([{ ...line, selector: "0xdeadbeef" }], /no such function/);
    refused([line, line], /stands twice/);
    expect(
      resolveRoleTable({ roleNames, lines: [line] }, artifacts).lines[0]?.functionName,
    ).to.equal("admitNode");
  });
});

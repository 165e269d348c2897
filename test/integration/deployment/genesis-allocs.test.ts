import { readFileSync } from "node:fs";

import { expect } from "chai";
import { getAddress } from "viem";

import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { contractAccounts, type GenesisAccounts } from "../../../deploy/render/system-genesis.ts";
import { genesisAddressesFile } from "../../../scripts/generate/genesis-allocs.ts";
import { registryProxyAbi } from "../../../generated/contracts/RegistryProxy.ts";
import { bodyForEachTest } from "../../support/fixture.ts";

const generated = new URL("../../../generated/", import.meta.url);

describe("Set-up of the Solidity tests", () => {
  const { proposalLimit, leastParticipants } = localParameters.Governance;
  const body = bodyForEachTest({
    represented: false,
    governance: { proposalLimit, leastParticipants },
  });

  it("is that of the deployment: the same accounts, code and slots", async () => {
    const file = JSON.parse(
      readFileSync(new URL("genesis-allocs.json", generated), "utf8"),
    ) as GenesisAccounts;
    const deployed = await contractAccounts(body().chain.connection);
    // Values differ where they are times: each deployment has its own.
    const shapeOf = (accounts: GenesisAccounts) =>
      Object.entries(accounts).map(([address, { code, storage }]) => ({
        address,
        code,
        slots: Object.keys(storage),
      }));
    expect(shapeOf(file), "run `node scripts/generate/generate.ts`").to.deep.equal(
      shapeOf(deployed),
    );
  });

  it("names the contracts of the system, and holds them and the code behind the proxies", async () => {
    const { addresses, chain, contracts } = body();
    const library = readFileSync(new URL("GenesisAddresses.sol", generated), "utf8");
    expect(library).to.equal(genesisAddressesFile(addresses));
    const accounts = new Set(
      Object.keys(await contractAccounts(chain.connection)).map((address) => getAddress(address)),
    );
    for (const address of Object.values(addresses)) expect(accounts).to.include(address);
    const registers = [
      contracts.networkDirectory,
      contracts.organisationRegistry,
      contracts.accountRegistry,
      contracts.nodeRegistry,
      contracts.nodeMonitoring,
      contracts.permissionViews,
      contracts.didRegistry,
      contracts.trustedIssuersRegistry,
      contracts.trustedSchemasRegistry,
      contracts.trustedPoliciesRegistry,
      contracts.timestamps,
      contracts.statusLists,
    ];
    for (const { address } of registers) {
      expect(accounts).to.include(
        await chain.read({ address, abi: registryProxyAbi }, "implementation", []),
      );
    }
    const verifiers = Object.values(await chain.read(contracts.memberRegistry, "verifiers", []));
    for (const verifier of verifiers) expect(accounts).to.include(verifier);
    // And the one that gave the register of identities its address.
    expect(accounts.size).to.equal(
      Object.keys(addresses).length + registers.length + verifiers.length + 1,
    );
  });
});

import { expect } from "chai";

import { localParameters } from "../../../deploy/networks/local/parameters.ts";
import { systemGenesis } from "../../../deploy/render/system-genesis.ts";

const timestamp = 2_000_000_000;

describe("The register of identities in the first blocks of two networks", () => {
  it("stands at two addresses, as signatures of ERC-1056 bind no chain, and has code at both", async function () {
    this.timeout(300_000);
    const [one, other] = [
      await systemGenesis(localParameters, { chainId: 6_831, timestamp }),
      await systemGenesis(localParameters, { chainId: 6_832, timestamp }),
    ];
    const registry = one.addresses.IdentityRegistry;
    expect(registry).to.not.equal(other.addresses.IdentityRegistry);
    expect(codeAt(one, registry).length).to.be.greaterThan(1_000);
    expect(codeAt(one, registry).length).to.equal(
      codeAt(other, other.addresses.IdentityRegistry).length,
    );
    // What the rest of the system refers to by address is the same everywhere.
    expect(one.addresses.Timestamps).to.equal(other.addresses.Timestamps);
  });
});

function codeAt({ accounts }: Awaited<ReturnType<typeof systemGenesis>>, address: string): string {
  const found = Object.entries(accounts).find(
    ([place]) => place.toLowerCase() === address.toLowerCase(),
  );
  if (!found) throw new Error(`The genesis has no account at ${address}.`);
  return found[1].code;
}

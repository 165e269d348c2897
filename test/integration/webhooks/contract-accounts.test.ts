import { expect } from "chai";
import type { Address } from "viem";

import { TestChain } from "../../support/chain.ts";
import { testKey } from "../../support/members.ts";
import { eventually } from "../../support/relayer.ts";
import { signedRequest, webhooksSurroundings } from "../../support/webhooks.ts";

/** What `HostileWallet` does while it is asked. */
const harm = { none: 0, burn: 1, flood: 3 } as const;
const nobody = "0x0000000000000000000000000000000000000000";

describe("Webhooks: of accounts that are contracts", function () {
  this.timeout(60_000);
  const { chain, receiver, start } = webhooksSurroundings();
  const owner = testKey(66_010);
  const url = () => `${receiver().url}/account/accept`;

  /** Asks for an endpoint of a contract's own, signed by a key. */
  async function registered(contract: Address, key = owner, at = url()) {
    const registration = { url: at, about: "account" };
    const { headers } = await signedRequest(key, { action: "register", ...registration }, contract);
    return { headers, registration };
  }

  it("are registered when the contract says that it has signed (ERC-1271), and refused when it says no, reverts, loops, is none or cannot be asked", async () => {
    const contracts = (chain.contracts = await TestChain.create());
    const { viem } = contracts.connection;
    const [wallet, hostile, mute] = [
      await viem.deployContract("ContractWallet", [owner.address]),
      await viem.deployContract("HostileWallet", []),
      // It has no function of that name, and reverts.
      await viem.deployContract("GasMeter", []),
    ];
    chain.permitted.push(wallet.address, hostile.address, mute.address);
    const service = await start();
    const ask = async (contract: Address, key = owner, at = url()) => {
      const { headers, registration } = await registered(contract, key, at);
      return service.request("POST", "", headers, registration);
    };

    const made = await ask(wallet.address);
    expect(made.status, JSON.stringify(made.body)).to.equal(201);
    await eventually("it is told", () =>
      receiver().received("/account/accept").length === 1 ? true : undefined,
    );
    // It owns what it has registered, and whoever it has not signed for sees nothing.
    const list = async (key = owner) => {
      const { headers } = await signedRequest(key, { action: "list" }, wallet.address);
      return service.request("GET", "", headers);
    };
    expect((await list()).body.endpoints.map(({ id }) => id)).to.deep.equal([made.body.id]);
    expect((await list(testKey(66_011))).status).to.equal(401);
    // Not even once more with the same words.
    const once = await registered(wallet.address, owner, `${url()}?2`);
    expect((await service.request("POST", "", once.headers, once.registration)).status).to.equal(
      201,
    );
    expect((await service.request("POST", "", once.headers, once.registration)).status).to.equal(
      409,
    );

    const refused = async (contract: Address, key = owner) => {
      const { status, body } = await ask(contract, key, `${url()}?${contract}`);
      expect(body.title).to.equal("The signature does not fit.");
      expect(status).to.equal(401);
    };
    await refused(wallet.address, testKey(66_011));
    await refused(mute.address);
    await refused(testKey(66_012).address);
    const plan = (kind: number) => hostile.write.plan([kind, nobody, "0x"]);
    await plan(harm.burn);
    await refused(hostile.address);
    await plan(harm.flood);
    await refused(hostile.address);
    await plan(harm.none);
    expect((await ask(hostile.address)).status).to.equal(201);

    // A node that gives no answer says nothing about the signature.
    chain.node = "fails";
    const unknown = await ask(wallet.address, owner, `${url()}?3`);
    expect(unknown.status, JSON.stringify(unknown.body)).to.equal(503);
  });
});

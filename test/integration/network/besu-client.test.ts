import { expect } from "chai";
import { numberToHex } from "viem";

import { BesuClient } from "../../../deploy/agents/clients/besu.ts";
import { NodeRefuses, NodeUnreachable } from "../../../deploy/agents/clients/json-rpc.ts";
import type { Enode } from "../../../deploy/agents/clients/node-client.ts";
import { Enforcer } from "../../../deploy/agents/enforcer/enforcer.ts";
import { addressOfKey } from "../../../deploy/agents/clients/node-client.ts";
import { BesuDouble } from "../../support/besu-double.ts";
import { nodeKey } from "../../support/operators.ts";

const keys = Array.from({ length: 3 }, (_, index) => nodeKey(index).publicKey).sort();
const [own = "0x", first = "0x", second = "0x"] = keys;
const enode = (publicKey: typeof own, host: string): Enode => ({ publicKey, host, port: 30_303 });
const url = ({ publicKey, host, port }: Enode) => `enode://${publicKey.slice(2)}@${host}:${port}`;

describe("Besu, by a double of its JSON-RPC", () => {
  let besu: BesuDouble;
  let address: string;

  beforeEach(async () => {
    besu = new BesuDouble(own);
    address = await besu.start();
  });
  afterEach(() => besu.stop());

  const enforcer = (active: Enode[]) =>
    new Enforcer({
      client: new BesuClient(address),
      founders: [],
      register: {
        at: (block) =>
          Promise.resolve({
            block,
            changedAt: block,
            active: new Map(
              active.map((node) => [
                node.publicKey,
                { ...node, since: 1, address: addressOfKey(node.publicKey) },
              ]),
            ),
            validators: new Set([addressOfKey(own)]),
          }),
      },
    });

  it("is read in the shapes that Besu documents", async () => {
    const peer = url(enode(first, "192.0.2.2"));
    besu.peers.set(first, peer);
    besu.allowlist.add(peer);
    const client = new BesuClient(address);
    expect(await client.head()).to.equal(16n);
    expect(await client.publicKey()).to.equal(own);
    expect(await client.peers()).to.deep.equal([
      { publicKey: first, remote: peer, address: "192.0.2.9", inbound: false },
    ]);
    expect(await client.validators()).to.deep.equal(besu.validators);
    expect(await client.allowlist.read()).to.deep.equal([enode(first, "192.0.2.2")]);
  });

  it("is brought in line, and then left alone: what is in the list is not added again", async () => {
    besu.allowlist.add(url(enode(second, "192.0.2.3")));
    besu.peers.set(second, url(enode(second, "192.0.2.3")));
    const agent = enforcer([enode(first, "192.0.2.2")]);
    const { drift } = await agent.look();
    expect(drift.map(({ kind }) => kind)).to.have.members([
      "missing-peer",
      "extra-peer",
      "missing-entry",
      "extra-entry",
    ]);
    expect([...besu.allowlist]).to.deep.equal([url(enode(first, "192.0.2.2"))]);
    expect([...besu.peers.keys()]).to.not.include(second);
    expect(besu.calls.slice(0, 3)).to.deep.equal([
      "perm_removeNodesFromAllowlist",
      "perm_addNodesToAllowlist",
      "admin_removePeer",
    ]);
    const before = besu.calls.length;
    await agent.look();
    expect(besu.calls.slice(before).filter((call) => call.startsWith("perm_"))).to.deep.equal([]);
  });

  it("that has switched its permissioning off is reported, and its nodes are still disconnected", async () => {
    besu.permissioning = false;
    besu.peers.set(second, url(enode(second, "192.0.2.3")));
    const { drift } = await enforcer([]).look();
    expect(drift.map(({ kind }) => kind)).to.have.members(["allowlist-off", "extra-peer"]);
    expect(besu.peers.size).to.equal(0);
  });

  it("has a list of accounts, in lower case, whose entries are named once", async () => {
    const { accountAllowlist } = new BesuClient(address);
    const accounts = Array.from({ length: 2_500 }, (_, index) =>
      numberToHex(index + 0xabc0_0000, { size: 20 }),
    );
    await accountAllowlist.add([addressOfKey(first), ...accounts]);
    const lowered = addressOfKey(first).toLowerCase();
    expect(await accountAllowlist.read()).to.deep.equal([lowered, ...accounts]);
    // What one request of Besu's holds is bounded.
    expect(besu.calls).to.deep.equal(Array(3).fill("perm_addAccountsToAllowlist"));
    await accountAllowlist.remove(accounts);
    expect(await accountAllowlist.read()).to.deep.equal([lowered]);
    for (const [order, text] of [
      [accountAllowlist.add([addressOfKey(first)]), "Cannot add an existing account"],
      [accountAllowlist.remove([addressOfKey(second)]), "Cannot remove an absent account"],
      [accountAllowlist.add([own, own]), "invalid account"],
    ] as const) {
      const refused = await order.catch((e: unknown) => e);
      expect(refused).to.be.instanceOf(NodeRefuses);
      expect(String(refused)).to.include(text);
    }
    besu.accountPermissioning = false;
    expect(await accountAllowlist.read()).to.equal(undefined);
    // The list of nodes is another one.
    expect(await new BesuClient(address).allowlist.read()).to.deep.equal([]);
  });

  it("that refuses is told apart from one that is away", async () => {
    const client = new BesuClient(address);
    await client.allowlist.add([enode(first, "192.0.2.2")]);
    const refused = await client.allowlist
      .add([enode(first, "192.0.2.2")])
      .catch((e: unknown) => e);
    expect(refused).to.be.instanceOf(NodeRefuses);
    expect(String(refused)).to.include("Cannot add an existing node");
    await besu.stop();
    const away = await client.head().catch((e: unknown) => e);
    expect(away).to.be.instanceOf(NodeUnreachable);
    await besu.start();
  });
});

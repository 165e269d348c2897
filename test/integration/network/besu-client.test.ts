import http from "node:http";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import { numberToHex } from "viem";

import { BesuClient } from "../../../deploy/agents/clients/besu.ts";
import { NodeRefuses, NodeUnreachable } from "../../../deploy/agents/clients/json-rpc.ts";
import type { Enode } from "../../../deploy/agents/clients/node-client.ts";
import { Enforcer } from "../../../deploy/agents/enforcer/enforcer.ts";
import { addressOfKey } from "../../../deploy/agents/clients/node-client.ts";
import { nodeKey } from "../../support/operators.ts";

const keys = Array.from({ length: 3 }, (_, index) => nodeKey(index).publicKey).sort();
const [own = "0x", first = "0x", second = "0x"] = keys;
const enode = (publicKey: typeof own, host: string): Enode => ({ publicKey, host, port: 30_303 });
const url = ({ publicKey, host, port }: Enode) => `enode://${publicKey.slice(2)}@${host}:${port}`;

interface Call {
  id: number;
  method: string;
  params?: unknown[];
}

/**
 * A DOUBLE of Besu: no image of it can be had where the tests run. It answers with the shapes of Besu's documented JSON-RPC API
 * and refuses what Besu refuses: an entry that is in the list already, an entry that is not, and the list while permissioning is off.
 */
class BesuDouble {
  readonly allowlist = new Set<string>();
  readonly peers = new Map<string, string>();
  permissioning = true;
  validators = [addressOfKey(own)];
  readonly calls: string[] = [];
  readonly #server = http.createServer((request, response) => {
    void this.#answer(request, response);
  });

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const asked = JSON.parse(body) as Call | Call[];
    const answer = Array.isArray(asked)
      ? asked.map((call) => this.#answerTo(call))
      : this.#answerTo(asked);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  }

  #answerTo({ id, method, params = [] }: Call) {
    return { jsonrpc: "2.0", id, ...this.#call(method, params) };
  }

  #call(method: string, [parameter]: unknown[]): { result: unknown } | { error: object } {
    const refuse = (code: number, message: string) => ({ error: { code, message } });
    const urls = (Array.isArray(parameter) ? parameter : [parameter]) as string[];
    if (/^(perm_(add|remove)|admin_(add|remove))/.test(method)) this.calls.push(method);
    if (method.startsWith("perm_") && !this.permissioning) {
      return refuse(-32000, "Node allowlist has not been enabled");
    }
    switch (method) {
      case "eth_blockNumber":
        return { result: "0x10" };
      case "admin_nodeInfo":
        return { result: { id: own.slice(2), enode: `enode://${own.slice(2)}@[::]:30303` } };
      case "admin_peers":
        return {
          result: [...this.peers].map(([key, peer]) => ({
            version: "0x5",
            name: "besu/v26",
            caps: ["eth/68"],
            network: { localAddress: "192.0.2.1:50115", remoteAddress: "192.0.2.9:40303" },
            port: "0x765f",
            id: key,
            protocols: { eth: { version: 68 } },
            enode: peer,
          })),
        };
      case "qbft_getValidatorsByBlockNumber":
        return { result: this.validators };
      case "perm_getNodesAllowlist":
        return { result: [...this.allowlist] };
      case "perm_addNodesToAllowlist":
        if (urls.some((entry) => this.allowlist.has(entry)))
          return refuse(-32000, "Cannot add an existing node to allowlist");
        for (const entry of urls) this.allowlist.add(entry);
        return { result: "Success" };
      case "perm_removeNodesFromAllowlist":
        if (urls.some((entry) => !this.allowlist.has(entry)))
          return refuse(-32000, "Cannot remove an absent node from allowlist");
        for (const entry of urls) this.allowlist.delete(entry);
        return { result: "Success" };
      case "eth_getBlockByNumber":
        return {
          result: {
            number: parameter,
            hash: `0x${"b1".repeat(32)}`,
            parentHash: `0x${"b0".repeat(32)}`,
            timestamp: numberToHex(Math.floor(Date.now() / 1_000)),
            miner: this.validators[0],
          },
        };
      case "admin_addPeer":
        for (const peer of urls) this.peers.set(`0x${peer.slice(8, 136)}`, peer);
        return { result: true };
      case "admin_removePeer":
        for (const peer of urls) this.peers.delete(`0x${peer.slice(8, 136)}`);
        return { result: true };
      default:
        return refuse(-32601, "Method not found");
    }
  }
}

describe("Besu, by a double of its JSON-RPC", () => {
  let besu: BesuDouble;
  let address: string;

  beforeEach(async () => {
    besu = new BesuDouble();
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

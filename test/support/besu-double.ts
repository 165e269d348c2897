import http from "node:http";
import type { AddressInfo } from "node:net";

import { type Address, type Hex, numberToHex } from "viem";

import { addressOfKey } from "../../deploy/agents/clients/node-client.ts";
import type { TestChain } from "./chain.ts";

interface Call {
  id: number;
  method: string;
  params?: unknown[];
}

/**
 * A DOUBLE of Besu: no image of it can be had where the tests run. It answers with the shapes of Besu's documented JSON-RPC API
 * and refuses what Besu refuses: an entry that is in a list already or is named twice, an entry that is not, a list while permissioning is
 * off, and logs of more than 5,000 blocks. What it is asked of the chain, a real EVM answers where one is given.
 */
export class BesuDouble {
  readonly allowlist = new Set<string>();
  readonly peers = new Map<string, string>();
  permissioning = true;
  /** The list of accounts, every entry that was ever taken out of it, and whether the client looks at it. */
  readonly accounts = new Set<Address>();
  readonly removedAccounts: Address[] = [];
  accountPermissioning = true;
  /** Refuses to write its list of accounts, as Besu does when it cannot write its file. */
  failsToPersist = false;
  readonly validators: Address[];
  readonly calls: string[] = [];
  /** How many requests came, and how many calls of each method in them. */
  requests = 0;
  readonly asked = new Map<string, number>();
  #port = 0;
  readonly #own: Hex;
  readonly #chain: TestChain | undefined;
  readonly #server = http.createServer((request, response) => {
    void this.#answer(request, response);
  });

  constructor(own: Hex, chain?: TestChain) {
    this.#own = own;
    this.#chain = chain;
    this.validators = [addressOfKey(own)];
  }

  /** Forgets what was counted. */
  countAnew(): void {
    this.requests = 0;
    this.asked.clear();
  }

  /** Where it answers. */
  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(this.#port, "127.0.0.1", resolve));
    // It comes back where it was.
    this.#port = (this.#server.address() as AddressInfo).port;
    return this.url;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    let body = "";
    for await (const chunk of request) body += String(chunk);
    const asked = JSON.parse(body) as Call | Call[];
    this.requests += 1;
    const answer = Array.isArray(asked)
      ? await Promise.all(asked.map((call) => this.#answerTo(call)))
      : await this.#answerTo(asked);
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answer));
  }

  async #answerTo({ id, method, params = [] }: Call) {
    this.asked.set(method, (this.asked.get(method) ?? 0) + 1);
    const answer =
      this.#chain !== undefined && method.startsWith("eth_")
        ? await this.#askChain(this.#chain, method, params)
        : this.#call(method, params);
    return { jsonrpc: "2.0", id, ...answer };
  }

  async #askChain(chain: TestChain, method: string, params: unknown[]): Promise<Answer> {
    if (method === "eth_getLogs") {
      const { fromBlock, toBlock } = params[0] as { fromBlock: Hex; toBlock: Hex };
      if (BigInt(toBlock) - BigInt(fromBlock) >= 5_000n)
        return refuse(-32005, "Requested range exceeds maximum RPC range limit");
    }
    try {
      return { result: await chain.request(method, ...params) };
    } catch (error) {
      return refuse(-32000, error instanceof Error ? error.message : String(error));
    }
  }

  /** The three methods for accounts: Besu keeps them in lower case and checks all of an order before it changes anything. */
  #callOfAccounts(method: string, accounts: readonly string[]): Answer {
    if (!this.accountPermissioning) return refuse(-32000, "Account allowlist has not been enabled");
    if (method === "perm_getAccountsAllowlist") return { result: [...this.accounts] };
    const entries = accounts.map((account) => account.toLowerCase() as Address);
    if (entries.length === 0) return refuse(-32000, "Request contains an empty list of accounts");
    if (entries.some((entry) => !/^0x[0-9a-f]{40}$/.test(entry)))
      return refuse(-32000, "Request contains an invalid account");
    if (new Set(entries).size < entries.length)
      return refuse(-32000, "Request contains duplicate accounts");
    const adds = method === "perm_addAccountsToAllowlist";
    if (entries.some((entry) => this.accounts.has(entry) === adds))
      return refuse(
        -32000,
        adds
          ? "Cannot add an existing account to allowlist"
          : "Cannot remove an absent account from allowlist",
      );
    if (this.failsToPersist)
      return refuse(
        -32000,
        "Unable to persist changes to allowlist configuration file. Changes reverted",
      );
    for (const entry of entries) {
      if (adds) this.accounts.add(entry);
      else this.accounts.delete(entry);
      if (!adds) this.removedAccounts.push(entry);
    }
    return { result: "Success" };
  }

  #call(method: string, [parameter]: unknown[]): Answer {
    const own = this.#own;
    const urls = (Array.isArray(parameter) ? parameter : [parameter]) as string[];
    if (/^(perm_(add|remove)|admin_(add|remove))/.test(method)) this.calls.push(method);
    if (/^perm_.*Accounts/.test(method)) return this.#callOfAccounts(method, urls);
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

type Answer = { result: unknown } | { error: object };

const refuse = (code: number, message: string): Answer => ({ error: { code, message } });

import http from "node:http";
import type { AddressInfo } from "node:net";

import { type Hex, keccak256, numberToHex, toHex } from "viem";

import { testsHost } from "./machine.ts";

interface Call {
  jsonrpc: "2.0";
  id: number;
  method: string;
  params: unknown[];
}

type Answer = { result: unknown } | { error: unknown };

/** How a node lies to its own enforcer. */
export type Lie =
  /** It claims a head that it does not have. */
  | "claims"
  /** It forges a block for each number that it claims, each following on the one before, and answers for them from what it has. */
  | "forges"
  /** It says the same head for ever. */
  | "stands still";

/**
 * A DOUBLE of a client that lies: no client of the packages does. It stands between a real node and its enforcer, and changes what the
 * node says of its chain; what it says of its peers is true.
 */
export class LyingNode {
  readonly #truth: string;
  readonly #lie: Lie;
  readonly #server = http.createServer((request, response) => {
    void this.#serve(request, response);
  });
  /** Orders that reached it. */
  readonly orders: string[] = [];
  #frozen: unknown;

  constructor(truth: string, lie: Lie) {
    this.#truth = truth;
    this.#lie = lie;
  }

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, testsHost, resolve));
    return `http://${testsHost}:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }

  async #serve(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Call | Call[];
    const answer = Array.isArray(asked)
      ? await Promise.all(asked.map((call) => this.#answer(call)))
      : await this.#answer(asked);
    response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(answer));
  }

  async #answer(call: Call): Promise<object> {
    const { jsonrpc, id } = call;
    if (/^(admin_(add|remove)|governance_)/.test(call.method)) this.orders.push(call.method);
    return { jsonrpc, id, ...(await this.#lieTo(call)) };
  }

  async #lieTo({ method, params }: Call): Promise<Answer> {
    if (this.#lie === "stands still") {
      if (method !== "eth_blockNumber") return await this.#ask(method, params);
      this.#frozen ??= await this.#ask(method, params);
      return this.#frozen as Answer;
    }
    const ahead = 1_000n;
    if (method === "eth_blockNumber") {
      const answer = await this.#ask(method, params);
      return "result" in answer
        ? { result: numberToHex(BigInt(answer.result as Hex) + ahead) }
        : answer;
    }
    if (this.#lie === "claims") return await this.#ask(method, params);
    if (method === "eth_getBlockByNumber" && params[0] !== "0x0") {
      const number = BigInt(params[0] as Hex);
      const { result } = (await this.#ask(method, ["latest", false])) as { result: object };
      const forged = {
        number: numberToHex(number),
        hash: keccak256(toHex(number)),
        parentHash: keccak256(toHex(number - 1n)),
      };
      return { result: { ...result, ...forged } };
    }
    if (method === "eth_getLogs") {
      const [filter] = params as [{ fromBlock: Hex }];
      return filter.fromBlock === "0x0"
        ? await this.#ask(method, [{ ...filter, toBlock: "latest" }])
        : { result: [] };
    }
    // What is asked of a forged block is answered from the newest true one.
    const isOfBlock = method === "eth_call" || method === "istanbul_getValidators";
    return await this.#ask(method, isOfBlock ? [...params.slice(0, -1), "latest"] : params);
  }

  async #ask(method: string, params: unknown[]): Promise<Answer> {
    const response = await fetch(this.#truth, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const answer = (await response.json()) as Partial<{ result: unknown; error: unknown }>;
    return answer.error === undefined ? { result: answer.result } : { error: answer.error };
  }
}

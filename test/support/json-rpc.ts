import http from "node:http";
import type { AddressInfo } from "node:net";

import type { TestChain } from "./chain.ts";

interface Request {
  id: number;
  method: string;
  params?: unknown[];
}

/** Stands between a program and a test's chain: what happens before and after a request is the test's. */
export interface Interception {
  /** Anything but `undefined` is the answer, and the chain is not asked. */
  before?: (method: string, params: unknown[]) => unknown;
  after?: (method: string, params: unknown[], result: unknown) => unknown;
}

/** JSON-RPC over HTTP of a chain that lives in the test's process, for programs outside. */
export class JsonRpcServer {
  readonly #server: http.Server;
  #chain: TestChain | undefined;
  interception: Interception = {};

  constructor() {
    this.#server = http.createServer((request, response) => void this.#answer(request, response));
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  serve(chain: TestChain | undefined): void {
    this.#chain = chain;
    this.interception = {};
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const { id, method, params = [] } = JSON.parse(Buffer.concat(chunks).toString()) as Request;
    let answer: object;
    try {
      const { before, after } = this.interception;
      const instead = await before?.(method, params);
      if (this.#chain === undefined) throw new Error("There is no chain behind this server.");
      const result = instead ?? (await this.#chain.request(method, ...params));
      await after?.(method, params, result);
      answer = { result };
    } catch (error) {
      const {
        code = -32_000,
        message,
        data,
      } = error as { code?: number; message: string; data?: unknown };
      answer = { error: { code, message, ...(data === undefined ? {} : { data }) } };
    }
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify({ jsonrpc: "2.0", id, ...answer }));
  }
}

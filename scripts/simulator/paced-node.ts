import http from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";

/** How fast a node is read. */
export interface Pace {
  /** Reads that may come at once, after a rest. */
  burst: number;
  /** Reads a second in the long run. */
  perSecond: number;
}

/** Where a {@link PacedNode} reads the time, and how it waits. */
export interface Clock {
  /** Milliseconds since some moment that does not change. */
  now(): number;
  /** Waits so many milliseconds, and rejects as soon as whoever waits has hung up. */
  pause(ms: number, gone: AbortSignal): Promise<void>;
}

const systemClock: Clock = {
  now: () => performance.now(),
  pause: (ms, signal) => pause(ms, undefined, { signal }),
};

/** A proposal of the sample network takes 800 reads on its whole way; a contract that reads without end takes as many as it can. */
const shipped: Pace = { burst: 2_000, perSecond: 100 };

/** What a copy of a chain asks, and how many reads it counts for: to look for records the node goes through its whole chain. */
const reads = new Map([
  ["eth_blockNumber", 1],
  ["eth_chainId", 1],
  ["eth_feeHistory", 1],
  ["eth_gasPrice", 1],
  ["eth_getBalance", 1],
  ["eth_getBlockByHash", 1],
  ["eth_getBlockByNumber", 1],
  ["eth_getBlockReceipts", 1],
  ["eth_getCode", 1],
  ["eth_getLogs", 100],
  ["eth_getStorageAt", 1],
  ["eth_getTransactionByHash", 1],
  ["eth_getTransactionCount", 1],
  ["eth_getTransactionReceipt", 1],
  ["net_version", 1],
  ["web3_clientVersion", 1],
]);

/** Milliseconds after which a question to the node is given up. */
const patience = 30_000;

/**
 * The only way of simulations to the node whose state they copy: it lets through reads alone, and makes them wait, so that no contract that
 * somebody proposes keeps the node from its work. It listens on loopback.
 */
export class PacedNode {
  readonly #node: string;
  readonly #pace: Pace;
  readonly #clock: Clock;
  readonly #server: http.Server;
  /** Reads that are left at the time `#at`; below zero where some wait. */
  #left: number;
  #at: number;

  private constructor(node: string, pace: Pace, clock: Clock) {
    this.#node = node;
    this.#pace = pace;
    this.#clock = clock;
    this.#at = clock.now();
    this.#left = pace.burst;
    this.#server = http.createServer((request, response) => {
      const gone = new AbortController();
      response.once("close", () => gone.abort());
      this.#answer(request, gone.signal)
        .catch(() => refusal(502, "The node gives no answer."))
        .then(({ status, body }) =>
          response.writeHead(status, { "content-type": "application/json" }).end(body),
        )
        .catch(() => response.destroy());
    });
  }

  /** @param node Address of its JSON-RPC. */
  static async before(node: string, pace = shipped, clock = systemClock): Promise<PacedNode> {
    const paced = new PacedNode(node, pace, clock);
    await new Promise<void>((resolve, reject) => {
      paced.#server.once("error", reject);
      paced.#server.listen(0, "127.0.0.1", resolve);
    });
    return paced;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: http.IncomingMessage, gone: AbortSignal): Promise<Answer> {
    const body = await text(request);
    const methods = methodsOf(body);
    const other = methods.find((method) => !reads.has(method));
    if (methods.length === 0 || other !== undefined)
      return refusal(403, `A copy of a chain asks nothing but reads, and not ${other ?? "this"}.`);
    await this.#turn(
      methods.reduce((sum, method) => sum + (reads.get(method) ?? 0), 0),
      gone,
    );
    const answer = await fetch(this.#node, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      signal: AbortSignal.any([gone, AbortSignal.timeout(patience)]),
    });
    return { status: answer.status, body: await answer.text() };
  }

  /** Waits until so many reads may go on; whoever hangs up meanwhile has had them. */
  async #turn(count: number, gone: AbortSignal): Promise<void> {
    const { burst, perSecond } = this.#pace;
    const now = this.#clock.now();
    const rested = this.#left + ((now - this.#at) / 1_000) * perSecond;
    this.#left = Math.min(burst, rested) - count;
    this.#at = now;
    if (this.#left < 0) await this.#clock.pause((-this.#left / perSecond) * 1_000, gone);
  }
}

interface Answer {
  status: number;
  body: string;
}

/** Methods of a call of JSON-RPC or of several; none for anything else. */
function methodsOf(body: string): string[] {
  try {
    const calls = [JSON.parse(body)].flat() as ({ method?: unknown } | null)[];
    return calls.map((call) => String(call?.method));
  } catch {
    return [];
  }
}

function refusal(status: number, message: string): Answer {
  const error = { code: -32_601, message };
  return { status, body: JSON.stringify({ jsonrpc: "2.0", id: null, error }) };
}

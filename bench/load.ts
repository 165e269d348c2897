import http from "node:http";

/** How a server answered a number of requests. */
export interface Answered {
  /** Requests a second over all clients. */
  perSecond: number;
  /** Milliseconds of one request. */
  median: number;
  p99: number;
}

export interface Load {
  /** Clients that ask at the same time, each over a connection of its own, the next thing as soon as the last is answered. */
  clients: number;
  requests: number;
  /** Address of the next request. */
  next: () => string;
  /** Whether an answer is the one that was asked for. */
  isRight: (address: string, body: string) => boolean;
}

/** Asks a server as often as the load says. Any wrong answer ends it. */
export async function answered({ clients, requests, next, isRight }: Load): Promise<Answered> {
  const agent = new http.Agent({ keepAlive: true, maxSockets: clients });
  const times: number[] = [];
  let left = requests;
  const client = async () => {
    while (left > 0) {
      left -= 1;
      const address = next();
      const asked = performance.now();
      const { status, body } = await get(address, agent);
      times.push(performance.now() - asked);
      if (status !== 200 || !isRight(address, body))
        throw new Error(`${address} answers with status ${status}: ${body.slice(0, 200)}`);
    }
  };
  try {
    const began = performance.now();
    await Promise.all(Array.from({ length: clients }, client));
    const seconds = (performance.now() - began) / 1000;
    return {
      perSecond: requests / seconds,
      median: quantile(times, 0.5),
      p99: quantile(times, 0.99),
    };
  } finally {
    agent.destroy();
  }
}

/** The smallest of the values that so large a part of them, from 0 to 1, does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)];
  if (value === undefined) throw new RangeError("There is no quantile of no values.");
  return value;
}

/** The median of several runs, each figure by itself: what else the machine did in one of them does not count. */
export function typical(runs: readonly Answered[]): Answered {
  const median = (figure: keyof Answered) =>
    quantile(
      runs.map((run) => run[figure]),
      0.5,
    );
  return { perSecond: median("perSecond"), median: median("median"), p99: median("p99") };
}

function get(address: string, agent: http.Agent): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const request = http.get(address, { agent, timeout: 30_000 }, (response) => {
      let body = "";
      response.setEncoding("utf8");
      response.on("data", (part: string) => (body += part));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body }));
      response.on("error", reject);
    });
    request.on("timeout", () =>
      request.destroy(new Error(`${address} gives no answer within half a minute.`)),
    );
    request.on("error", reject);
  });
}

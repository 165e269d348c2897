import { type ChildProcess, spawn } from "node:child_process";
import { createHmac } from "node:crypto";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";

import { numberToHex, type Address, type Hex, type PrivateKeyAccount } from "viem";

import type { WebhooksHealth } from "../../deploy/agents/webhooks/agent.ts";
import type { DeliveryView, EndpointView } from "../../deploy/agents/webhooks/endpoints.ts";
import { webhookRequestTypedData, type WebhookRequest } from "../../deploy/typed-data.ts";
import { AgentProcess } from "./agent-process.ts";
import type { TestChain } from "./chain.ts";
import { TestPostgres } from "./database.ts";
import { testKey } from "./members.ts";

const receiverProgram = path.resolve(import.meta.dirname, "webhook-receiver.ts");

export const chainId = 4_242;
export const escrow = "0x00000000000000000000000000000000000e5c00";
const permissionViews = "0x0000000000000000000000000000000000097e45";
/** Whose payments the tests are about. */
export const payer = testKey(66_001);
export const payee = testKey(66_002);
/** Whom nobody knows. */
export const stranger = testKey(66_003);

/** Something that happened, as the index gives it. */
interface ChainEvent extends Record<string, unknown> {
  ordinal: string;
  list: string;
}

/**
 * A node and the index beside it, without contracts: blocks come when a test says so, each with events. What the service asks of a real
 * graph-node is asked on the whole stack, by the journey `webhooks` of the end-to-end tests.
 */
export class ChainAndIndex {
  readonly #server = http.createServer((request, response) => void this.#answer(request, response));
  #events: ChainEvent[] = [];
  #hashes: Hex[] = [numberToHex(1, { size: 32 })];
  /** Blocks that the index has read. */
  indexed = 0;
  index: "answers" | "fails" = "answers";
  /** Who answers calls of contracts that are not the permissions; without it they answer nothing that means anything. */
  contracts: TestChain | undefined;
  node: "answers" | "fails" = "answers";
  /** Accounts that the permissions let send, besides the payer. */
  readonly permitted: Address[] = [];

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get head(): number {
    return this.#hashes.length - 1;
  }

  /** As it was before anything happened. */
  begin(): void {
    this.#events = [];
    this.#hashes = [numberToHex(1, { size: 32 })];
    this.indexed = 0;
    this.index = this.node = "answers";
    this.contracts = undefined;
    this.permitted.splice(0);
  }

  /** Another block in the place of one. */
  replaceBlock(number: number): void {
    this.#hashes[number] = numberToHex(0xdead0000 + number, { size: 32 });
  }

  /** Adds a block with so many captures of a payment; their ids, in their order. */
  block(captures = 1, payment: Hex = paymentId(1), { isIndexed = true } = {}): string[] {
    const number = this.#hashes.push(numberToHex(this.#hashes.length + 1, { size: 32 })) - 1;
    const ids = Array.from({ length: captures }, (_, logIndex) => {
      const transaction = numberToHex(0xabc0000 + number, { size: 32 });
      const id = `${transaction}${numberToHex(logIndex, { size: 4 }).slice(2)}`;
      this.#events.push({
        list: "paymentEvents",
        __typename: "PaymentCaptured",
        id,
        ordinal: ((BigInt(number) << 32n) + BigInt(logIndex)).toString(),
        emitter: escrow,
        transaction: { id: transaction },
        block: String(number),
        timestamp: String(1_800_000_000 + number),
        logIndex,
        payment: {
          id: payment,
          payer: payer.address.toLowerCase(),
          payee: payee.address.toLowerCase(),
          operator: null,
          arbiter: null,
          officials: [],
          shares: [],
          token: { id: escrow },
        },
        actor: payee.address.toLowerCase(),
        amount: "1000000",
        fee: "0",
        perhaps_invoice: null,
        perhaps_milestone: null,
        held: "0",
        refundable: "1000000",
      });
      return id;
    });
    if (isIndexed) this.indexed = number;
    return ids;
  }

  async #answer(request: http.IncomingMessage, response: http.ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
    const asked = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
    const isIndex = request.url === "/graphql";
    response.writeHead((isIndex ? this.index : this.node) === "fails" ? 500 : 200);
    response.end(JSON.stringify(isIndex ? this.#graphql(asked) : await this.#rpc(asked)));
  }

  async #rpc({ id, method, params }: Asked): Promise<object> {
    const answered = (result: unknown) => ({ jsonrpc: "2.0", id, result });
    if (method === "eth_chainId") return answered(numberToHex(chainId));
    if (method === "eth_blockNumber") return answered(numberToHex(this.head));
    if (method === "eth_getBlockByNumber") {
      const number = Number(params[0]);
      const hash = this.#hashes[number];
      return answered(hash === undefined ? null : { number: numberToHex(number), hash });
    }
    const { to, data = "0x" } = (params[0] ?? {}) as { to?: string; data?: Hex };
    if (method === "eth_call" && to === permissionViews) {
      const isPermitted = [payer.address, ...this.permitted].some((account) =>
        data.includes(account.slice(2).toLowerCase()),
      );
      return answered(numberToHex(isPermitted ? 0 : 1, { size: 32 }));
    }
    if (method === "eth_call" && this.contracts === undefined) return answered("0x00");
    if (method === "eth_call") {
      try {
        return answered(await this.contracts?.request(method, ...params));
      } catch (cause) {
        const { code = -32_000, message } = cause as { code?: number; message: string };
        return { jsonrpc: "2.0", id, error: { code, message } };
      }
    }
    return { jsonrpc: "2.0", id, error: { code: -32_601, message: `There is no ${method}.` } };
  }

  #graphql({ query, variables }: Asked): object {
    const _meta = { block: { number: this.indexed } };
    if (query.includes("query Names")) {
      const named = variables["account"] === payee.address.toLowerCase();
      return { data: { payments: named ? [{ id: "0x" }] : [], paymentShares: [] } };
    }
    const lists = [...query.matchAll(/^(\w+)\(first:(\d+)/gm)].map(([, list = "", first]) => [
      list,
      this.#events
        .filter(
          (event) =>
            event.list === list &&
            Number(event["block"]) <= this.indexed &&
            BigInt(event.ordinal) > BigInt(variables["after"] ?? 0) &&
            BigInt(event.ordinal) < BigInt(variables["before"] ?? 0),
        )
        .slice(0, Number(first))
        .map(({ list: _list, ...event }) => event),
    ]) as [string, object[]][];
    return { data: { _meta, ...Object.fromEntries(lists) } };
  }
}

interface Asked {
  id: number;
  method: string;
  params: unknown[];
  query: string;
  variables: Record<string, string>;
}

export const paymentId = (number: number): Hex => numberToHex(number, { size: 32 });

/** What came to a receiver. */
export interface Received {
  path: string;
  /** Milliseconds since 1970. */
  at: number;
  status: number;
  headers: Record<string, string>;
  body: string;
}

/** The receiver as a program of its own. */
export class ReceiverProcess {
  readonly #folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-receiver-"));
  #child: ChildProcess | undefined;
  /** What was read of its log so far. */
  readonly #read: Received[] = [];
  url = "";

  get #log(): string {
    return path.join(this.#folder, "log");
  }

  async start(): Promise<void> {
    const child = (this.#child = spawn(process.execPath, [receiverProgram, this.#log], {
      stdio: ["ignore", "pipe", "inherit"],
    }));
    const [port] = (await once(createInterface({ input: child.stdout }), "line")) as [string];
    this.url = `http://127.0.0.1:${port}`;
  }

  /** Lets what is sent to `mute` be accepted. */
  listen(): void {
    fs.writeFileSync(`${this.#log}.ready`, "");
  }

  /** What came to a path, in its order. */
  received(at: string): Received[] {
    if (!fs.existsSync(this.#log)) return [];
    const lines = fs.readFileSync(this.#log, "utf8").split("\n").slice(0, -1);
    for (const line of lines.slice(this.#read.length))
      this.#read.push(JSON.parse(line) as Received);
    return this.#read.filter(({ path: to }) => to === at);
  }

  async stop(): Promise<void> {
    if (this.#child?.exitCode === null) {
      const exited = once(this.#child, "exit");
      this.#child.kill("SIGKILL");
      await exited;
    }
    fs.rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** Settings in the place of those of tests, and the content of another key file. */
type WebhooksChanges = Record<string, unknown> & { key?: string };

/** The service of webhooks as a program of its own. */
export class WebhooksProcess extends AgentProcess {
  private constructor(
    { url }: ChainAndIndex,
    database: string,
    { key = "11".repeat(32), ...settings }: WebhooksChanges,
    env: Readonly<Record<string, string>>,
  ) {
    super({
      agent: "webhooks",
      settings: {
        node: { rpc: `${url}/rpc` },
        index: `${url}/graphql`,
        addresses: { PaymentEscrow: escrow, PermissionViews: permissionViews },
        database: "database",
        key: "key",
        allowLoopback: true,
        listen: { host: "127.0.0.1", port: 0 },
        ...settings,
      },
      files: { key, database },
      env,
    });
  }

  static start(
    chain: ChainAndIndex,
    database: string,
    changes: WebhooksChanges = {},
    env: Readonly<Record<string, string>> = {},
  ): Promise<WebhooksProcess> {
    return new WebhooksProcess(chain, database, changes, env).ready();
  }

  /** What it says of itself. */
  async health(): Promise<WebhooksHealth> {
    return (await (await fetch(`${this.url}/health`)).json()) as WebhooksHealth;
  }

  /** Asks as an account. */
  async ask(
    account: PrivateKeyAccount,
    method: string,
    below: string,
    statement: Partial<WebhookRequest> & Pick<WebhookRequest, "action">,
    body?: unknown,
  ): Promise<{ status: number; body: Told }> {
    const { headers } = await signedRequest(account, statement);
    return this.request(method, below, headers, body);
  }

  async request(
    method: string,
    below: string,
    headers: Record<string, string>,
    body?: unknown,
  ): Promise<{ status: number; body: Told }> {
    const response = await fetch(`${this.url}/webhooks${below}`, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Told };
  }

  /** An endpoint of an account. */
  async register(
    url: string,
    about = "account",
    account = payer,
  ): Promise<EndpointView & { secret: string }> {
    const { status, body } = await this.ask(
      account,
      "POST",
      "",
      { action: "register", url, about },
      { url, about },
    );
    if (status !== 201) throw new Error(`It was not registered: ${JSON.stringify(body)}`);
    return body;
  }

  async endpoint(id: string, account = payer): Promise<EndpointView> {
    const asked = await this.ask(account, "GET", `/${id}`, {
      action: "read",
      target: id,
    });
    return asked.body;
  }

  /** Deliveries of an endpoint, the oldest first. */
  async deliveries(id: string, account = payer): Promise<DeliveryView[]> {
    const all: DeliveryView[] = [];
    for (let next: string | null | undefined; next !== null;) {
      const { body } = await this.ask(
        account,
        "GET",
        `/${id}/deliveries${next === undefined ? "" : `?before=${next}`}`,
        { action: "deliveries", target: id },
      );
      all.push(...body.deliveries);
      ({ next } = body);
    }
    return all.reverse();
  }
}

/** Whatever an answer may hold. */
export interface Told extends EndpointView {
  secret: string;
  title: string;
  detail: string;
  endpoints: EndpointView[];
  deliveries: DeliveryView[];
  next: string | null;
}

let lastDeadline = 0;

/** The headers with which an account shows that it asks; `signer` is a contract for which its key signs. Each statement is another one. */
export async function signedRequest(
  account: PrivateKeyAccount,
  { deadline, ...statement }: Partial<WebhookRequest> & Pick<WebhookRequest, "action">,
  signer: Address = account.address,
): Promise<{ headers: Record<string, string> }> {
  lastDeadline = Math.max(lastDeadline + 1, Math.floor(Date.now() / 1_000) + 600);
  const until = deadline ?? lastDeadline;
  const signature = await account.signTypedData(
    webhookRequestTypedData(chainId, escrow, {
      target: "",
      about: "",
      url: "",
      ...statement,
      deadline: until,
    }),
  );
  return {
    headers: {
      "foedus-signer": signer,
      "foedus-deadline": String(until),
      "foedus-signature": signature,
    },
  };
}

/** Whether one of the signatures of a delivery is of a secret, by Standard Webhooks. */
export function isSignedWith(secret: string, { headers, body }: Received): boolean {
  const key = Buffer.from(secret.replace("whsec_", ""), "base64");
  const signed = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
  const expected = `v1,${createHmac("sha256", key).update(signed).digest("base64")}`;
  return (headers["webhook-signature"] ?? "").split(" ").includes(expected);
}

/** Runs an example of the guide for receivers; what it exports. */
export async function exampleOfGuide<T>(name: "register" | "verify"): Promise<T> {
  const guide = path.resolve(import.meta.dirname, "../../docs/guides/receive-webhooks.md");
  const fence = new RegExp(`\`\`\`js ${name}\\n([^]*?)\`\`\``);
  const [, code = ""] = fence.exec(fs.readFileSync(guide, "utf8")) ?? [];
  return (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as T;
}

/** What the suites of webhooks stand on: PostgreSQL, a chain with its index, and a receiver. */
export function webhooksSurroundings() {
  const postgres = new TestPostgres();
  const chain = new ChainAndIndex();
  const services: WebhooksProcess[] = [];
  let receiver = new ReceiverProcess();
  let database = "";

  before(async () => {
    await Promise.all([postgres.start(), chain.start()]);
  });
  after(async () => {
    await chain.stop();
    await postgres.stop();
  });
  beforeEach(async () => {
    chain.begin();
    receiver = new ReceiverProcess();
    await receiver.start();
    database = await postgres.database();
  });
  afterEach(async () => {
    for (const service of services.splice(0)) if (service.isRunning) await service.kill();
    await receiver.stop();
  });

  return {
    postgres,
    chain,
    receiver: () => receiver,
    database: () => database,
    start: async (
      changes: WebhooksChanges = {},
      env: Readonly<Record<string, string>> = {},
    ): Promise<WebhooksProcess> => {
      const service = await WebhooksProcess.start(chain, database, changes, env);
      services.push(service);
      return service;
    },
  };
}

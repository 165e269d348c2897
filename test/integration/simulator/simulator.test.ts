import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { expect } from "chai";
import {
  type Address,
  createPublicClient,
  createWalletClient,
  encodeFunctionData,
  type Hex,
  http as httpTransport,
} from "viem";

import type { AgentServer } from "../../../deploy/agents/agent-server.ts";
import { representative } from "../../../deploy/networks/local/accounts.ts";
import { nodeId } from "../../../deploy/networks/local/sample.ts";
import { nodeRegistryAbi } from "../../../generated/contracts/NodeRegistry.ts";
import type { SimulationStanding } from "../../../scripts/simulator/simulations.ts";
import { serveSimulator, type SimulatorOptions } from "../../../scripts/simulator/simulator.ts";
import type { Source } from "../../../scripts/proposals/simulation.ts";
import { Chain } from "../../../scripts/start/chain.ts";
import { ProcessRegister } from "../../../scripts/start/process-register.ts";
import { Simulator } from "../../../scripts/start/simulator.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const ports = { chain: 18_961, service: 18_962, supervised: 18_963 };
/** Methods of JSON-RPC that change nothing. */
const reads =
  /^(eth_(get|chainId|blockNumber|call$|gasPrice|feeHistory)|net_version|web3_clientVersion)/;

describe("Simulator", function () {
  this.timeout(240_000);
  let chain: Chain;
  let source: Source;
  let node: Node;
  const services: AgentServer[] = [];

  before(async () => {
    chain = new Chain({ port: ports.chain });
    await chain.start();
    await chain.ready();
    const genesis = await chain.deploy();
    await chain.seed(genesis);
    node = await Node.before(chain.url);
    source = { rpc: node.url, chainId: genesis.chainId, addresses: genesis.addresses };
  });
  afterEach(async () => {
    node.mode = "answers";
    for (const service of services.splice(0)) await service.stop();
  });
  after(async () => {
    await node.stop();
    await chain.stop();
  });

  async function start(limits: Partial<SimulatorOptions> = {}): Promise<Asker> {
    const service = await serveSimulator({ source, port: ports.service, ...limits });
    services.push(service);
    return new Asker(service.url);
  }

  const client = () =>
    createPublicClient({ transport: httpTransport(chain.url), pollingInterval: 50 });

  /** What `propose` would be given. */
  const content = (target: Address, data: Hex) => ({
    council: source.addresses.Council,
    targets: [target],
    values: ["0"],
    calldatas: [data],
    description: "# Try it",
  });
  /** Of a node that waits for its admission. */
  const retire = (node = nodeId(4)) =>
    content(
      source.addresses.NodeRegistry,
      encodeFunctionData({ abi: nodeRegistryAbi, functionName: "retireNode", args: [node] }),
    );

  /** Puts a contract of these very bytes on the chain. */
  async function put(code: string): Promise<Address> {
    const size = (code.length / 2).toString(16).padStart(2, "0");
    const wallet = createWalletClient({
      account: representative(0),
      transport: httpTransport(chain.url),
    });
    const hash = await wallet.sendTransaction({
      chain: null,
      data: `0x60${size}600a5f3960${size}5ff3${code}`,
    });
    const { contractAddress } = await client().waitForTransactionReceipt({ hash });
    return contractAddress!;
  }

  /** All that a proposal could have changed on the chain itself. */
  async function state() {
    const { NodeRegistry, Council } = source.addresses;
    const logs = await client().getLogs({ address: [NodeRegistry, Council], fromBlock: 0n });
    const status = await client().readContract({
      address: NodeRegistry,
      abi: nodeRegistryAbi,
      functionName: "node",
      args: [nodeId(4)],
    });
    const nonces = await Promise.all(
      [0, 1, 2].map((member) =>
        client().getTransactionCount({ address: representative(member).address }),
      ),
    );
    return { logs: logs.length, status, nonces };
  }

  it("says what a proposal would change, step by step, and changes nothing", async () => {
    const simulator = await start();
    const before = await state();
    node.methods.clear();
    const posted = await simulator.post(retire());
    expect(posted.status).to.equal(202);
    const seen = await simulator.follow(posted.body.id as string);
    const done = seen.at(-1)!;
    if (done.status !== "done" || done.outcome.would !== "pass")
      throw new Error(JSON.stringify(done));
    const { outcome } = done;
    expect(outcome.votes).to.be.within(15, 27);
    expect(outcome.delay).to.be.above(0);
    const changed = outcome.differences.events.find(({ event }) => event === "NodeStatusChanged");
    expect(changed).to.deep.include({ contract: "NodeRegistry" });
    expect(changed!.args["node"]).to.equal(nodeId(4));
    expect(outcome.differences.storage.map(({ contract }) => contract)).to.include("NodeRegistry");
    expect(await state()).to.deep.equal(before);
    expect([...node.methods].filter((method) => !reads.test(method))).to.deep.equal([]);
    expect([...node.methods]).to.include("eth_getStorageAt");
  });

  it("copies the newest state, not one of some blocks ago", async () => {
    const simulator = await start();
    const target = await put("00");
    expect(await simulator.outcome(content(target, "0x"))).to.include({ would: "pass" });
  });

  it("says where and why a proposal would be refused, with the contract's own answer", async () => {
    const simulator = await start();
    // A node that does not exist is noticed at the execution only.
    const refused = await simulator.outcome(retire(`0x${"12".repeat(32)}`));
    expect(refused).to.include({ would: "be-refused", at: "execute" });
    expect(refused)
      .to.have.property("data")
      .that.matches(/^0x[0-9a-f]{8,}$/);
    expect(refused).to.have.property("title").that.contains("NodeRegistry");
    expect(refused).to.have.property("remedy").that.matches(/\w/);
    const nowhere = await simulator.outcome(content(representative(1).address, "0x12345678"));
    expect(nowhere).to.include({ would: "be-refused", at: "propose" });
    expect(nowhere).to.have.property("title").that.contains("CouncilTargetWithoutCode");
    const elsewhere = await simulator.outcome({ ...retire(), council: source.addresses.Authority });
    expect(elsewhere).to.include({ would: "be-refused", data: null });
    expect(elsewhere).to.have.property("title").that.contains("stands no Council");
  });

  it("refuses what is no proposal, and names what is wrong", async () => {
    const simulator = await start();
    const wrong: readonly (readonly [name: string, value: unknown])[] = [
      ["council", "0x12"],
      ["council", undefined],
      ["council", "0x8C1AC3ED1726141628727204f961Fd52280B501f"],
      ["targets", []],
      ["targets", "0x"],
      ["targets", ["nobody"]],
      ["targets", [source.addresses.Council, source.addresses.Council]],
      ["targets", Array.from({ length: 65 }, () => source.addresses.Council)],
      ["values", [0]],
      ["values", ["-1"]],
      ["values", [(2n ** 256n).toString()]],
      ["calldatas", ["0x1"]],
      ["calldatas", [null]],
      ["description", null],
      ["description", "\ud800"],
      ["nonce", 1],
    ];
    for (const [name, value] of wrong) {
      const { status, body } = await simulator.post({ ...retire(), [name]: value });
      expect(status, `${name} ${JSON.stringify(value)}`).to.equal(400);
      expect(body.title).to.contain(name);
      expect(body.detail).to.match(/\w/);
    }
    for (const text of ["{", "[]", "null", "1", '"\\ud800"'])
      expect((await simulator.post(text)).status, text).to.equal(400);
    expect((await simulator.post("a".repeat(200_000))).status).to.equal(413);
    expect((await simulator.post(retire(), "text/plain")).status).to.equal(415);
    expect((await simulator.standing("../health")).status).to.equal(404);
    expect((await simulator.standing("nothing")).status).to.equal(404);
  });

  it("ends what loops, and goes on with the next one", async () => {
    const simulator = await start({ seconds: 60 });
    // JUMPDEST PUSH0 JUMP, for ever.
    const looping = await put("5b5f56");
    const [first, second] = [
      await simulator.post(content(looping, "0x")),
      await simulator.post(retire()),
    ];
    expect(second.body).to.include({ status: "waiting", ahead: 1 });
    const ended = (await simulator.follow(first.body.id as string)).at(-1)!;
    // All its gas, all its memory or all its time: whichever is used up first on this machine.
    if (ended.status === "done") expect(ended.outcome.would).to.equal("be-refused");
    else expect(ended).to.include({ status: "failed" }).and.to.have.property("remedy");
    const next = (await simulator.follow(second.body.id as string)).at(-1)!;
    expect(next.status).to.equal("done");
  });

  it("ends a simulation that needs more memory than it may have", async () => {
    const simulator = await start({ memory: 64 });
    const { body } = await simulator.post(retire());
    const ended = (await simulator.follow(body.id as string)).at(-1)!;
    expect(ended).to.include({ status: "failed", error: "memory" });
  });

  it("does not let a contract read the node without a rest", async () => {
    const pace = { burst: 1_000, perSecond: 20 };
    const seconds = 10;
    const simulator = await start({ pace, seconds });
    // JUMPDEST GAS BALANCE POP PUSH0 JUMP: another account each time, for ever.
    const reading = await put("5b5a31505f56");
    node.reads = 0;
    const began = performance.now();
    const { body } = await simulator.post(content(reading, "0x"));
    const ended = (await simulator.follow(body.id as string)).at(-1)!;
    expect(ended).to.include({ status: "failed", error: "time" });
    const passed = (performance.now() - began) / 1_000;
    // A busy machine comes to fewer reads, and to some in any case.
    expect(node.reads).to.be.within(5, pace.burst + pace.perSecond * passed);
  });

  it("ends a simulation that takes too long, and takes no more than may wait", async () => {
    const simulator = await start({ seconds: 4, waiting: 1 });
    node.mode = "hangs";
    const posts = [];
    for (let i = 0; i < 3; i += 1) {
      posts.push(await simulator.post(retire()));
      // The first one has begun.
      if (i === 0) await pause(100);
    }
    expect(posts.map(({ status }) => status)).to.deep.equal([202, 202, 503]);
    expect(posts[2]!.body.detail).to.match(/Try again/);
    const ended = (await simulator.follow(posts[0]!.body.id as string)).at(-1)!;
    expect(ended).to.include({ status: "failed", error: "time" });
  });

  it("says that the node gives no answer", async () => {
    const simulator = await start();
    node.mode = "fails";
    const { body } = await simulator.post(retire());
    const ended = (await simulator.follow(body.id as string)).at(-1)!;
    expect(ended).to.include({ status: "failed", error: "chain" });
  });

  it("runs out of what its image holds alone, and leaves no file behind", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-simulator-"));
    const image = path.join(folder, "image");
    execFileSync(process.execPath, ["scripts/generate/bundle-simulator.ts", image], { cwd: root });
    const settings = path.join(folder, "simulator.json");
    fs.writeFileSync(settings, JSON.stringify({ source, port: ports.service }));
    const temporary = path.join(folder, "tmp");
    fs.mkdirSync(temporary);
    const bundled = fs.readdirSync(image);
    const dockerfile = fs.readFileSync(`${root}/deploy/images/simulator/Dockerfile`, "utf8");
    const [, given = ""] = /^ENV (.*)$/m.exec(dockerfile) ?? [];
    const ofImage = given
      .replaceAll("/opt/foedus/simulator", image)
      .split(" ")
      .map((one) => one.split("="));
    const program = spawn(process.execPath, [path.join(image, "main.mjs"), settings], {
      cwd: image,
      env: {
        ...(Object.fromEntries(ofImage) as Record<string, string>),
        TMPDIR: temporary,
        // An image has no certificates of its own.
        SSL_CERT_DIR: temporary,
      },
      stdio: "inherit",
    });
    const ended = once(program, "exit");
    try {
      const url = `http://127.0.0.1:${ports.service}`;
      await eventually(async () => (await fetch(`${url}/health`)).ok);
      const asker = new Asker(url);
      expect(await asker.outcome(retire())).to.include({ would: "pass" });
      const refused = await asker.outcome(retire(`0x${"12".repeat(32)}`));
      expect(refused).to.include({ would: "be-refused", at: "execute" });
      expect(refused).to.have.property("title").that.contains("NodeRegistry");
    } finally {
      program.kill("SIGTERM");
      expect(await ended).to.deep.equal([0, null]);
      expect(fs.readdirSync(image)).to.deep.equal(bundled);
      expect(fs.readdirSync(temporary)).to.deep.equal([]);
      fs.rmSync(folder, { recursive: true });
    }
  });

  it("is started again when it is killed, and leaves no process behind when it is stopped", async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-simulator-"));
    const simulator = new Simulator({
      port: ports.supervised,
      folder,
      source,
      surroundings: {
        logs: folder,
        register: new ProcessRegister(path.join(folder, "processes.json")),
        report: () => undefined,
        signal: new AbortController().signal,
      },
    });
    try {
      await simulator.start();
      await simulator.ready();
      const asker = new Asker(simulator.url);
      node.mode = "hangs";
      // A simulation comes behind its service, however far behind that comes itself.
      const { PRIORITY_BELOW_NORMAL, PRIORITY_LOW } = os.constants.priority;
      os.setPriority(simulator.pid!, PRIORITY_LOW);
      await asker.post(retire());
      const running = await childOf(simulator.pid!);
      await eventually(async () => os.getPriority(running) === PRIORITY_LOW);
      process.kill(simulator.pid!, "SIGKILL");
      await eventually(async () => (await fetch(`${simulator.url}/health`)).ok);
      await eventually(() => Promise.resolve(!isAlive(running)));
      const next = await asker.post(retire());
      const behind = await childOf(simulator.pid!);
      await eventually(async () => os.getPriority(behind) >= PRIORITY_BELOW_NORMAL);
      node.mode = "answers";
      expect((await asker.follow(next.body["id"] as string)).at(-1)).to.include({ status: "done" });
    } finally {
      await simulator.stop();
      fs.rmSync(folder, { recursive: true });
    }
  });
});

type Answer = { status: number; body: Record<string, unknown> };

/** Asks a simulator over HTTP. */
class Asker {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url;
  }

  async post(content: unknown, type = "application/json"): Promise<Answer> {
    const response = await fetch(`${this.#url}/simulations`, {
      method: "POST",
      headers: { "content-type": type },
      body: typeof content === "string" ? content : JSON.stringify(content),
    });
    return { status: response.status, body: (await response.json()) as Answer["body"] };
  }

  async standing(id: string): Promise<{ status: number; standing: SimulationStanding }> {
    const response = await fetch(`${this.#url}/simulations/${encodeURIComponent(id)}`);
    return { status: response.status, standing: (await response.json()) as SimulationStanding };
  }

  /** Every standing of a simulation until it is over. */
  async follow(id: string): Promise<SimulationStanding[]> {
    const seen: SimulationStanding[] = [];
    for (;;) {
      const { standing } = await this.standing(id);
      seen.push(standing);
      if (standing.status === "done" || standing.status === "failed") return seen;
      await pause(50);
    }
  }

  async outcome(content: unknown) {
    const { body } = await this.post(content);
    const ended = (await this.follow(body["id"] as string)).at(-1)!;
    if (ended.status !== "done") throw new Error(JSON.stringify(ended));
    return ended.outcome;
  }
}

/** A node as others reach it: it notes what it is asked, and can fail. */
class Node {
  readonly methods = new Set<string>();
  /** How many calls there were. */
  reads = 0;
  mode: "answers" | "hangs" | "fails" = "answers";
  readonly #server: http.Server;

  private constructor(chain: string) {
    this.#server = http.createServer((request, response) => {
      void (async () => {
        const chunks: Buffer[] = [];
        for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk);
        const body = Buffer.concat(chunks).toString();
        for (const { method } of [JSON.parse(body)].flat() as { method: string }[])
          this.noted(method);
        if (this.mode === "hangs") return;
        if (this.mode === "fails") {
          response.writeHead(502).end();
          return;
        }
        const answer = await fetch(chain, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body,
        });
        response.writeHead(answer.status, { "content-type": "application/json" });
        response.end(await answer.text());
      })();
    });
  }

  private noted(method: string): void {
    this.methods.add(method);
    this.reads += 1;
  }

  static async before(chain: string): Promise<Node> {
    const node = new Node(chain);
    await new Promise<void>((resolve) => node.#server.listen(0, "127.0.0.1", resolve));
    return node;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

/** The process that a process has started. */
async function childOf(parent: number): Promise<number> {
  let child = 0;
  await eventually(async () => {
    const tasks = fs.readdirSync(`/proc/${parent}/task`);
    const children = tasks.map((task) =>
      fs.readFileSync(`/proc/${parent}/task/${task}/children`, "utf8"),
    );
    child = Number(children.join(" ").trim().split(" ")[0]);
    return child > 0;
  });
  return child;
}

function isAlive(pid: number): boolean {
  // A process that has ended and waits for its parent counts as ended.
  const status = fs.existsSync(`/proc/${pid}/status`)
    ? fs.readFileSync(`/proc/${pid}/status`, "utf8")
    : "State: Z";
  return !/^State:\s+Z/m.test(status);
}

async function eventually(holds: () => Promise<boolean>, within = 60_000): Promise<void> {
  const end = performance.now() + within;
  while (!(await holds().catch(() => false))) {
    if (performance.now() > end) throw new Error(`It did not become so within ${within} ms.`);
    await pause(50);
  }
}

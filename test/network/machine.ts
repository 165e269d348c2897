import { type ChildProcess, execFileSync, spawn, type SpawnOptions } from "node:child_process";
import fs from "node:fs";
import { setTimeout as pause } from "node:timers/promises";

const bridge = "nodes";
const subnet = "10.79.0";

/** Address of the tests themselves, which reach every machine whatever else is cut. */
export const testsHost = `${subnet}.1`;
/** Numbers of machines begin here. */
const firstNumber = 11;

/**
 * A machine of its own for a node: a network namespace with one address on a bridge that the tests made. Machines need a network
 * namespace around them, and end with this process.
 */
export class Machine {
  readonly host: string;
  readonly #holder: ChildProcess;
  readonly #cut = new Set<string>();

  private constructor(index: number, holder: ChildProcess) {
    this.host = `${subnet}.${firstNumber + index}`;
    this.#holder = holder;
  }

  static hostOf(index: number): string {
    return `${subnet}.${firstNumber + index}`;
  }

  static async start(index: number): Promise<Machine> {
    provideBridge();
    // It lives as long as its input is open: as long as this process.
    const holder = spawn("unshare", ["--net", "cat"], { stdio: ["pipe", "ignore", "inherit"] });
    const { pid } = holder;
    if (pid === undefined) throw new Error("There is no program unshare.");
    const outside = fs.readlinkSync("/proc/self/ns/net");
    while (fs.readlinkSync(`/proc/${pid}/ns/net`) === outside) await pause(5);
    const machine = new Machine(index, holder);
    const link = `node${index}`;
    ip("link", "add", "name", link, "type", "veth", "peer", "name", "eth0", "netns", String(pid));
    ip("link", "set", link, "master", bridge, "up");
    machine.#ip("address", "add", `${machine.host}/24`, "dev", "eth0");
    for (const device of ["lo", "eth0"]) machine.#ip("link", "set", device, "up");
    return machine;
  }

  /** Runs a program on it, which ends with this process. */
  spawn(program: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const ends = ["setpriv", "--pdeathsig", "TERM"];
    return spawn("nsenter", [this.#network, ...ends, program, ...args], options);
  }

  /** Runs a program on it to its end, and answers with what it printed. */
  exec(program: string, args: readonly string[]): string {
    return execFileSync("nsenter", [this.#network, program, ...args], {
      encoding: "utf8",
      stdio: "pipe",
    });
  }

  /** Lets no packet reach these machines any more. */
  cutOff(others: readonly Machine[]): void {
    for (const { host } of others) {
      this.#ip("route", "add", "blackhole", `${host}/32`);
      this.#cut.add(host);
    }
  }

  /** Undoes every cut. */
  reconnect(): void {
    for (const host of this.#cut) this.#ip("route", "del", "blackhole", `${host}/32`);
    this.#cut.clear();
  }

  stop(): void {
    // The namespace goes with its last process, and the link with the namespace.
    this.#holder.stdin?.end();
  }

  get #network(): string {
    return `--net=/proc/${this.#holder.pid}/ns/net`;
  }

  #ip(...args: string[]): void {
    this.exec("ip", args);
  }
}

/** Cuts the network in two. */
export function partition(one: readonly Machine[], other: readonly Machine[]): void {
  for (const machine of one) machine.cutOff(other);
  for (const machine of other) machine.cutOff(one);
}

let hasBridge = false;

/** Undoes every cut between them. */
export function heal(machines: readonly Machine[]): void {
  for (const machine of machines) machine.reconnect();
}

function provideBridge(): void {
  if (hasBridge) return;
  ip("link", "add", "name", bridge, "type", "bridge");
  ip("address", "add", `${testsHost}/24`, "dev", bridge);
  ip("link", "set", bridge, "up");
  hasBridge = true;
}

function ip(...args: string[]): void {
  execFileSync("ip", args, { stdio: "pipe" });
}

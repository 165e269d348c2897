import fs from "node:fs";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import type { Browser, BrowserContext, Page } from "playwright";

import { describeFailure } from "../../scripts/start/launcher-error.ts";
import { portsAt, refuseTakenPorts } from "../../scripts/start/ports.ts";
import { type Stack, startStack } from "../../scripts/start/stack.ts";
import { provideBrowser } from "../../scripts/test/browser.ts";
import { Assembly } from "./assembly.ts";
import { Index } from "./index-view.ts";
import { watchComplaints } from "./complaints.ts";
import { launchBrowser } from "./launch-browser.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".foedus", "e2e");

export type Theme = "light" | "dark";
export type Language = "en" | "fr";

export interface Visit {
  theme?: Theme;
  /** CSS pixels; the height follows a common screen. */
  width?: number;
  /** Without scripts a page is what the server sends. */
  javaScript?: boolean;
  /** What a page may complain about because the visit is about it, for example an index that is gone. */
  tolerates?: readonly RegExp[];
  /** Opens the dApp by the name of this computer instead of its number, because passkeys belong to names. */
  byName?: boolean;
  /** Prepares the browser before the first page, for example with a wallet. */
  prepare?: (context: BrowserContext) => Promise<void>;
}

/** The whole real stack with its sample body, and a browser to visit it with. */
export class Session {
  readonly stack: Stack;
  readonly assembly: Assembly;
  readonly index: Index;
  readonly #browser: Browser;
  readonly #graphAdmin: number;
  #failures = 0;

  private constructor(stack: Stack, browser: Browser, graphAdmin: number) {
    this.stack = stack;
    this.#graphAdmin = graphAdmin;
    this.index = new Index(stack.endpoints.graphql);
    this.assembly = new Assembly(stack.endpoints, this.index);
    this.#browser = browser;
  }

  static async start(report: (line: string) => void): Promise<Session> {
    const program = await provideBrowser(report);
    if ("missing" in program) throw new Error(`The tests need a browser: ${program.missing}`);
    const portOffset = await freeOffset();
    const stack = await startStack({ portOffset, folder, report });
    try {
      return new Session(stack, await launchBrowser(program.file), portsAt(portOffset).graphAdmin);
    } catch (error) {
      await stack.stop();
      throw error;
    }
  }

  get origin(): string {
    return this.stack.endpoints.app;
  }

  /** Ends graph-node without warning, also when it is just coming back. The launcher starts it again. */
  async killIndex(): Promise<void> {
    const running = () => this.stack.pids()["graph-node"];
    const end = performance.now() + 20_000;
    while (running() === undefined) {
      if (performance.now() > end) throw new Error("The launcher does not start the index again.");
      await pause(10);
    }
    const pid = running()!;
    process.kill(pid, "SIGKILL");
    while (running() === pid) await pause(10);
  }

  /** There is no index while the task runs: as often as the launcher starts it again, it is ended again. */
  async withoutIndex(task: () => Promise<void>): Promise<void> {
    await this.killIndex();
    const over = new AbortController();
    const killing = (async () => {
      while (!over.signal.aborted) {
        if (this.stack.pids()["graph-node"] !== undefined) await this.killIndex();
        await pause(10);
      }
    })();
    try {
      await task();
    } finally {
      over.abort();
      await killing;
      await this.indexIsBack();
    }
  }

  /** graph-node goes on answering while the task runs, but follows the chain no more: what it says is old. */
  async withLateIndex(task: () => Promise<void>): Promise<void> {
    const { _meta } = await this.index.ask<{ _meta: { deployment: string } }>(
      "{ _meta { deployment } }",
    );
    await this.#administerIndex("subgraph_pause", _meta);
    try {
      await this.assembly.letPass(20);
      await this.#healthIs("behind");
      await task();
    } finally {
      await this.#administerIndex("subgraph_resume", _meta);
      await this.indexIsBack();
    }
  }

  async #administerIndex(
    method: "subgraph_pause" | "subgraph_resume",
    params: { deployment: string },
  ): Promise<void> {
    const response = await fetch(`http://127.0.0.1:${this.#graphAdmin}`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
    });
    const { error } = (await response.json()) as { error?: { message: string } };
    if (error) throw new Error(`graph-node refuses ${method}: ${error.message}`);
  }

  /** Waits until the server sees the index in a state. */
  async #healthIs(wanted: string, within = 60_000): Promise<void> {
    const end = performance.now() + within;
    for (;;) {
      const response = await fetch(`${this.origin}/healthz`);
      const { index } = (await response.json()) as { index: { state: string } };
      if (index.state === wanted) return;
      if (performance.now() > end)
        throw new Error(`The index is ${index.state} after ${within / 1000} s, not ${wanted}.`);
      await pause(200);
    }
  }

  /** Waits until the index that was started again holds the whole chain. */
  async indexIsBack(): Promise<void> {
    await this.index.reached(await this.assembly.blockNumber(), 120_000);
  }

  async stop(): Promise<void> {
    await this.#browser.close();
    await this.stack.stop();
  }

  /**
   * One visitor with a browser profile of their own. Fails when a page logs an error, breaks the content security policy or
   * asks any other server for anything.
   */
  async visit(task: (page: Page) => Promise<void>): Promise<void>;
  async visit(visit: Visit, task: (page: Page) => Promise<void>): Promise<void>;
  async visit(
    first: Visit | ((page: Page) => Promise<void>),
    second?: (page: Page) => Promise<void>,
  ): Promise<void> {
    const [visit, task] = typeof first === "function" ? [{}, first] : [first, second!];
    const { theme = "light", width = 1280, javaScript = true, tolerates = [], prepare } = visit;
    const origin = visit.byName ? this.origin.replace("127.0.0.1", "localhost") : this.origin;
    const context = await this.#browser.newContext({
      baseURL: origin,
      colorScheme: theme,
      viewport: { width, height: width < 640 ? 844 : 900 },
      javaScriptEnabled: javaScript,
      locale: "en-GB",
      // Not the server's zone, so that times have to be put right in the browser.
      timezoneId: "Europe/Brussels",
      reducedMotion: "reduce",
    });
    // Long enough for a machine that runs other tests beside; nobody waits for it where all is well.
    context.setDefaultTimeout(30_000);
    const complaints = watchComplaints(context, origin, tolerates);
    try {
      await prepare?.(context);
      const page = await context.newPage();
      await this.#withPicture(page, () => task(page));
      if (complaints.length > 0)
        throw new Error(`The pages complain:\n  ${complaints.join("\n  ")}`);
    } finally {
      await context.close();
    }
  }

  /** A failed test says what the reader saw. */
  async #withPicture(page: Page, task: () => Promise<void>): Promise<void> {
    try {
      await task();
    } catch (error) {
      const file = path.join(folder, "failures", `${++this.#failures}.png`);
      const taken = await page.screenshot({ path: file, fullPage: true }).catch(() => null);
      if (!(error instanceof Error)) throw error;
      // What Playwright attaches repeats the whole page; the picture says more.
      const where = taken
        ? `\n\nAt ${page.url()}; the page as it looked: ${path.relative(root, file)}`
        : "";
      const failure = new Error(`${error.message}${where}`);
      failure.stack = `${failure.message}\n${framesOf(error)}`;
      throw failure;
    }
  }
}

/** Where in the tests it happened. */
function framesOf({ stack = "" }: Error): string {
  return stack
    .split("\n")
    .filter(
      (line) => /^\s+at /.test(line) && line.includes("/e2e/") && !line.includes("session.ts"),
    )
    .join("\n");
}

/** Two runs on one machine must not meet. */
async function freeOffset(): Promise<number> {
  for (let offset = 2_300; offset < 4_300; offset += 200) {
    const ports = portsAt(offset);
    try {
      await refuseTakenPorts(ports, Object.keys(ports) as (keyof typeof ports)[]);
      return offset;
    } catch {
      // The next one is tried.
    }
  }
  throw new Error("No free ports were found between offsets 2300 and 4300.");
}

/** Starts one session, and sees to its end when the run is stopped from outside. */
export async function startSession(): Promise<Session> {
  fs.rmSync(path.join(folder, "failures"), { recursive: true, force: true });
  const session = await Session.start((line) => process.stdout.write(`${line}\n`)).catch(
    (error: unknown) => {
      throw new Error(describeFailure(error), { cause: error });
    },
  );
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void session.stop().finally(() => process.exit(1)));
  }
  return session;
}

import { randomUUID } from "node:crypto";

import { RequestProblem } from "../../deploy/agents/request.ts";
import type { ProposalContent } from "../proposals/proposal-content.ts";
import type { Source } from "../proposals/simulation.ts";
import type { SimulationOutcome } from "../proposals/simulation-outcome.ts";
import type { WalkStep } from "../proposals/walk.ts";
import { type SimulationFailure, SimulationProcess } from "./simulation-process.ts";

/** Where a simulation stands. */
export type SimulationStanding = { id: string } & (
  | { status: "waiting"; /** How many come first. */ ahead: number }
  | { status: "running"; step: WalkStep }
  | { status: "done"; outcome: SimulationOutcome }
  | { status: "failed"; error: SimulationFailure; title: string; remedy: string }
);

export interface Limits {
  /** Seconds of one simulation. */
  seconds: number;
  /** Simulations that wait at most. */
  waiting: number;
  /** Mebibytes of one simulation. */
  memory: number;
}

/** What came of the newest ones is kept for so many, and so many milliseconds. */
const kept = { most: 64, milliseconds: 10 * 60_000 };

const failures: Record<SimulationFailure, (limits: Limits) => { title: string; remedy: string }> = {
  time: ({ seconds }) => ({
    title: `The simulation took more than ${seconds} seconds and was ended.`,
    remedy: `Propose fewer calls at once, or ${elsewhere}`,
  }),
  memory: () => ({
    title: "The simulation needed more memory than it may have and was ended.",
    remedy: `Propose fewer calls at once, or ${elsewhere}`,
  }),
  size: () => ({
    title: "The proposal would change more than is listed here.",
    remedy: `Propose fewer calls at once, or ${elsewhere}`,
  }),
  chain: () => ({
    title: "The node whose state is copied gives no answer.",
    remedy: `Try again in a moment, or ${elsewhere}`,
  }),
  ended: () => ({
    title: "The simulation ended for no known reason.",
    remedy: `Try again, or ${elsewhere}`,
  }),
};
const elsewhere = "try it on a computer of yours: npm run foedus -- proposal simulate.";

/** Simulations one after the other, each in a process of its own. */
export class Simulations {
  readonly #source: Source;
  readonly #limits: Limits;
  readonly #onEnd: (ended: "pass" | "be-refused" | SimulationFailure) => void;
  readonly #waiting: { id: string; content: ProposalContent }[] = [];
  readonly #ended = new Map<string, { standing: SimulationStanding; at: number }>();
  #running: { id: string; step: WalkStep; process: SimulationProcess } | undefined;
  #work: Promise<void> | undefined;
  #isClosed = false;

  constructor(
    source: Source,
    limits: Limits,
    onEnd: (ended: "pass" | "be-refused" | SimulationFailure) => void = () => undefined,
  ) {
    this.#source = source;
    this.#limits = limits;
    this.#onEnd = onEnd;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  /** Takes a proposal to be simulated when its turn comes. */
  take(content: ProposalContent): SimulationStanding {
    if (this.#waiting.length >= this.#limits.waiting)
      throw new RequestProblem(
        503,
        `${this.#waiting.length} simulations wait already.`,
        `Try again in a minute, or ${elsewhere}`,
      );
    const id = randomUUID();
    this.#waiting.push({ id, content });
    this.#work ??= this.#workOff().finally(() => (this.#work = undefined));
    return this.standing(id);
  }

  standing(id: string): SimulationStanding {
    const running = this.#running;
    if (running?.id === id) return { id, status: "running", step: running.step };
    const place = this.#waiting.findIndex((one) => one.id === id);
    if (place >= 0)
      return { id, status: "waiting", ahead: place + (running === undefined ? 0 : 1) };
    this.#forget();
    const ended = this.#ended.get(id);
    if (ended !== undefined) return ended.standing;
    throw new RequestProblem(
      404,
      `There is no simulation ${id}.`,
      "Start it anew: what came of one is kept for ten minutes, and not over a restart.",
    );
  }

  /** Ends what runs, and takes up nothing more. */
  async close(): Promise<void> {
    this.#isClosed = true;
    this.#waiting.splice(0);
    await this.#running?.process.end();
    await this.#work;
  }

  async #workOff(): Promise<void> {
    for (;;) {
      const next = this.#waiting.shift();
      if (next === undefined || this.#isClosed) return;
      await this.#run(next.id, next.content);
    }
  }

  async #run(id: string, content: ProposalContent): Promise<void> {
    const process = new SimulationProcess();
    const running = { id, step: { at: "copy" } as WalkStep, process };
    this.#running = running;
    const end = await process.run(
      { content, source: this.#source, memory: this.#limits.memory },
      { seconds: this.#limits.seconds, onStep: (step) => (running.step = step) },
    );
    this.#running = undefined;
    const standing: SimulationStanding =
      "outcome" in end
        ? { id, status: "done", outcome: end.outcome }
        : { id, status: "failed", error: end.failure, ...failures[end.failure](this.#limits) };
    this.#ended.set(id, { standing, at: Date.now() });
    this.#forget();
    this.#onEnd("outcome" in end ? end.outcome.would : end.failure);
  }

  #forget(): void {
    const old = Date.now() - kept.milliseconds;
    let surplus = this.#ended.size - kept.most;
    // In the order in which they ended.
    for (const [id, { at }] of this.#ended) if (surplus-- > 0 || at < old) this.#ended.delete(id);
  }
}

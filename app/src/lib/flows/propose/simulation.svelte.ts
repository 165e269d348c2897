import {
  askSimulation,
  type ProposalContent,
  type SimulatorAnswer,
  type Standing,
  startSimulation,
} from "./simulation.ts";

/** Where the trial of a proposal stands. */
export type TrialState =
  | { step: "idle" }
  /** The simulator is asked to take it. */
  | { step: "asking" }
  | { step: "standing"; standing: Standing; content: ProposalContent }
  | { step: "refused"; title: string; remedy: string | null }
  | { step: "away" };

/** Milliseconds between two questions. */
const pause = 300;

/** One proposal at a time, tried on a copy of the chain. */
export class Trial {
  #state = $state.raw<TrialState>({ step: "idle" });
  #attempt = 0;

  get state(): TrialState {
    return this.#state;
  }

  get underWay(): boolean {
    const state = this.#state;
    return (
      state.step === "asking" ||
      (state.step === "standing" &&
        (state.standing.status === "waiting" || state.standing.status === "running"))
    );
  }

  async run(content: ProposalContent): Promise<void> {
    if (this.underWay) return;
    const attempt = ++this.#attempt;
    this.#state = { step: "asking" };
    let answer: SimulatorAnswer = await startSimulation(content);
    for (;;) {
      if (attempt !== this.#attempt) return;
      if (answer.answer !== "standing") {
        this.#state =
          answer.answer === "away"
            ? { step: "away" }
            : { step: "refused", title: answer.title, remedy: answer.remedy };
        return;
      }
      const { id, standing } = answer;
      this.#state = { step: "standing", standing, content };
      if (standing.status === "done" || standing.status === "failed") return;
      await new Promise((resolve) => setTimeout(resolve, pause));
      if (attempt !== this.#attempt) return;
      answer = await askSimulation(id);
    }
  }

  /** Stops looking: the page is left. */
  leave(): void {
    this.#attempt += 1;
    this.#state = { step: "idle" };
  }
}

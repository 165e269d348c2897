import { CommandError } from "../foedus/command-error.ts";
import { simulateContent } from "../proposals/simulation.ts";
import { refusedOutcome, simulationOutcome } from "../proposals/simulation-outcome.ts";
import type { WalkStep } from "../proposals/walk.ts";
import { outOfMemory, type Said, type Task } from "./simulation-process.ts";

/** Characters of an outcome as JSON. */
const largestOutcome = 1024 * 1024;

// Whoever started it is gone.
process.once("disconnect", () => process.exit(0));

process.once("message", (task: Task) => {
  // Of the whole process: a trace of a long call lies outside of JavaScript's own memory.
  setInterval(() => {
    if (process.memoryUsage.rss() > task.memory * 1024 * 1024) process.exit(outOfMemory);
  }, 100).unref();
  void run(task).then((said) => process.send?.(said));
});

async function run({ content, source }: Task): Promise<Said> {
  let at: WalkStep["at"] = "copy";
  try {
    const simulation = await simulateContent(content, source, (step) => {
      ({ at } = step);
      process.send?.({ step } satisfies Said);
    });
    const outcome = simulationOutcome(simulation);
    return JSON.stringify(outcome).length > largestOutcome ? { failure: "size" } : { outcome };
  } catch (error) {
    if (error instanceof CommandError) return { outcome: refusedOutcome(error, at) };
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
    return { failure: "chain" };
  }
}

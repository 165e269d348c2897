import { describeFailure, LauncherError } from "../scripts/start/launcher-error.ts";

/** Something about the subgraph that the caller can put right: what happened, and what to do about it. */
export class SubgraphError extends LauncherError {
  constructor(cause: string, remedy: string, options?: ErrorOptions) {
    super(cause, remedy, options);
    this.name = "SubgraphError";
  }
}

/** Runs what a command does: a cause and a remedy for people instead of a stack, and a failing exit code. */
export async function runCommand(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    process.stderr.write(`${describeFailure(error)}\n`);
    process.exitCode = 1;
  }
}

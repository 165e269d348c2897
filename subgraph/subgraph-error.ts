/** Something that the caller can put right: what happened, and what to do about it. */
export class SubgraphError extends Error {
  override readonly name = "SubgraphError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(`${message}\nRemedy: ${remedy}`, options);
    this.remedy = remedy;
  }
}

/** Runs what a command does: a cause and a remedy for people instead of a stack, and a failing exit code. */
export async function runCommand(command: () => void | Promise<void>): Promise<void> {
  try {
    await command();
  } catch (error) {
    if (error instanceof SubgraphError) process.stderr.write(`${error.message}\n`);
    // Errors of the launcher's parts keep their remedy beside the message.
    else if (error instanceof Error && "remedy" in error) process.stderr.write(`${error.message}\nRemedy: ${error.remedy}\n`);
    else throw error;
    process.exitCode = 1;
  }
}

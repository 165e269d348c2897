/** A start that cannot go on: what is wrong, and what the person at the terminal can do about it. */
export class LauncherError extends Error {
  readonly remedy: string;

  constructor(cause: string, remedy: string, options?: ErrorOptions) {
    super(cause, options);
    this.name = "LauncherError";
    this.remedy = remedy;
  }
}

/** The text for the terminal: cause and remedy for what we foresaw, everything for what we did not. */
export function describeFailure(error: unknown): string {
  if (error instanceof LauncherError) return `${error.message}\n  Remedy: ${error.remedy}`;
  if (error instanceof AggregateError)
    return [error.message, ...error.errors.map(describeFailure)].join("\n");
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

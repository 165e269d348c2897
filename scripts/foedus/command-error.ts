/** A failure that the operator can do something about: what is wrong, and the remedy. */
export class CommandError extends Error {
  override name = "CommandError";
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
  }
}

/** Why a package does not hold, or cannot be made. */
export class ResultError extends Error {
  override readonly name = "ResultError";
  readonly remedy: string;

  constructor(message: string, remedy: string, cause?: unknown) {
    super(message, { cause });
    this.remedy = remedy;
  }
}

/** Why a request to the relayer cannot be met: an answer of RFC 9457, with a remedy. */
export class RelayerProblem extends Error {
  override readonly name = "RelayerProblem";
  readonly status: number;
  readonly remedy: string;
  /** Name of the contract's error, where a contract refused. */
  readonly error: string | undefined;

  constructor(status: number, message: string, remedy: string, error?: string) {
    super(message);
    this.status = status;
    this.remedy = remedy;
    this.error = error;
  }

  toJSON() {
    const { status, message: title, remedy: detail, error } = this;
    return {
      type: "about:blank",
      status,
      title,
      detail,
      ...(error === undefined ? {} : { error }),
    };
  }
}

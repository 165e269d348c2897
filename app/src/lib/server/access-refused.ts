import { problem } from "./problem.ts";

/** A request may not do what it asks for; `response` is the answer to it. */
export class AccessRefused extends Error {
  override readonly name = "AccessRefused";
  readonly status: 401 | 403;
  readonly remedy: string;
  readonly #challenge: string;

  /** @param challenge What RFC 6750 calls the error, with its parameters; "" for a request without a token. */
  constructor(status: 401 | 403, message: string, remedy: string, challenge: string) {
    super(message);
    this.status = status;
    this.remedy = remedy;
    this.#challenge = challenge;
  }

  response(): Response {
    return problem(this.status, this.message, this.remedy, {
      "www-authenticate": `Bearer${this.#challenge === "" ? "" : ` ${this.#challenge}`}`,
    });
  }
}

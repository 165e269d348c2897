/** What can go wrong on this side; programs tell the cases apart by it. */
export type ClientErrorCode =
  | "did-invalid"
  | "key-invalid"
  | "key-file"
  | "jwt-malformed"
  | "jwt-algorithm"
  | "jwt-signature"
  | "credential-invalid"
  | "presentation-invalid"
  | "status-list-invalid"
  | "server-refused"
  | "server-silent";

/** A failure that the caller can do something about: what is wrong, and the remedy. It never carries a private key. */
export class ClientError extends Error {
  override readonly name = "ClientError";
  readonly code: ClientErrorCode;
  readonly remedy: string;

  constructor(code: ClientErrorCode, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.remedy = remedy;
  }
}

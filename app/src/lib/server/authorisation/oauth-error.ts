/** Names of RFC 6749, §5.2, and §4.1.2.1 for what is not the client's fault. */
type OAuthErrorName =
  | "invalid_request"
  | "invalid_grant"
  | "invalid_scope"
  | "unsupported_grant_type"
  | "temporarily_unavailable";

/** Why no token is given, as clients of OAuth expect it. */
export class OAuthError extends Error {
  override readonly name: OAuthErrorName;
  readonly remedy: string;

  constructor(name: OAuthErrorName, message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.name = name;
    this.remedy = remedy;
  }

  response(): Response {
    return Response.json(
      { error: this.name, error_description: `${this.message} ${this.remedy}` },
      {
        status: this.name === "temporarily_unavailable" ? 503 : 400,
        headers: { "cache-control": "no-store" },
      },
    );
  }
}

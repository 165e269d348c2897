import type { oauthErrorNames } from "./operations.ts";

type OAuthErrorName = (typeof oauthErrorNames)[number];

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

import type { Scope } from "@foedus/client";

import { AccessRefused } from "./access-refused.ts";
import { type Access, readAccessToken } from "./authorisation/access-token.ts";
import { type TokenAuthority, tokenAuthority } from "./authorisation/authority.ts";

/**
 * Whom the bearer token of a request stands for, if it opens one of the scopes.
 * @throws AccessRefused with the answer for the client: 401 without a token that holds, 403 with one for something else.
 */
export async function requireScope(
  request: Pick<Request, "headers">,
  scopes: readonly Scope[],
  authority: () => Promise<TokenAuthority> = tokenAuthority,
  now: number = Math.floor(Date.now() / 1000),
): Promise<Access> {
  const [, token] =
    /^Bearer +([A-Za-z0-9._-]+)$/i.exec(request.headers.get("authorization") ?? "") ?? [];
  if (token === undefined) {
    throw new AccessRefused(
      401,
      "An access token is required.",
      `Get one for the scope ${scopes.join(" or ")} at /authorisation/v5/token, and send it as "Authorization: Bearer <token>".`,
      "",
    );
  }
  const { key, issuer } = await authority();
  const access = readAccessToken(token, key, issuer, now);
  if (access === undefined) {
    throw new AccessRefused(
      401,
      "The access token does not count: it is not of this server, or it is expired.",
      "Get a new one at /authorisation/v5/token.",
      'error="invalid_token"',
    );
  }
  if (!scopes.includes(access.scope)) {
    throw new AccessRefused(
      403,
      `The access token is for ${access.scope}.`,
      `Get one for the scope ${scopes.join(" or ")} at /authorisation/v5/token.`,
      `error="insufficient_scope", scope="${scopes.map((scope) => `openid ${scope}`).join(" ")}"`,
    );
  }
  return access;
}

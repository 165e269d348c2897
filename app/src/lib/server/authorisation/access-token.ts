import {
  decodeJwt,
  type KeyPair,
  parseScope,
  type Scope,
  signJwt,
  verifyJwtSignature,
} from "@foedus/client";
import { z } from "zod";

/** Seconds for which a token opens what it says. */
export const tokenLifetime = 7_200;
/** Seconds by which clocks may differ. */
const leeway = 5;

/** What a token says, with EBSI's names. */
const claimsSchema = z.object({
  iss: z.string(),
  aud: z.string(),
  sub: z.string(),
  scp: z.string(),
  exp: z.int(),
  iat: z.int(),
});

/** Who may do what. */
export interface Access {
  /** DID of the entity. */
  sub: string;
  scope: Scope;
}

/** A token for an entity; `issuer` is the address of the Authorisation API, which is its audience, too. */
export function issueAccessToken(
  key: KeyPair,
  issuer: string,
  { sub, scope }: Access,
  now: number,
): string {
  return signJwt(key, key.thumbprint, {
    iss: issuer,
    aud: issuer,
    sub,
    scp: `openid ${scope}`,
    iat: now,
    exp: now + tokenLifetime,
    jti: crypto.randomUUID(),
  });
}

/** Tells a client who presented itself; it opens nothing, because its audience is the client. */
export function issueIdToken(
  key: KeyPair,
  issuer: string,
  { sub, nonce }: { sub: string; nonce: string },
  now: number,
): string {
  return signJwt(key, key.thumbprint, {
    iss: issuer,
    aud: sub,
    sub,
    nonce,
    iat: now,
    exp: now + tokenLifetime,
    jti: crypto.randomUUID(),
  });
}

/** What a token of this server opens now; undefined for any other text. */
export function readAccessToken(
  token: string,
  key: KeyPair,
  issuer: string,
  now: number,
): Access | undefined {
  try {
    const jwt = decodeJwt(token);
    if (jwt.header.kid !== key.thumbprint) return undefined;
    verifyJwtSignature(jwt, key.publicJwk);
    const { iss, aud, sub, scp, exp, iat } = claimsSchema.parse(jwt.payload);
    const scope = parseScope(scp);
    const isOurs = iss === issuer && aud === issuer;
    const isCurrent = iat <= now + leeway && now < exp;
    return isOurs && isCurrent && scope ? { sub, scope } : undefined;
  } catch {
    // Whatever is wrong with a token: it opens nothing.
    return undefined;
  }
}

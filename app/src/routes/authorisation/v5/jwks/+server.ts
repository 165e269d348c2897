import { serve } from "#lib/server/api/serve.ts";
import { tokenAuthority } from "#lib/server/authorisation/authority.ts";
import { getKeySet } from "#lib/server/authorisation/operations.ts";

/** The public key of the access tokens. */
export const GET = serve(getKeySet, async () => {
  const { publicJwk, algorithm, thumbprint } = (await tokenAuthority()).key;
  return { body: { keys: [{ ...publicJwk, alg: algorithm, use: "sig", kid: thumbprint }] } };
});

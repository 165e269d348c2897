/** What a token may open: the scopes of EBSI's Authorisation API, beside `openid`. */
export const scopes = [
  "didr_invite",
  "didr_write",
  "tir_invite",
  "tir_write",
  "timestamp_write",
  "tnt_authorise",
  "tnt_create",
  "tnt_write",
  "tpr_write",
  "tsr_write",
] as const;

export type Scope = (typeof scopes)[number];

/** Undefined for what is not `openid` and one scope. */
export function parseScope(text: string): Scope | undefined {
  return scopes.find((scope) => text === `openid ${scope}`);
}

/** What the register says of an account that somebody wants to register. */
export type AccountAnswer =
  | { state: "free"; account: string; nonce: bigint }
  | { state: "registered"; account: string }
  /** The register could not be asked, so nobody knows the nonce. */
  | { state: "unknown"; account: string };

/** Asks this server, which asks the contract. */
export async function fetchAccountStanding(
  account: string,
  request: typeof fetch = fetch,
): Promise<AccountAnswer> {
  try {
    const response = await request(`/accounts/${account}/standing`);
    if (!response.ok) return { state: "unknown", account };
    const { registered, nonce } = (await response.json()) as {
      registered?: unknown;
      nonce?: unknown;
    };
    if (registered === true) return { state: "registered", account };
    return typeof nonce === "string" && /^\d+$/.test(nonce)
      ? { state: "free", account, nonce: BigInt(nonce) }
      : { state: "unknown", account };
  } catch {
    return { state: "unknown", account };
  }
}

type Hex = `0x${string}`;

/** A passkey that was made in this browser: what the page shows of it, and the id by which the browser finds it at once. */
export interface RememberedPasskey {
  /** Verifier and point, as in ERC-7913. */
  signer: Hex;
  credentialId: string;
}

const key = "foedus.passkeys";

export function parsePasskeys(text: string | null): RememberedPasskey[] {
  if (text === null) return [];
  try {
    const value = JSON.parse(text) as unknown;
    if (!Array.isArray(value)) return [];
    return value.flatMap((entry: unknown) => {
      const { signer, credentialId } = (entry ?? {}) as Record<string, unknown>;
      return typeof signer === "string" &&
        /^0x[0-9a-f]{168}$/.test(signer) &&
        typeof credentialId === "string"
        ? [{ signer: signer as Hex, credentialId }]
        : [];
    });
  } catch {
    // Somebody else wrote there; nothing is remembered.
    return [];
  }
}

/** Passkeys that were made in this browser. A passkey that came from elsewhere works too: the browser offers it when asked. */
export function rememberedPasskeys(): RememberedPasskey[] {
  try {
    return parsePasskeys(localStorage.getItem(key));
  } catch {
    return [];
  }
}

export function rememberPasskey(passkey: RememberedPasskey): void {
  try {
    const others = rememberedPasskeys().filter(({ signer }) => signer !== passkey.signer);
    localStorage.setItem(key, JSON.stringify([passkey, ...others]));
  } catch {
    // Storage can be forbidden in a browser; then the browser asks which passkey is meant.
  }
}

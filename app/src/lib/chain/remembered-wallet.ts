import type { Address } from "viem";

/** Which wallet the reader used last in this browser, so that a new page need not ask again. */
export type RememberedWallet =
  { kind: "offered"; id: string } | { kind: "development"; account: Address };

const key = "foedus.wallet";

export function parseRemembered(text: string | null): RememberedWallet | null {
  if (text === null) return null;
  try {
    const value = JSON.parse(text) as Partial<Record<string, unknown>> | null;
    if (value?.["kind"] === "offered" && typeof value["id"] === "string")
      return { kind: "offered", id: value["id"] };
    if (
      value?.["kind"] === "development" &&
      typeof value["account"] === "string" &&
      /^0x[0-9a-fA-F]{40}$/.test(value["account"])
    ) {
      return { kind: "development", account: value["account"] as Address };
    }
  } catch {
    // Somebody else wrote there; nothing is remembered.
  }
  return null;
}

/** Storage can be forbidden in a browser; then each page asks again. */
function storage(): Storage | undefined {
  try {
    return localStorage;
  } catch {
    return undefined;
  }
}

export function remembered(): RememberedWallet | null {
  return parseRemembered(storage()?.getItem(key) ?? null);
}

export function remember(wallet: RememberedWallet | null): void {
  if (wallet) storage()?.setItem(key, JSON.stringify(wallet));
  else storage()?.removeItem(key);
}

import { error } from "@sveltejs/kit";

import { m } from "#lib/messages.ts";

/** The chain id in the address of a page; null where it is none. */
export function readChainId(text: string): number | null {
  const chainId = Number(text);
  return /^[1-9]\d{0,15}$/.test(text) && Number.isSafeInteger(chainId) ? chainId : null;
}

export function noSuchNetwork(): never {
  error(404, m.networks_not_found(), { remedy: m.networks_not_found_hint() });
}

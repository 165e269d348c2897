import {
  apiPaths,
  ChainRegisters,
  ClientError,
  type Verification,
  type VerificationContext,
  verifyCredential,
} from "@foedus/client";
import { z } from "zod";

import { chainReader } from "#lib/chain/chain-reader.ts";
import type { Addresses } from "#lib/endpoints.ts";

// Pages may not make code out of text; without this zod tries to.
z.config({ jitless: true });

export interface Place {
  addresses: Addresses;
  /** Under which clients reach the API of this network. */
  api: string;
  /** Present time of the chain, in seconds since 1970. */
  now: number;
}

/**
 * Verifies a credential in the browser. Only the registers are asked, through this server: which DID, attribute, schema and list, never the
 * credential itself.
 */
export async function verify(text: string, place: Place): Promise<Verification> {
  return judge(text, place, {
    registers: new ChainRegisters(chainReader(), place.addresses),
    fetchText: fetchBehindThisServer,
  });
}

/** What is asked about a credential, and whom. */
export async function judge(
  text: string,
  { api, now }: Pick<Place, "api" | "now">,
  asked: Pick<VerificationContext, "registers" | "fetchText">,
): Promise<Verification> {
  const { trustedIssuersRegistry, trustedSchemasRegistry } = apiPaths(api.replace(/\/$/, ""));
  return verifyCredential(text, {
    ...asked,
    trustedIssuersRegistry,
    trustedSchemasRegistry,
    at: now,
  });
}

/** Whatever name the API has outside, it answers under this page's own address: no other server is asked. */
async function fetchBehindThisServer(address: string): Promise<string> {
  const { pathname } = new URL(address);
  const response = await fetch(new URL(pathname, location.origin), {
    headers: { accept: "*/*" },
    signal: AbortSignal.timeout(20_000),
  });
  if (response.ok) return response.text();
  throw new ClientError(
    "server-refused",
    `The status list cannot be fetched: the server answers with status ${response.status}.`,
    "Try again later, and ask the issuer whether it still publishes the list.",
  );
}

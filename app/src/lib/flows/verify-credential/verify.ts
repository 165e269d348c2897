import {
  apiPaths,
  type Check,
  ChainRegisters,
  ClientError,
  type SignedCredential,
  type VerificationContext,
  verifyCredential,
} from "@foedus/client";
import { z } from "zod";

import { chainReader } from "#lib/chain/chain-reader.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { checkSchema, type SchemaFinding, type SchemaPlace } from "./check-schema.ts";

// Pages may not make code out of text; without this zod tries to.
z.config({ jitless: true });

/** What came of the checks. */
export interface Verdict {
  /** Whether every check of the client passed, and no schema that is registered here is violated. */
  isValid: boolean;
  checks: readonly Check[];
  /** Undefined for what is no credential. */
  credential: SignedCredential | undefined;
  /** What is worst among its schemas; null for what is no credential. */
  schema: SchemaFinding | null;
}

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
export async function verify(text: string, place: Place): Promise<Verdict> {
  const chain = chainReader();
  return judge(text, place, {
    chain,
    registers: new ChainRegisters(chain, place.addresses),
    fetchText: fetchBehindThisServer,
  });
}

/** What is asked about a credential, and whom. */
export interface Asked extends Pick<VerificationContext, "registers" | "fetchText"> {
  chain: SchemaPlace["chain"];
}

export async function judge(
  text: string,
  { addresses, api, now }: Place,
  { chain, registers, fetchText }: Asked,
): Promise<Verdict> {
  const paths = apiPaths(api.replace(/\/$/, ""));
  const { isValid, checks, credential } = await verifyCredential(text, {
    registers,
    trustedIssuersRegistry: paths.trustedIssuersRegistry,
    fetchText,
    at: now,
  });
  if (credential === undefined) return { isValid, checks, credential, schema: null };
  const findings = await Promise.all(
    credential.credential.credentialSchema.map(({ id }) =>
      checkSchema(id, credential.jwt.payload["vc"], {
        chain,
        register: addresses.TrustedSchemasRegistry,
        api: paths.trustedSchemasRegistry,
      }),
    ),
  );
  const schema =
    findings.find(({ found }) => found === "violates") ??
    findings.find(({ found }) => found !== "follows") ??
    findings[0] ??
    null;
  return { isValid: isValid && schema?.found !== "violates", checks, credential, schema };
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

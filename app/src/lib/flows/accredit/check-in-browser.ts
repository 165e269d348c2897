import { ChainRegisters } from "@foedus/client";
import { z } from "zod";

import { chainReader } from "#lib/chain/chain-reader.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { type BodyVerdict, checkBody, type Expected } from "./check-body.ts";

// Pages may not make code out of text; without this zod tries to.
z.config({ jitless: true });

/** Checks a body against the registers, through this server; the body itself stays in the browser. */
export async function checkInBrowser(
  text: string,
  expected: Expected,
  addresses: Addresses,
): Promise<BodyVerdict> {
  return checkBody(text, expected, new ChainRegisters(chainReader(), addresses));
}

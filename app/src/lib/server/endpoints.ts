import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { FOEDUS_ENDPOINTS } from "$app/env/private";

import type { Endpoints } from "#lib/endpoints.ts";

import { EndpointsError, parseEndpoints } from "./parse-endpoints.ts";

/** Milliseconds for which the file is not looked at again: every request asks twice, and each look wakes another thread. */
const sameFor = 1_000;

let read: { path: string; modified: number; endpoints: Endpoints } | undefined;
let lookedAt = -Infinity;

/** Where chain and index are. The file is read again soon after it changed, so that the app outlives a restart of the chain. */
export async function endpoints(): Promise<Endpoints> {
  if (FOEDUS_ENDPOINTS === "") {
    throw new EndpointsError(
      "The app does not know where the chain is.",
      "Start the system with `npm start`, or set FOEDUS_ENDPOINTS to the path of its endpoints.json.",
    );
  }
  const path = resolve(FOEDUS_ENDPOINTS);
  const now = performance.now();
  if (read?.path === path && now - lookedAt < sameFor) return read.endpoints;
  try {
    const modified = (await stat(path)).mtimeMs;
    if (read?.path !== path || read.modified !== modified) {
      read = { path, modified, endpoints: parseEndpoints(await readFile(path, "utf8")) };
    }
    lookedAt = now;
    return read.endpoints;
  } catch (cause) {
    if (cause instanceof EndpointsError) throw cause;
    throw new EndpointsError(
      `The file of endpoints cannot be read: ${path}.`,
      "Start the system with `npm start`, or let FOEDUS_ENDPOINTS name a file that can be read.",
      { cause },
    );
  }
}

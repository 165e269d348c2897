import { readFile, stat } from "node:fs/promises";
import { resolve } from "node:path";

import { FOEDUS_ENDPOINTS } from "$app/env/private";

import type { Endpoints } from "#lib/endpoints.ts";

import { EndpointsError, parseEndpoints } from "./parse-endpoints.ts";

let read: { path: string; modified: number; endpoints: Endpoints } | undefined;

/** Where chain and index are. The file is read again when it changed, so that the app outlives a restart of the chain. */
export async function endpoints(): Promise<Endpoints> {
  if (FOEDUS_ENDPOINTS === "") {
    throw new EndpointsError(
      "The app does not know where the chain is.",
      "Start the system with `npm start`, or set FOEDUS_ENDPOINTS to the path of its endpoints.json.",
    );
  }
  const path = resolve(FOEDUS_ENDPOINTS);
  try {
    const modified = (await stat(path)).mtimeMs;
    if (read?.path !== path || read.modified !== modified) {
      read = { path, modified, endpoints: parseEndpoints(await readFile(path, "utf8")) };
    }
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

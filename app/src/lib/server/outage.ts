import { BaseError, HttpRequestError, TimeoutError } from "viem";

import { IndexError } from "#lib/index/client.ts";

import { EndpointsError } from "./parse-endpoints.ts";

/** A part that a page needs and that does not work now. */
export type Outage = "configuration" | "index" | "chain";

/** Which part an error tells of; null when the fault is the page's own. */
export function outageOf(error: unknown): Outage | null {
  if (error instanceof EndpointsError) return "configuration";
  // An answer of a wrong shape is a fault of the app or of the index, which an operator must see.
  if (error instanceof IndexError) return error.kind === "malformed" ? null : "index";
  if (error instanceof BaseError) {
    const silent = error.walk(
      (cause) => cause instanceof HttpRequestError || cause instanceof TimeoutError,
    );
    return silent === null ? null : "chain";
  }
  return null;
}

import { readsOwnBody } from "./same-origin.ts";

/** Bytes that a form of a page has at most. */
export const largestForm = 64 * 1024;

/**
 * Whether what is written fits. The server lets in what the largest upload needs (BODY_SIZE_LIMIT); paths for programs read no more than their
 * own bounds, and pages no more than a form, whose length the browser tells beforehand.
 */
export function fits({ path, headers }: { path: string; headers: Headers }): boolean {
  if (readsOwnBody(path)) return true;
  // Without a length only what comes tells how much it is.
  if (headers.has("transfer-encoding")) return false;
  return Number(headers.get("content-length") ?? 0) <= largestForm;
}

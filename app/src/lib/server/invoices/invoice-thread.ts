import { isMainThread, parentPort, workerData } from "node:worker_threads";

import { type CheckedInvoice, checkInvoice } from "./check-invoice.ts";
import type { Expectation } from "./expectation.ts";
import { InvoiceUnreadable } from "./invoice-unreadable.ts";

/**
 * The module is the program of a thread, too: bundlers keep `import.meta.url` at the file in which they put it, where they would lose
 * the address of a second one.
 */
export const threadProgram = new URL(import.meta.url);
export const threadPurpose = "foedus-invoices";

export interface CheckRequest {
  bytes: Uint8Array;
  expected: Expectation | undefined;
}

export type CheckAnswer =
  | { outcome: "checked"; invoice: CheckedInvoice }
  | { outcome: "unreadable"; message: string; remedy: string; line: number | null };

export function answerCheck({ bytes, expected }: CheckRequest): CheckAnswer {
  try {
    return { outcome: "checked", invoice: checkInvoice(bytes, expected) };
  } catch (error) {
    if (!(error instanceof InvoiceUnreadable)) throw error;
    const { message, remedy, line } = error;
    return { outcome: "unreadable", message, remedy, line };
  }
}

if (!isMainThread && workerData === threadPurpose) {
  parentPort?.on("message", (request: CheckRequest) => {
    parentPort?.postMessage(answerCheck(request));
  });
}

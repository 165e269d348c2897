import { readFileSync } from "node:fs";

/** Invoices over 1,210.00 euro for the order PO-2026-31 that break no rule. Only tests use them. */
function read(name: string): string {
  return readFileSync(new URL(name, import.meta.url), "utf8");
}

export const examples = {
  ubl: read("invoice-ubl.xml"),
  creditNote: read("credit-note-ubl.xml"),
  cii: read("invoice-cii.xml"),
};

export const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A text with one part replaced, which it must have. */
export function changed(text: string, part: string | RegExp, by: string): string {
  const result = text.replace(part, by);
  if (result === text) throw new Error(`The example has no ${String(part)}.`);
  return result;
}

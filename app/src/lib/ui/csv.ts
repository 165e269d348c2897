/** Tables for spreadsheets, as RFC 4180 has them. */

export type CsvValue = string | number | bigint | null;

export function writeCsv(
  columns: readonly string[],
  rows: readonly (readonly CsvValue[])[],
): string {
  return [columns, ...rows].map(csvLine).join("");
}

export function csvLine(values: readonly CsvValue[]): string {
  return `${values.map(cell).join(",")}\r\n`;
}

/** A time in a table for spreadsheets: ISO 8601. @param seconds Since 1970. */
export function csvTime(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

/** A text on the chain is anybody's: it must neither break a line nor begin a formula. */
function cell(value: CsvValue): string {
  const text = value === null ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

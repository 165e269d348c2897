/** First second of a day and last second of a day, as the reader's own zone has them. */
export function dayBounds(
  first: string,
  last: string,
): { notBefore: number; notAfter: number } | null {
  const start = new Date(`${first}T00:00:00`).getTime() / 1000;
  const end = new Date(`${last}T23:59:59`).getTime() / 1000;
  return Number.isFinite(start) && Number.isFinite(end)
    ? { notBefore: start, notAfter: end }
    : null;
}

/** The day of a second, as fields of dates write it. */
export function dayOf(seconds: number): string {
  const date = new Date(seconds * 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

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

/** First second of a day of UTC that is written as fields of dates do; null when there is no such day. */
export function countedDay(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return null;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) || new Date(time).toISOString().slice(0, 10) !== text
    ? null
    : time / 1000;
}

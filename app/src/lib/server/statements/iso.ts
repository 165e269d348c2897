/** Seconds since 1970 as ISO 8601 writes them, in UTC. */
export function iso(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(".000Z", "Z");
}

export const isoOrNull = (seconds: number | null): string | null =>
  seconds === null ? null : iso(seconds);

/** Seconds for which a report counts: enforcers repeat it every ten minutes. */
export const freshFor = 15 * 60;

/** What the organisation of a node says about its obedience. Somebody who does not report is not believed to obey. */
export type ObedienceWord = "obeys" | "drifts" | "stale" | "never";

export interface ObedienceFacts {
  /** Seconds since 1970; null when nothing was ever reported. */
  obedienceReportedAt: number | null;
  driftCount: number | null;
}

/** Judges the latest report at a time: 15 minutes after a report nobody knows any more. */
export function obedienceAt(
  { obedienceReportedAt, driftCount }: ObedienceFacts,
  now: number,
): ObedienceWord {
  if (obedienceReportedAt === null || driftCount === null) return "never";
  if (now - obedienceReportedAt > freshFor) return "stale";
  return driftCount === 0 ? "obeys" : "drifts";
}

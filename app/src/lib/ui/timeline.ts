/** One step of something that happens in order. */
export interface TimelineStep {
  key: string;
  title: string;
  /** `current` is where it stands, `ahead` has not come, `failed` ended it, `skipped` will not come any more. */
  state: "done" | "current" | "ahead" | "failed" | "skipped";
  /** Seconds since 1970, when known. */
  seconds?: number | undefined;
}

import { judging, type Possibility, type Viewer } from "#lib/features/payments/what-can-be-done.ts";
import type { PaymentStream } from "#lib/index/payments.ts";

export type StreamAction = "withdraw" | "top-up" | "pause" | "resume" | "end";

/** What can be done with a stream, now or later, and by whom: as its contract judges it. */
export function whatCanBeDone(
  { status, payer, payee, until }: Pick<PaymentStream, "status" | "payer" | "payee" | "until">,
  viewer: Viewer,
  now: number,
): Possibility<StreamAction>[] {
  if (status === "ended") return [];
  const possible = judging(viewer, now);
  // From `until` on nothing accrues any more.
  const last = until - 1;
  const isOver = now > last;
  return [
    possible("withdraw", null),
    ...(isOver
      ? []
      : [
          possible("top-up", null, { until: last }),
          possible(status === "running" ? "pause" : "resume", [payer], { until: last }),
        ]),
    // Who is no party waits for the end.
    ...(isOver
      ? [possible("end", null)]
      : [possible("end", [payer, payee]), possible("end", null, { after: last })]),
  ];
}

import type { PaymentStream } from "#lib/index/payments.ts";

type Counted = Pick<
  PaymentStream,
  | "status"
  | "counted"
  | "countedAt"
  | "reading"
  | "meter"
  | "until"
  | "amountPerPeriod"
  | "period"
  | "cap"
  | "deposited"
  | "paid"
>;

/** Units that have accrued at a time and were not paid yet, fee included: what the contract answers as `accrued`. */
export function accrued(stream: Counted, now: number, reading: bigint | null): bigint {
  if (stream.status === "ended") return 0n;
  return (
    least(earned(stream, countedSeconds(stream, now, reading)), stream.deposited) - stream.paid
  );
}

/**
 * Seconds that have counted at a time.
 *
 * @param reading What the meter says then; null with the clock, and where the meter gives no answer: then nothing is counted.
 */
export function countedSeconds(stream: Counted, now: number, reading: bigint | null): number {
  if (stream.status !== "running") return stream.counted;
  const upTo = Math.min(now, stream.until);
  if (upTo <= stream.countedAt) return stream.counted;
  const elapsed = upTo - stream.countedAt;
  if (stream.meter === null) return stream.counted + elapsed;
  if (reading === null || reading < stream.reading) return stream.counted;
  // As if the subject had been at work in every second since `until`.
  const active = Math.max(0, Number(reading - stream.reading) - (now - upTo));
  return stream.counted + Math.min(elapsed, active);
}

/** What so many seconds give, whether it was put in or not. */
function earned({ amountPerPeriod, period, cap }: Counted, seconds: number): bigint {
  return least((BigInt(seconds) * amountPerPeriod) / BigInt(period), cap);
}

/** From which second on nothing accrues any more unless more is put in: `until` at the latest. Only with the clock, while it runs. */
export function accruesUntil(stream: Counted): number | null {
  const { amountPerPeriod, period, cap, deposited, counted, countedAt, until } = stream;
  if (stream.status !== "running" || stream.meter !== null) return null;
  const most = least(cap, deposited);
  const seconds = (most * BigInt(period) + amountPerPeriod - 1n) / amountPerPeriod;
  const left = seconds - BigInt(counted);
  return left > BigInt(until) ? until : Math.min(until, countedAt + Math.max(0, Number(left)));
}

/**
 * Where a stream stands. `ahead`: its first second has not come. `dry`: all that was put in has accrued. `over`: nothing accrues any more,
 * and anybody can end it.
 */
export type StreamState = "ahead" | "running" | "dry" | "paused" | "over" | "ended";

export function streamState(
  stream: Counted & Pick<PaymentStream, "from">,
  now: number,
  reading: bigint | null,
): StreamState {
  if (stream.status === "ended") return "ended";
  if (now >= stream.until) return "over";
  if (stream.status === "paused") return "paused";
  if (now < stream.from) return "ahead";
  return accrued(stream, now, reading) + stream.paid >= stream.deposited ? "dry" : "running";
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

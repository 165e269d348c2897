import { isSame } from "#lib/chain/bodies.ts";
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

/** How long the block may take that carries out what somebody says yes to, in seconds. */
export const blockPatience = 600;

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

/**
 * Units that can be put into a stream by whoever says yes now, whichever block carries it out.
 *
 * @param accruable What the contract answers now. While a stream is paused, each second takes some of it away.
 */
export function mostToPutIn(
  { status, amountPerPeriod, period }: Pick<Counted, "status" | "amountPerPeriod" | "period">,
  accruable: bigint,
): bigint {
  if (status !== "paused") return accruable;
  const lost = (BigInt(blockPatience) * amountPerPeriod) / BigInt(period) + 1n;
  return accruable > lost ? accruable - lost : 0n;
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

/** The node whose active seconds count for a stream; null with the clock, and with another meter than the register of nodes. */
export function nodeThatCounts(
  { meter, node }: Pick<PaymentStream, "meter" | "node">,
  nodeRegistry: string,
): PaymentStream["node"] {
  return meter !== null && isSame(meter, nodeRegistry) ? node : null;
}

/** Why a node counts no second now: it is not active, or `retired` and never will be again. Null while it counts. */
export function restOf(node: PaymentStream["node"]): "inactive" | "retired" | null {
  if (node === null || node.activeSince !== null) return null;
  return node.status === "retired" ? "retired" : "inactive";
}

/**
 * Where a stream stands. `ahead`: its first second has not come. `dry`: all that was put in has accrued. `resting`: the node that counts
 * for it is not active. `over`: nothing accrues any more, and anybody can end it.
 */
export type StreamState = "ahead" | "running" | "dry" | "resting" | "paused" | "over" | "ended";

/** @param stream Its `node` is the one that counts, if any. */
export function streamState(
  stream: Counted & Pick<PaymentStream, "from" | "node">,
  now: number,
  reading: bigint | null,
): StreamState {
  if (stream.status === "ended") return "ended";
  if (now >= stream.until) return "over";
  if (stream.status === "paused") return "paused";
  if (now < stream.from) return "ahead";
  if (accrued(stream, now, reading) + stream.paid >= stream.deposited) return "dry";
  return restOf(stream.node) === null ? "running" : "resting";
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

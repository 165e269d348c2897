import type {
  Obligation,
  ObligationLevel,
  OpenPayment,
  PaymentVolume,
} from "#lib/index/payments.ts";

type Hex = `0x${string}`;

const day = 86_400;
/** Days that pictures of days show, the present one included. */
export const volumeDays = 28;

export interface DayOfVolume {
  /** First second. */
  day: number;
  authorised: bigint;
  captured: bigint;
  /** Given back, captured before or not. */
  back: bigint;
  fees: bigint;
}

/** First second of the days that are shown. */
export function volumesFrom(now: number): number {
  return (Math.floor(now / day) - volumeDays + 1) * day;
}

/** What moved on each of the last days, by token; every day has an entry. */
export function volumesByDay(
  volumes: readonly PaymentVolume[],
  now: number,
): { token: Hex; days: DayOfVolume[] }[] {
  const from = volumesFrom(now);
  const byToken = new Map<Hex, DayOfVolume[]>();
  for (const { timestamp, token, authorised, captured, returned, refunded, fees } of volumes) {
    const place = Math.floor((timestamp / 1_000_000 - from) / day);
    const days = byToken.get(token) ?? daysFrom(from, noVolume);
    byToken.set(token, days);
    const entry = days[place];
    if (!entry) continue;
    entry.authorised += authorised;
    entry.captured += captured;
    entry.back += returned + refunded;
    entry.fees += fees;
  }
  return [...byToken].map(([token, days]) => ({ token, days }));
}

const noVolume = () => ({ authorised: 0n, captured: 0n, back: 0n, fees: 0n });

function daysFrom<Amounts extends object>(from: number, amounts: () => Amounts) {
  return Array.from({ length: volumeDays }, (_, place) => ({
    day: from + place * day,
    ...amounts(),
  }));
}

export interface DayOfObligations {
  /** First second. */
  day: number;
  /** At the end of the day, or now. */
  held: bigint;
  claimable: bigint;
}

/**
 * What all contracts owed at the end of each of the last days, by token; tokens in which nothing was owed are left out. A day without a
 * change has the level of the one before; a contract that never changed in these days owes now what it owed then.
 * @param levels Of these days.
 * @param before Of contracts that changed in these days, the last level before them; none where there was none.
 */
export function obligationsByDay(
  obligations: readonly Obligation[],
  levels: readonly ObligationLevel[],
  before: readonly ObligationLevel[],
  now: number,
): { token: Hex; days: DayOfObligations[] }[] {
  const from = volumesFrom(now);
  const byToken = new Map<Hex, DayOfObligations[]>();
  for (const { id, token, held, claimable } of obligations) {
    const own = levels.filter(({ custody }) => custody === id);
    const onDay = new Map(own.map((level) => [dayOf(level), level]));
    const earlier = before.find(({ custody }) => custody === id);
    let level = own.length === 0 ? { held, claimable } : (earlier ?? { held: 0n, claimable: 0n });
    const days = byToken.get(token) ?? daysFrom(from, () => ({ held: 0n, claimable: 0n }));
    byToken.set(token, days);
    for (const entry of days) {
      level = onDay.get(entry.day) ?? level;
      entry.held += level.held;
      entry.claimable += level.claimable;
    }
  }
  return [...byToken]
    .map(([token, days]) => ({ token, days }))
    .filter(({ days }) => days.some(({ held, claimable }) => held + claimable > 0n));
}

/** First second of the day of an interval, which begins at so many microseconds. */
const dayOf = ({ timestamp }: { timestamp: number }) =>
  Math.floor(timestamp / 1_000_000 / day) * day;

/** How long what is held is overdue: not at all, or at most so many days. */
export const ages = ["disputed", "due", "month", "quarter", "half", "older"] as const;
export type Age = (typeof ages)[number];
const mostDays: Partial<Record<Age, number>> = { month: 30, quarter: 90, half: 180 };

export interface AgeGroup {
  age: Age;
  count: number;
  held: bigint;
}

/** What payments hold by how long it is overdue; what is disputed waits for its arbiter, however old it is. By token. */
export function ageing(
  payments: readonly OpenPayment[],
  now: number,
): { token: Hex; groups: AgeGroup[] }[] {
  const tokens = [...new Set(payments.map(({ token }) => token))];
  return tokens.map((token) => ({
    token,
    groups: ages.map((age): AgeGroup => {
      const own = payments.filter((one) => one.token === token && ageOf(one, now) === age);
      return { age, count: own.length, held: own.reduce((sum, { held }) => sum + held, 0n) };
    }),
  }));
}

function ageOf({ phase, captureBy }: OpenPayment, now: number): Age {
  if (phase === "disputed") return "disputed";
  if (now <= captureBy) return "due";
  const overdue = (now - captureBy) / day;
  return (
    (["month", "quarter", "half"] as const).find((age) => overdue <= (mostDays[age] ?? 0)) ??
    "older"
  );
}

/** What contracts owe, by token, those without obligations left out. */
export function owedByToken(
  obligations: readonly Obligation[],
): { token: Hex; owed: Obligation[] }[] {
  const open = obligations.filter(({ obligations: sum }) => sum > 0n);
  return [...new Set(open.map(({ token }) => token))].map((token) => ({
    token,
    owed: open.filter((one) => one.token === token),
  }));
}

/** Length of a bar for an amount, of `length` for the largest one; what is not nothing is seen. */
export function barLength(amount: bigint, largest: bigint, length: number): number {
  if (amount <= 0n || largest <= 0n) return 0;
  return Math.max(1, Number((amount * 10_000n) / largest) * (length / 10_000));
}

/** What part of the largest amount this is, from 0 to 1. */
export function shareOf(amount: bigint, largest: bigint): number {
  return largest <= 0n ? 0 : Number((amount * 10_000n) / largest) / 10_000;
}

/** All that payments hold, by token. */
export function heldByToken(
  ages: readonly { token: Hex; groups: readonly AgeGroup[] }[],
): { token: Hex; held: bigint }[] {
  return ages.map(({ token, groups }) => ({
    token,
    held: groups.reduce((sum, { held }) => sum + held, 0n),
  }));
}

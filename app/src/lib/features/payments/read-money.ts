import type { Index } from "#lib/index/client.ts";
import {
  type Obligation,
  type ObligationLevel,
  obligationLevelsQuery,
  obligationsQuery,
  type OpenPayment,
  openPaymentsQuery,
  type PaymentVolume,
  volumesQuery,
} from "#lib/index/payments.ts";

import { volumesFrom } from "./money-charts.ts";

/** The index answers no more at once. */
const most = 1000;
/** Beyond this many payments the ageing is that of the oldest. */
export const mostOpen = 5 * most;

/** What moved lately, what is owed, and what is held by how old it is. */
export async function readMoney(
  index: Index,
  now: number,
): Promise<{
  volumes: PaymentVolume[];
  obligations: Obligation[];
  /** Of the same days as the volumes. */
  levels: ObligationLevel[];
  /** The last level before these days of whoever has one in them. */
  before: ObligationLevel[];
  open: OpenPayment[];
}> {
  const where = { timestamp_gte: String(volumesFrom(now) * 1_000_000) };
  const levelsOf = async (filter: object, first: number, skip = 0) => {
    const asked = { interval: "day", first, skip, where: filter };
    return (await index.ask(obligationLevelsQuery, asked)).obligationLevels;
  };
  const [volumes, { custodies: obligations }, levels, open] = await Promise.all([
    all(async (skip) => {
      const asked = { interval: "day", first: most, skip, where };
      return (await index.ask(volumesQuery, asked)).paymentVolumes;
    }),
    index.ask(obligationsQuery, {}),
    all((skip) => levelsOf(where, most, skip)),
    all(async (skip) => (await index.ask(openPaymentsQuery, { first: most, skip })).payments),
  ]);
  const changed = [...new Set(levels.map(({ custody }) => custody))];
  const before = await Promise.all(
    changed.map((custody) => levelsOf({ custody, timestamp_lt: where.timestamp_gte }, 1)),
  );
  return { volumes, obligations, levels, before: before.flat(), open };
}

/** Page by page, until one is not full or enough was read. */
async function all<T>(ask: (skip: number) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  while (found.length < mostOpen) {
    const page = await ask(found.length);
    found.push(...page);
    if (page.length < most) break;
  }
  return found;
}

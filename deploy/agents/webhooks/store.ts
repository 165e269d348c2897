import type { ClientBase } from "pg";

import { inTransaction } from "../database.ts";
import type { Place } from "./event-source.ts";
import type { PaymentsEvent } from "./payload.ts";
import type { DeliverySettings } from "./settings.ts";

/** Attempts that the log of a delivery holds: the newest. */
const loggedAttempts = 30;

/** What is to be sent next to an endpoint. */
export interface Due {
  sequence: string;
  endpoint: string;
  event: string;
  body: string;
  url: string;
  /** Of the present secret, and of the former one while it counts. */
  salts: string[];
  attempts: number;
  firstTriedAt: number | null;
  failingSince: number | null;
  everAccepted: boolean;
  /** It answered late or not at all the last time. */
  isSlow: boolean;
}

/** What became of an attempt. */
export interface Settled {
  state: "waiting" | "accepted" | "given-up";
  reason: string | null;
  nextAt: number;
  /** Why the endpoint is paused with it. */
  pause: string | null;
  attempt: { at: number; milliseconds: number; accepted: boolean; said: string };
}

/** How all endpoints and their deliveries stand. */
export interface Standing {
  /** Deliveries that wait at endpoints that are not paused. */
  waiting: number;
  /** Endpoints that are not paused and whose last attempt failed. */
  failing: number;
  /** Endpoints that are paused, by the service or by their owners. */
  paused: number;
  /** When one of them accepted something last; null while none has. Milliseconds since 1970. */
  acceptedAt: number | null;
}

/** What the service that records and delivers keeps, through the one connection that may. Times are milliseconds since 1970. */
export class Store {
  readonly #db: ClientBase;
  readonly #settings: DeliverySettings;
  /** Whose turn it is: what is asked between `begin` and `commit` of somebody else would be part of that. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(db: ClientBase, settings: DeliverySettings) {
    this.#db = db;
    this.#settings = settings;
  }

  /** Up to where everything is recorded; nothing before the first time. */
  async place(): Promise<(Place & { readTo: bigint }) | undefined> {
    const { rows } = await this.#alone(() =>
      this.#db.query<{ block: string | null; hash: string; to: string }>(
        'select block, block_hash as hash, read_to as "to" from service',
      ),
    );
    const [row] = rows;
    if (!row || row.block === null) return undefined;
    return { block: Number(row.block), hash: row.hash, readTo: BigInt(row.to) };
  }

  /** Records what happened, and for whom, together with how far was read: all of it or nothing. */
  async record(
    events: readonly PaymentsEvent[],
    place: Place,
    readTo: bigint,
    now: number,
  ): Promise<number> {
    return this.#together(async () => {
      let count = 0;
      for (const event of events) count += await this.#recordOne(event, now);
      await this.#db.query("update service set block = $1, block_hash = $2, read_to = $3", [
        place.block,
        place.hash,
        readTo.toString(),
      ]);
      return count;
    });
  }

  async #recordOne({ id, ordinal, type, about, parties, body }: PaymentsEvent, now: number) {
    const { rows } = await this.#db.query<{ id: string }>(
      `select id from endpoint where about = $1 or (about = 'account' and owner = any($2)) order by id for share`,
      [about ?? "", parties],
    );
    if (rows.length === 0) return 0;
    await this.#db.query(
      `insert into event (id, ordinal, type, body, recorded_at) values ($1, $2, $3, $4, $5)
       on conflict (id) do nothing`,
      [id, ordinal.toString(), type, body, now],
    );
    const endpoints = rows.map((row) => row.id);
    const { rowCount } = await this.#db.query(
      `insert into delivery (endpoint, event, state, next_at, recorded_at)
       select unnest($1::text[]), $2, 'waiting', $3, $3 on conflict (endpoint, event) do nothing`,
      [endpoints, id, now],
    );
    await this.#db.query(
      `update delivery set state = 'given-up', reason = 'too many wait', settled_at = $3
       where sequence in (
         select surplus.sequence from unnest($1::text[]) as one cross join lateral (
           select sequence from delivery where endpoint = one and state = 'waiting'
           order by sequence desc offset $2) surplus)`,
      [endpoints, this.#settings.mostWaiting, now],
    );
    return rowCount ?? 0;
  }

  /** The next delivery of each endpoint that has one and whose time has come, without those that are on their way; the slow ones last. */
  async due(now: number, underway: readonly string[], most: number): Promise<Due[]> {
    const { rows } = await this.#alone(() =>
      this.#db.query<{
        sequence: string;
        endpoint: string;
        event: string;
        body: string;
        url: string;
        salt: string;
        former_salt: string | null;
        former_until: string | null;
        attempts: number;
        first_tried_at: string | null;
        failing_since: string | null;
        accepted_at: string | null;
        last_milliseconds: number | null;
      }>(
        `select next.sequence, next.endpoint, next.event, event.body, endpoint.url, endpoint.salt, endpoint.former_salt,
              endpoint.former_until, next.attempts, next.first_tried_at, endpoint.failing_since, endpoint.accepted_at,
              endpoint.last_milliseconds
       from endpoint cross join lateral (
         select * from delivery where delivery.endpoint = endpoint.id and state = 'waiting' order by sequence limit 1) next
       join event on event.id = next.event
       where endpoint.status = 'active' and next.next_at <= $1 and endpoint.id <> all($2)
       order by (endpoint.failing_since is not null or coalesce(endpoint.last_milliseconds, 0) > 2000), next.next_at limit $3`,
        [now, underway, most],
      ),
    );
    return rows.map((row) => ({
      sequence: row.sequence,
      endpoint: row.endpoint,
      event: row.event,
      body: row.body,
      url: row.url,
      salts: [
        row.salt,
        ...(row.former_salt !== null && Number(row.former_until) > now ? [row.former_salt] : []),
      ],
      attempts: row.attempts,
      firstTriedAt: numberOrNull(row.first_tried_at),
      failingSince: numberOrNull(row.failing_since),
      everAccepted: row.accepted_at !== null,
      isSlow: row.failing_since !== null || (row.last_milliseconds ?? 0) > 2_000,
    }));
  }

  /** Keeps what became of an attempt, of the delivery and of its endpoint together. */
  async settle(due: Due, { state, reason, nextAt, pause, attempt }: Settled): Promise<void> {
    const { at, milliseconds, accepted, said } = attempt;
    await this.#together(async () => {
      // Endpoint first, as everybody who changes both does; whoever has deleted it meanwhile has deleted all of it.
      await this.#db.query(
        `update endpoint set last_said = $2, last_milliseconds = $3,
           accepted_at = case when $4 then $5 else accepted_at end,
           failing_since = case when $4 then null else coalesce(failing_since, $5) end,
           status = case when $6::text is null then status else 'paused' end,
           pause_reason = case when $6::text is null then pause_reason else $6 end,
           paused_at = case when $6::text is null then paused_at else $5 end
         where id = $1`,
        [due.endpoint, said, milliseconds, accepted, at, pause],
      );
      const { rowCount } = await this.#db.query(
        `update delivery set state = $2, reason = $3, attempts = attempts + 1, first_tried_at = coalesce(first_tried_at, $4),
           next_at = $5, settled_at = case when $2 = 'waiting' then null else $4 end
         where sequence = $1 and state = 'waiting'`,
        [due.sequence, state, reason, at, nextAt],
      );
      if (rowCount !== 1) return;
      await this.#db.query(
        `insert into attempt (delivery, number, at, milliseconds, accepted, said)
         select $1, coalesce(max(number), 0) + 1, $2, $3, $4, $5 from attempt where delivery = $1`,
        [due.sequence, at, milliseconds, accepted, said],
      );
      await this.#db.query(
        `delete from attempt where delivery = $1
           and number <= (select max(number) from attempt where delivery = $1) - $2`,
        [due.sequence, loggedAttempts],
      );
    });
  }

  /** How all of them stand. */
  async standing(): Promise<Standing> {
    const { rows } = await this.#alone(() =>
      this.#db.query<Record<keyof Standing, string | null>>(
        `select count(*) filter (where status = 'active' and failing_since is not null) as failing,
           count(*) filter (where status = 'paused') as paused, max(accepted_at) as "acceptedAt",
           (select count(*) from delivery join endpoint on endpoint.id = delivery.endpoint
            where state = 'waiting' and endpoint.status = 'active') as waiting
         from endpoint`,
      ),
    );
    const [row] = rows;
    return {
      waiting: Number(row?.waiting ?? 0),
      failing: Number(row?.failing ?? 0),
      paused: Number(row?.paused ?? 0),
      acceptedAt: numberOrNull(row?.acceptedAt ?? null),
    };
  }

  /** Forgets what is older than it is kept. */
  async forget(now: number): Promise<void> {
    const { keptSeconds, pausedSeconds, provingSeconds } = this.#settings;
    const before = (seconds: number) => now - seconds * 1_000;
    await this.#together(async () => {
      await this.#db.query("delete from used_statement where deadline < $1", [
        Math.floor(now / 1_000) - 3_600,
      ]);
      await this.#db.query(
        `delete from endpoint where status = 'paused'
         and paused_at < case when accepted_at is null then $2::bigint else $1::bigint end`,
        [before(pausedSeconds), before(provingSeconds)],
      );
      await this.#db.query(
        "update delivery set state = 'given-up', reason = 'too old', settled_at = $2 where state = 'waiting' and recorded_at < $1",
        [before(keptSeconds), now],
      );
      // A delivery that was given up for its age is seen once more before it goes.
      await this.#db.query(
        "delete from delivery where state <> 'waiting' and settled_at < $1 and recorded_at < $1",
        [before(keptSeconds)],
      );
      await this.#db.query(
        "delete from event where recorded_at < $1 and not exists (select from delivery where event = event.id)",
        [before(keptSeconds)],
      );
    });
  }

  #together<T>(work: () => Promise<T>): Promise<T> {
    return this.#alone(() => inTransaction(this.#db, work));
  }

  async #alone<T>(work: () => Promise<T>): Promise<T> {
    const before = this.#turn;
    const mine = before.then(work, work);
    this.#turn = mine.catch(() => undefined);
    return mine;
  }
}

const numberOrNull = (text: string | null): number | null => (text === null ? null : Number(text));

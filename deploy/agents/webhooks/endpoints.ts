import { randomBytes } from "node:crypto";

import type { Address } from "viem";
import pg from "pg";

import { inTransaction } from "../database.ts";
import { RequestProblem } from "../request.ts";
import type { Asking } from "./access.ts";
import { connectionOptions } from "./database.ts";
import { AddressRefused, type AddressRules, endpointUrl, hostOf } from "./public-address.ts";
import type { DeliverySettings } from "./settings.ts";
import { Secrets } from "./signature.ts";

/** Deliveries that are told of at once. */
export const deliveriesPage = 50;

/** An endpoint as its owner sees it. Times are seconds since 1970. */
export interface EndpointView {
  id: string;
  url: string;
  about: string;
  status: "active" | "paused";
  /** Why it is paused. */
  reason: string | null;
  pausedAt: number | null;
  createdAt: number;
  /** When it accepted something last. */
  acceptedAt: number | null;
  /** Since when every attempt has failed. */
  failingSince: number | null;
  /** What came of the last attempt. */
  lastAttempt: string | null;
  /** Deliveries that wait. */
  waiting: number;
  /** Until when the former secret signs, too. */
  formerSecretUntil: number | null;
}

/** A delivery as its owner sees it. Times are seconds since 1970. */
export interface DeliveryView {
  /** Id of the event: the header `webhook-id`. */
  event: string;
  type: string;
  state: "waiting" | "accepted" | "given-up";
  reason: string | null;
  attempts: number;
  recordedAt: number;
  /** When it is tried next, at the earliest; null once it is settled. */
  nextAt: number | null;
  settledAt: number | null;
  /** The newest attempts, oldest first. */
  log: { at: number; milliseconds: number; accepted: boolean; said: string }[];
}

export interface EndpointsOptions {
  /** Connection URL of the database, whose schema is up to date. */
  database: string;
  secrets: Secrets;
  settings: DeliverySettings;
  rules: AddressRules;
  isKnown: (account: Address) => Promise<boolean>;
  /** Told when something is due that was not. */
  onDue?: () => void;
  /** Milliseconds since 1970. */
  now?: () => number;
}

/** What owners do with their endpoints. Every function that changes something takes a statement once. */
export class Endpoints {
  readonly #options: EndpointsOptions;
  readonly #pool: pg.Pool;

  constructor(options: EndpointsOptions) {
    this.#options = options;
    this.#pool = new pg.Pool({ ...connectionOptions(options.database), max: 5 });
    // A connection that breaks while nobody uses it is replaced by the next question.
    this.#pool.on("error", () => undefined);
  }

  /**
   * Makes an endpoint; the first delivery tells it so.
   * @returns Also its secret, which is told this once.
   * @throws {RequestProblem}
   */
  async register(
    asking: Asking,
    { url, about }: { url: string; about: string },
  ): Promise<EndpointView & { secret: string }> {
    const { rules, secrets, settings, isKnown, onDue } = this.#options;
    const target = urlOf(url, rules);
    if (!(await isKnown(asking.account))) {
      throw new RequestProblem(
        403,
        "No payment names this account, and it may not send transactions.",
        "Sign with an account of a registered organisation, or with one that a payment, stream or subscription names.",
      );
    }
    const host = hostOf(target);
    const now = this.#now();
    const id = `ep_${randomBytes(16).toString("hex")}`;
    const salt = Secrets.salt();
    await this.#change(asking, async (client) => {
      // One after the other, so that bounds hold.
      await client.query("select from service for update");
      await this.#requireRoom(client, asking.account, host, settings);
      const { rowCount } = await client.query(
        `insert into endpoint (id, owner, url, host, about, status, salt, created_at)
         values ($1, $2, $3, $4, $5, 'active', $6, $7) on conflict (owner, url, about) do nothing`,
        [id, asking.account, url, host, about, salt, now],
      );
      if (rowCount !== 1) {
        throw new RequestProblem(
          409,
          "This account has such an endpoint already.",
          "Use it; if its secret is lost, ask for another one.",
        );
      }
      const body = JSON.stringify({
        type: "EndpointRegistered",
        timestamp: new Date(now).toISOString(),
        data: { endpoint: id, about },
      });
      await client.query(
        "insert into event (id, ordinal, type, body, recorded_at) values ($1, 0, 'EndpointRegistered', $2, $3)",
        [id, body, now],
      );
      await client.query(
        "insert into delivery (endpoint, event, state, next_at, recorded_at) values ($1, $1, 'waiting', $2, $2)",
        [id, now],
      );
    });
    onDue?.();
    return { ...(await this.read(asking, id)), secret: secrets.secret(id, salt) };
  }

  async list({ account }: Asking): Promise<EndpointView[]> {
    return this.#views("owner = $1", [account]);
  }

  async read({ account }: Asking, id: string): Promise<EndpointView> {
    const [view] = await this.#views("owner = $1 and id = $2", [account, id]);
    if (view === undefined) throw unknownEndpoint();
    return view;
  }

  /** Makes another secret; both sign for a while. */
  async rotate(asking: Asking, id: string): Promise<EndpointView & { secret: string }> {
    const { secrets, settings } = this.#options;
    const salt = Secrets.salt();
    const until = this.#now() + settings.rotationSeconds * 1_000;
    await this.#change(asking, (client) =>
      this.#changeOne(
        client,
        "update endpoint set former_salt = salt, former_until = $3, salt = $4 where owner = $1 and id = $2",
        [asking.account, id, until, salt],
      ),
    );
    return { ...(await this.read(asking, id)), secret: secrets.secret(id, salt) };
  }

  /** Nothing is sent; what happens meanwhile waits. */
  async pause(asking: Asking, id: string): Promise<EndpointView> {
    await this.#change(asking, (client) =>
      this.#changeOne(
        client,
        `update endpoint set status = 'paused', pause_reason = 'Its owner has paused it.', paused_at = $3
         where owner = $1 and id = $2`,
        [asking.account, id, this.#now()],
      ),
    );
    return this.read(asking, id);
  }

  /** Goes on at the delivery where it stopped, which has all its time again. */
  async resume(asking: Asking, id: string): Promise<EndpointView> {
    await this.#change(asking, async (client) => {
      await this.#changeOne(
        client,
        `update endpoint set status = 'active', pause_reason = null, paused_at = null, failing_since = null
         where owner = $1 and id = $2`,
        [asking.account, id],
      );
      await client.query(
        "update delivery set next_at = $2, first_tried_at = null, attempts = 0 where endpoint = $1 and state = 'waiting'",
        [id, this.#now()],
      );
    });
    this.#options.onDue?.();
    return this.read(asking, id);
  }

  /** It and all its deliveries are forgotten. */
  async remove(asking: Asking, id: string): Promise<void> {
    await this.#change(asking, (client) =>
      this.#changeOne(client, "delete from endpoint where owner = $1 and id = $2", [
        asking.account,
        id,
      ]),
    );
  }

  /**
   * Its deliveries, the newest first.
   * @param before Where the page before ended.
   */
  async deliveries(
    asking: Asking,
    id: string,
    before?: string,
  ): Promise<{ deliveries: DeliveryView[]; next: string | null }> {
    await this.read(asking, id);
    const { rows } = await this.#pool.query<{
      sequence: string;
      event: string;
      type: string;
      state: DeliveryView["state"];
      reason: string | null;
      attempts: number;
      recorded_at: string;
      next_at: string;
      settled_at: string | null;
      log: DeliveryView["log"];
    }>(
      `select sequence, event, type, state, reason, attempts, delivery.recorded_at, next_at, settled_at,
         (select coalesce(json_agg(json_build_object('at', floor(at / 1000), 'milliseconds', milliseconds, 'accepted', accepted,
            'said', said) order by number), '[]') from attempt where attempt.delivery = sequence) as log
       from delivery join event on event.id = delivery.event
       where endpoint = $1 and ($2::bigint is null or sequence < $2) order by sequence desc limit $3`,
      [id, before ?? null, deliveriesPage + 1],
    );
    const shown = rows.slice(0, deliveriesPage);
    return {
      deliveries: shown.map((row) => ({
        event: row.event,
        type: row.type,
        state: row.state,
        reason: row.reason,
        attempts: row.attempts,
        recordedAt: seconds(row.recorded_at),
        nextAt: row.state === "waiting" ? seconds(row.next_at) : null,
        settledAt: row.settled_at === null ? null : seconds(row.settled_at),
        log: row.log,
      })),
      next: rows.length > deliveriesPage ? (shown.at(-1)?.sequence ?? null) : null,
    };
  }

  /** Sends a settled delivery again, under its old id and before all that wait. */
  async redeliver(asking: Asking, id: string, event: string): Promise<EndpointView> {
    await this.#change(asking, async (client) => {
      await this.#changeOne(
        client,
        "update endpoint set last_said = last_said where owner = $1 and id = $2",
        [asking.account, id],
      );
      const { rowCount } = await client.query(
        `update delivery set state = 'waiting', reason = null, attempts = 0, first_tried_at = null, settled_at = null,
           next_at = $3, recorded_at = $3
         where endpoint = $1 and event = $2 and state <> 'waiting'`,
        [id, event, this.#now()],
      );
      if (rowCount === 1) return;
      throw new RequestProblem(
        404,
        "The endpoint has no such delivery that is settled.",
        "Give an event of its deliveries; one that waits is sent by itself, and old ones are forgotten.",
      );
    });
    this.#options.onDue?.();
    return this.read(asking, id);
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }

  async #requireRoom(
    client: pg.ClientBase,
    owner: Address,
    host: string,
    { mostOfAccount, mostOfHost, mostEndpoints }: DeliverySettings,
  ): Promise<void> {
    const { rows } = await client.query<{ owned: string; at: string; all: string }>(
      `select count(*) filter (where owner = $1) as owned, count(*) filter (where host = $2) as at, count(*) as all from endpoint`,
      [owner, host],
    );
    const { owned, at, all } = rows[0] ?? { owned: "0", at: "0", all: "0" };
    const full =
      Number(owned) >= mostOfAccount
        ? `This account has ${owned} endpoints, and may have no more.`
        : Number(at) >= mostOfHost
          ? `There are ${at} endpoints at this host, and there may be no more.`
          : Number(all) >= mostEndpoints
            ? "This service has as many endpoints as it may."
            : undefined;
    if (full !== undefined)
      throw new RequestProblem(507, full, "Delete one first, or tell the operator of this server.");
  }

  /** Changes something with a statement that was not used before: both or neither. */
  async #change(
    { account, digest, deadline }: Asking,
    work: (client: pg.ClientBase) => Promise<void>,
  ): Promise<void> {
    const client = await this.#pool.connect();
    try {
      await inTransaction(client, async () => {
        const { rowCount } = await client.query(
          "insert into used_statement (digest, signer, deadline) values ($1, $2, $3) on conflict do nothing",
          [digest, account, deadline],
        );
        if (rowCount !== 1) {
          throw new RequestProblem(
            409,
            "This statement was carried out already.",
            "Look at what it has changed; to do it once more, sign with another deadline.",
          );
        }
        await work(client);
      });
    } finally {
      client.release();
    }
  }

  async #changeOne(client: pg.ClientBase, statement: string, values: unknown[]): Promise<void> {
    const { rowCount } = await client.query(statement, values);
    if (rowCount !== 1) throw unknownEndpoint();
  }

  async #views(where: string, values: unknown[]): Promise<EndpointView[]> {
    const { rows } = await this.#pool.query<{
      id: string;
      url: string;
      about: string;
      status: EndpointView["status"];
      pause_reason: string | null;
      paused_at: string | null;
      created_at: string;
      accepted_at: string | null;
      failing_since: string | null;
      last_said: string | null;
      former_until: string | null;
      waiting: string;
    }>(
      `select id, url, about, status, pause_reason, paused_at, created_at, accepted_at, failing_since, last_said, former_until,
         (select count(*) from delivery where endpoint = endpoint.id and state = 'waiting') as waiting
       from endpoint where ${where} order by created_at, id`,
      values,
    );
    const now = this.#now();
    const orNull = (time: string | null) => (time === null ? null : seconds(time));
    return rows.map((row) => ({
      id: row.id,
      url: row.url,
      about: row.about,
      status: row.status,
      reason: row.pause_reason,
      pausedAt: orNull(row.paused_at),
      createdAt: seconds(row.created_at),
      acceptedAt: orNull(row.accepted_at),
      failingSince: orNull(row.failing_since),
      lastAttempt: row.last_said,
      waiting: Number(row.waiting),
      formerSecretUntil:
        row.former_until !== null && Number(row.former_until) > now
          ? seconds(row.former_until)
          : null,
    }));
  }

  #now(): number {
    return (this.#options.now ?? Date.now)();
  }
}

const seconds = (milliseconds: string): number => Math.floor(Number(milliseconds) / 1_000);

const unknownEndpoint = (): RequestProblem =>
  new RequestProblem(
    404,
    "This account has no such endpoint.",
    "Sign with the account that registered it; GET /api/v1/webhooks lists all of it.",
  );

function urlOf(text: string, rules: AddressRules): URL {
  try {
    return endpointUrl(text, rules);
  } catch (error) {
    if (!(error instanceof AddressRefused)) throw error;
    throw new RequestProblem(422, error.message, error.remedy);
  }
}

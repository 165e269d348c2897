import pg from "pg";

import { connectionOptions } from "./database.ts";
import { RelayerProblem } from "./problem.ts";

/** A presentation that somebody used to get an access token. */
export interface UsedPresentation {
  /** Hash of what tells it from all others, 32 bytes; nothing else of it comes here. */
  id: string;
  /** Second since 1970 from which on it counts nowhere. */
  expiresAt: number;
}

/** `taken` for the first use; `full` when nothing more is remembered now. */
export type Use = "taken" | "used" | "full";

/** Presentations that are remembered at once. To forget one that has not expired would let somebody use it a second time. */
const most = 100_000;
/** Seconds for which one is remembered beyond its end: clocks differ. */
const leeway = 3_600;
/** Seconds before its end in which one may come: much more than any lasts. */
const longest = 86_400;

/** Reads what was posted; every fault names the value that is wrong. */
export function readUsedPresentation(value: unknown): UsedPresentation {
  const { id, expiresAt } = (value ?? {}) as Partial<Record<keyof UsedPresentation, unknown>>;
  if (typeof id !== "string" || !/^0x[0-9a-f]{64}$/.test(id)) throw malformed("id");
  const end = Date.now() / 1_000 + longest;
  if (
    typeof expiresAt !== "number" ||
    !Number.isSafeInteger(expiresAt) ||
    expiresAt < 0 ||
    expiresAt > end
  )
    throw malformed("expiresAt");
  return { id, expiresAt };
}

function malformed(field: keyof UsedPresentation): RelayerProblem {
  return RelayerProblem.of(
    400,
    "RelayerMalformedPresentation",
    `The value of ${field} is wrong.`,
    "Give id as 0x and 64 small hexadecimal digits, and expiresAt in seconds since 1970, within a day.",
    { field },
  );
}

/** What was used must not be used again, whichever server is asked, and whatever was restarted. */
export class Presentations {
  readonly #pool: pg.Pool;

  /** @param database Connection URL of the database, whose schema is up to date. */
  constructor(database: string) {
    this.#pool = new pg.Pool({ ...connectionOptions(database), max: 2 });
    // A connection that breaks while nobody uses it is replaced by the next question.
    this.#pool.on("error", () => undefined);
  }

  async use({ id, expiresAt }: UsedPresentation): Promise<Use> {
    const now = Math.floor(Date.now() / 1_000);
    await this.#pool.query("delete from used_presentation where expires_at < $1", [now - leeway]);
    const { rowCount } = await this.#pool.query(
      `insert into used_presentation (id, expires_at)
       select $1::text, $2::bigint where (select count(*) from used_presentation) < $3
       on conflict (id) do nothing`,
      [id, expiresAt, most],
    );
    if (rowCount === 1) return "taken";
    const { rows } = await this.#pool.query("select from used_presentation where id = $1", [id]);
    return rows.length === 1 ? "used" : "full";
  }

  async stop(): Promise<void> {
    await this.#pool.end();
  }
}

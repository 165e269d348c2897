import { INVOICE_DATABASE } from "$app/env/private";

import { Database } from "../database/database.ts";
import { databaseIn } from "../database/database-file.ts";
import { MemoryKeys } from "./memory-keys.ts";
import { keyMigrations, PostgresKeys } from "./postgres-keys.ts";
import type { RequestKeys } from "./request-keys.ts";

let opened: RequestKeys | undefined;

/** In the database of the server where it has one; otherwise in its memory. */
export async function requestKeys(): Promise<RequestKeys> {
  opened ??=
    INVOICE_DATABASE === ""
      ? new MemoryKeys()
      : new PostgresKeys(
          new Database(await databaseIn(INVOICE_DATABASE), {
            schema: "foedus_requests",
            migrations: keyMigrations,
            lock: 7_310_103,
          }),
        );
  return opened;
}

import { error } from "@sveltejs/kit";

import { pageOf } from "#lib/ui/paging.ts";
import { readRecord } from "#lib/features/identity/read-timestamps.ts";
import { readId } from "#lib/features/identity/timestamp.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params, url }) => {
  const reading = await pageReading();
  const page = pageOf(url.searchParams);
  const id = readId(params.record);
  const record = id && (await readRecord(reading.chain, reading.addresses, id, page));
  if (record === null)
    error(404, m.timestamps_record_not_found(), { remedy: m.timestamps_not_found_hint() });
  return { record, page, now: await reading.now };
};

import { error } from "@sveltejs/kit";

import { readAnchoredHash } from "#lib/features/identity/read-timestamps.ts";
import { readId } from "#lib/features/identity/timestamp.ts";
import { IndexError } from "#lib/index/client.ts";
import { timestampQuery } from "#lib/index/timestamps.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ params }) => {
  const { index, chain, addresses } = await pageReading();
  const id = readId(params.timestamp);
  const anchor = id === null ? null : await readAnchoredHash(chain, addresses, id);
  if (id === null || anchor === null)
    error(404, m.timestamps_not_found(), { remedy: m.timestamps_not_found_hint() });
  return { anchor, versions: await versionsWith() };

  /** Where the hash stands; null while the index, which alone knows it, gives no answer. */
  async function versionsWith() {
    try {
      const { timestampedHash } = await index.ask(timestampQuery, { id: id ?? "" });
      return timestampedHash?.versions ?? null;
    } catch (failure) {
      if (!(failure instanceof IndexError)) throw failure;
      return null;
    }
  }
};

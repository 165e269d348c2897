import { cut, pageOf, window } from "#lib/ui/paging.ts";
import { checkHash } from "#lib/features/identity/read-timestamps.ts";
import { timestampLists } from "#lib/features/identity/timestamp.ts";
import { batchesQuery, recordsQuery, timestampsQuery } from "#lib/index/timestamps.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index, chain, addresses } = await pageReading();
  const page = pageOf(url.searchParams);
  const list = timestampLists.find((one) => one === url.searchParams.get("list")) ?? "hashes";
  const asked = { ...window(page), where: {} };
  const [check, listed] = await Promise.all([
    // The contract answers: it binds, and it knows what the index has not read yet.
    checkHash(chain, addresses, url.searchParams.get("hash")),
    read(),
  ]);
  return { page, list, check, hashes: [], records: [], batches: [], ...listed };

  async function read() {
    switch (list) {
      case "hashes": {
        const { entries: hashes, more } = cut(
          (await index.ask(timestampsQuery, asked)).timestampedHashes,
        );
        return { hashes, more };
      }
      case "records": {
        const { entries: records, more } = cut((await index.ask(recordsQuery, asked)).records);
        return { records, more };
      }
      case "batches": {
        const { entries: batches, more } = cut(
          (await index.ask(batchesQuery, window(page))).anchoredBatches,
        );
        return { batches, more };
      }
    }
  }
};

import { cut, pageOf, window } from "#lib/features/identity/paging.ts";
import { checkHash } from "#lib/features/identity/read-timestamps.ts";
import { timestampLists } from "#lib/features/identity/timestamp.ts";
import { recordsQuery, timestampsQuery } from "#lib/index/timestamps.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index, chain, addresses } = await pageReading();
  const page = pageOf(url.searchParams);
  const list = timestampLists.find((one) => one === url.searchParams.get("list")) ?? "hashes";
  const asked = { ...window(page), where: {} };
  const [check, { hashes, records, more }] = await Promise.all([
    // The contract answers: it binds, and it knows what the index has not read yet.
    checkHash(chain, addresses, url.searchParams.get("hash")),
    list === "hashes"
      ? index.ask(timestampsQuery, asked).then(({ timestampedHashes }) => {
          const { entries, more } = cut(timestampedHashes);
          return { hashes: entries, records: [], more };
        })
      : index.ask(recordsQuery, asked).then(({ records }) => {
          const { entries, more } = cut(records);
          return { hashes: [], records: entries, more };
        }),
  ]);
  return { page, list, check, hashes, records, more };
};

import { asked, count, hex, list, nullable, query, record, renamed } from "./selection.ts";

const one = list(record({ id: hex }));

/** What there is of identity, to be counted; more than 1,000 count as 1,000. */
export const identityCountsQuery = query(
  "IdentityCounts",
  {},
  {
    dids: renamed("didDocuments", asked("first: 1000, where: { deactivatedAt: null }", one)),
    issuers: renamed("issuers", asked("first: 1000, where: { hasAttributes: true }", one)),
    schemas: asked("first: 1000", one),
    hashes: renamed("timestampedHashes", asked("first: 1000", one)),
    policies: asked("first: 1000", one),
    addresses: renamed("identities", asked("first: 1000", one)),
    lists: renamed(
      "statusLists",
      asked("first: 1000", list(record({ currentUntil: nullable(count) }))),
    ),
  },
);

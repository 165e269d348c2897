import { transaction } from "./members.ts";
import {
  type Answer,
  asked,
  bigint,
  count,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

const publication = record({
  sequence: bigint,
  /** sha-256 of the list as it is served. */
  hash: hex,
  ttl: count,
  publishedAt: count,
  /** Last second for which it is the present one. */
  currentUntil: count,
  /** Seconds for which there was no present publication before. */
  lateBy: count,
  actor: hex,
  transaction,
});

export type StatusListPublication = Answer<typeof publication>;

const statusListFields = {
  id: hex,
  issuer: text,
  /** Null where the register of DIDs does not know the issuer. */
  issuerDocument: nullable(record({ deactivatedAt: nullable(count) })),
  uri: text,
  kind: word("BITSTRING", "TOKEN"),
  purpose: word("REVOCATION", "SUSPENSION", "MESSAGE", "REFRESH", "STATUS"),
  bits: int,
  size: int,
  registeredAt: count,
  latestPublication: nullable(publication),
};

const statusList = record(statusListFields);

export type StatusList = Answer<typeof statusList>;

/** Status lists, those that waited longest for their issuers first: a list is stale once `currentUntil` has passed. */
export const statusListsQuery = query(
  "StatusLists",
  { first: "Int!", skip: "Int!", where: "StatusList_filter!" },
  {
    statusLists: asked(
      "first: $first, skip: $skip, orderBy: currentUntil, where: $where",
      list(statusList),
    ),
  },
);

/** A status list with its publications, the latest first. */
export const statusListQuery = query(
  "StatusList",
  { id: "ID!", first: "Int!", skip: "Int!" },
  {
    statusList: asked(
      "id: $id",
      nullable(
        record({
          ...statusListFields,
          publications: asked(
            "first: $first, skip: $skip, orderBy: sequence, orderDirection: desc",
            list(publication),
          ),
        }),
      ),
    ),
  },
);

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
} from "./selection.ts";

/** A transaction with the decision that it carried out, if it was one. */
const step = record({ id: hex, executedProposals: list(record({ number: int })) });

const roleMember = record({
  account: hex,
  since: count,
  executionDelay: count,
  grantedAt: count,
  grantedIn: step,
  revokedAt: nullable(count),
  revokedIn: nullable(step),
});

const targetFunction = record({
  target: record({ id: hex }),
  selector: hex,
  setAt: count,
  setIn: transaction,
});

const role = record({
  roleId: bigint,
  label: nullable(text),
  members: asked("first: 1000, orderBy: grantedAt", list(roleMember)),
  functions: asked("first: 1000, orderBy: setAt", list(targetFunction)),
});

export type IndexedRole = Answer<typeof role>;

/** Every role with who holds or held it, and the functions that it opens. */
export const rolesQuery = query(
  "Roles",
  {},
  { roles: asked("first: 1000, orderBy: roleId", list(role)) },
);

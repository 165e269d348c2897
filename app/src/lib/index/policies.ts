import {
  type Answer,
  asked,
  count,
  flag,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
} from "./selection.ts";

const policy = record({
  policyId: int,
  policyName: text,
  description: text,
  active: flag,
  /** Role that it is answered from; null for none. */
  role: nullable(record({ roleId: text, label: nullable(text) })),
  updatedAt: count,
});

export type Policy = Answer<typeof policy>;

/** All policies: the register has at most 64. */
export const policiesQuery = query(
  "Policies",
  {},
  { policies: asked("first: 64, orderBy: policyId", list(policy)) },
);

/** What an account holds roles for: it has their active policies from `since` on, where there is no delay. */
export const policySubjectQuery = query(
  "PolicySubject",
  { account: "ID!" },
  {
    policySubject: asked(
      "id: $account",
      nullable(
        record({
          id: hex,
          roles: asked(
            "first: 1000, where: { revokedAt: null }",
            list(
              record({
                since: count,
                executionDelay: count,
                role: record({
                  roleId: text,
                  policies: asked(
                    "first: 64, orderBy: policyId, where: { active: true }",
                    list(record({ policyName: text })),
                  ),
                }),
              }),
            ),
          ),
        }),
      ),
    ),
  },
);

/** Roles by which an active policy gives something: the register has at most 64 policies. */
export const rolesOfPoliciesQuery = query(
  "RolesOfPolicies",
  {},
  {
    policies: asked(
      "first: 64, where: { active: true, role_not: null }",
      list(record({ role: record({ id: hex }) })),
    ),
  },
);

/** Accounts that hold a role, in the order of their addresses. */
export const policySubjectsQuery = query(
  "PolicySubjects",
  { first: "Int!", where: "PolicySubject_filter!" },
  {
    policySubjects: asked("first: $first, orderBy: id, where: $where", list(record({ id: hex }))),
  },
);

import { account, at, emit, expect, hash, type Suite } from "./suite.ts";

const behindProxies = [
  "AccountRegistry",
  "DidRegistry",
  "NetworkDirectory",
  "NodeMonitoring",
  "NodeRegistry",
  "OrganisationRegistry",
  "PermissionViews",
  "StatusLists",
  "Timestamps",
  "TrustedIssuersRegistry",
  "TrustedPoliciesRegistry",
  "TrustedSchemasRegistry",
] as const;
const managed = [
  "DecisionClasses",
  "EuroToken",
  "MemberRegistry",
  "PaymentRules",
  "Treasury",
  "ValidatorSet",
  ...behindProxies,
] as const;
const code = account("new code");
const successor = { council: account("new council"), memberRegistry: account("new members") };
const actor = at.Authority;

/** What several contracts say in the same words: each of them must reach its handler. */
export const suite: Suite = {
  name: "Authority, code and initialisation of every contract",
  blocks: [
    {},
    {
      timestamp: 1000,
      events: [
        ...managed.map((contract) =>
          emit(hash(1), contract, "AuthorityUpdated", { authority: at.Authority }),
        ),
        ...behindProxies.flatMap((contract) => [
          emit(hash(2), contract, "Upgraded", { implementation: code }),
          emit(hash(2), contract, "Initialized", { version: 1 }),
        ]),
        emit(hash(3), "PermissionViews", "BodyAdded", { ...successor, actor }),
        emit(hash(4), "PermissionViews", "BodyRemoved", { council: successor.council, actor }),
      ],
    },
  ],
  assertions: [
    expect(`{ authorityUpdateds { emitter authority transaction { id } } }`, {
      authorityUpdateds: managed.map((contract) => ({
        emitter: at[contract],
        authority: at.Authority,
        transaction: { id: hash(1) },
      })),
    }),
    expect(`{ upgradeds { emitter implementation } }`, {
      upgradeds: behindProxies.map((contract) => ({ emitter: at[contract], implementation: code })),
    }),
    expect(`{ initializeds { emitter version } }`, {
      initializeds: behindProxies.map((contract) => ({ emitter: at[contract], version: "1" })),
    }),
    expect(`{ privilegedBodies { id memberRegistry present } }`, {
      privilegedBodies: [
        { id: successor.council, memberRegistry: successor.memberRegistry, present: false },
      ],
    }),
    expect(`{ bodyAddeds { body { id } actor } bodyRemoveds { body { id } actor } }`, {
      bodyAddeds: [{ body: { id: successor.council }, actor }],
      bodyRemoveds: [{ body: { id: successor.council }, actor }],
    }),
    expect(`{ _meta { hasIndexingErrors block { number } } }`, {
      _meta: { hasIndexingErrors: false, block: { number: 1 } },
    }),
  ],
};

import type { LightCompiler } from "./compiler.ts";
import { declarationsOf, type Mutant, mutantsOf } from "./mutants.ts";

/** A contract, and the tests that can see what it does. */
export interface Target {
  file: string;
  tests: readonly string[];
}

const governance = (...names: string[]) =>
  names.map((name) => `test/integration/governance/${name}.test.ts`);
const solidity = (...names: string[]) => names.map((name) => `test/solidity/${name}.t.sol`);

/** Votes on whole proposals: what every part of a Council shows itself in. */
const voting = governance(
  "proposal-states",
  "casting-votes",
  "early-close",
  "decision-rules",
  "ballots",
);
const nodes = solidity(
  "nodes/NodeRegistration",
  "nodes/NodeLifeCycle",
  "nodes/NodeStandby",
  "nodes/NodeDescription",
);

const escrow = solidity(
  "payments/PaymentEscrow",
  "payments/PaymentMilestones",
  "payments/PaymentDisputes",
  "payments/PaymentReentrancy",
);
const nodeService = "test/integration/payments/node-service.test.ts";

/** Whether every function that asks the authority does so. */
const restricted = ["test/integration/access/restricted-functions.test.ts"];
/** Whether every function that can be paused asks the breaker. */
const pausable = ["test/integration/access/circuit-breaker.test.ts"];

/**
 * What is mutated, in the order of the page. Mocks and interfaces hold nothing that decides. Left to `npm test` are the invariants and
 * the comparisons with models (`voting-rules.test.ts`, `payment-ledger.test.ts`), which take longer than all other tests of their contracts together.
 */
export const targets: readonly Target[] = [
  {
    file: "contracts/governance/VotingRules.sol",
    tests: [
      ...solidity("governance/VotingThresholds", "governance/VotingRules"),
      ...governance("worked-examples", "decision-rules"),
    ],
  },
  {
    file: "contracts/governance/DecisionClasses.sol",
    tests: [
      ...restricted,
      ...governance(
        "decision-rules",
        "decision-classes",
        "cooperations",
        "worked-examples",
        "early-close",
      ),
    ],
  },
  {
    file: "contracts/governance/Council.sol",
    tests: [
      ...voting,
      ...governance(
        "code-guard",
        "cooperations",
        "council-settings",
        "decision-classes",
        "deliberation",
        "emergency-council",
        "fourth-body",
        "large-body",
        "mandate-keys",
        "proxies",
        "snapshots",
        "thread",
        "vetoes",
      ),
    ],
  },
  {
    file: "contracts/governance/MemberRegistry.sol",
    tests: [
      ...restricted,
      ...governance(
        "member-registry",
        "mandate-keys",
        "proxies",
        "snapshots",
        "casting-votes",
        "large-body",
      ),
      ...solidity("governance/MemberRegistryHistory"),
    ],
  },
  {
    file: "contracts/governance/Deliberation.sol",
    tests: governance("deliberation", "cooperations", "emergency-council"),
  },
  { file: "contracts/governance/Vetoes.sol", tests: [...restricted, ...governance("vetoes")] },
  { file: "contracts/governance/SealVerifier.sol", tests: governance("mandate-keys", "ballots") },
  {
    file: "contracts/access/CircuitBreaker.sol",
    tests: [...restricted, ...pausable, ...governance("emergency-council")],
  },
  {
    file: "contracts/access/Breakable.sol",
    tests: [
      ...pausable,
      ...governance("emergency-council"),
      ...solidity("permissions/AccountRegistry"),
    ],
  },
  {
    file: "contracts/access/Authority.sol",
    tests: [
      "test/integration/access/authority.test.ts",
      "test/integration/access/role-table.test.ts",
      ...solidity("access/AuthorityCalls"),
    ],
  },
  { file: "contracts/access/RegistryProxy.sol", tests: solidity("access/RegistryProxy") },
  {
    file: "contracts/nodes/ValidatorSet.sol",
    tests: [
      ...restricted,
      ...solidity("nodes/ValidatorSet"),
      "test/integration/nodes/registers.test.ts",
    ],
  },
  {
    file: "contracts/permissions/PermissionViews.sol",
    tests: [
      ...restricted,
      ...solidity(
        "permissions/PermissionViews",
        "permissions/PermissionsAtFounding",
        "permissions/GasShares",
      ),
    ],
  },
  {
    file: "contracts/nodes/NodeRegistry.sol",
    tests: [
      ...restricted,
      ...pausable,
      ...nodes,
      ...solidity("nodes/NodeRegistryUpgrade", "nodes/NodeMonitoring"),
      "test/integration/nodes/registers.test.ts",
    ],
  },
  {
    file: "contracts/nodes/OrganisationRegistry.sol",
    tests: [
      ...restricted,
      ...pausable,
      ...solidity("nodes/OrganisationRegistry", "nodes/OrganisationTree"),
      "test/integration/nodes/registers.test.ts",
      ...governance("operators-committee"),
    ],
  },
  {
    file: "contracts/permissions/AccountRegistry.sol",
    tests: [
      ...restricted,
      ...pausable,
      ...solidity("permissions/AccountRegistry", "permissions/GasShares"),
      "test/integration/nodes/registers.test.ts",
    ],
  },
  {
    file: "contracts/nodes/NodeMonitoring.sol",
    tests: [
      ...restricted,
      ...pausable,
      ...solidity("nodes/NodeMonitoring", "nodes/NodeStandby"),
      "test/integration/nodes/registers.test.ts",
    ],
  },
  {
    file: "contracts/nodes/NetworkDirectory.sol",
    tests: [
      ...restricted,
      ...solidity("nodes/NetworkDirectory"),
      "test/integration/nodes/registers.test.ts",
    ],
  },
  {
    file: "contracts/identity/DidRegistry.sol",
    tests: [...restricted, ...pausable, ...solidity("identity/DidRegistry")],
  },
  {
    file: "contracts/identity/TrustedIssuersRegistry.sol",
    tests: [...restricted, ...pausable, ...solidity("identity/TrustedIssuersRegistry")],
  },
  {
    file: "contracts/identity/TrustedSchemasRegistry.sol",
    tests: [...restricted, ...solidity("identity/TrustedSchemasRegistry")],
  },
  {
    file: "contracts/identity/TrustedPoliciesRegistry.sol",
    tests: [...restricted, ...solidity("identity/TrustedPoliciesRegistry")],
  },
  {
    file: "contracts/identity/Paged.sol",
    tests: solidity(
      "identity/DidRegistry",
      "identity/TrustedIssuersRegistry",
      "identity/TrustedSchemasRegistry",
    ),
  },
  { file: "contracts/identity/PublicKeys.sol", tests: solidity("identity/DidRegistry") },
  {
    file: "contracts/identity/DidTexts.sol",
    tests: solidity("identity/DidRegistry", "identity/DidTexts"),
  },
  {
    file: "contracts/identity/IdentityRegistry.sol",
    tests: [
      ...solidity("identity/IdentityRegistry"),
      "test/integration/identity/erc1056-twin.test.ts",
    ],
  },
  {
    file: "contracts/identity/Timestamps.sol",
    tests: [...restricted, ...pausable, ...solidity("identity/Timestamps")],
  },
  {
    file: "contracts/identity/StatusLists.sol",
    tests: [
      ...restricted,
      ...pausable,
      ...solidity("identity/StatusLists", "identity/StatusListIssuers"),
    ],
  },
  {
    file: "contracts/payments/EuroToken.sol",
    tests: [...restricted, ...pausable, ...solidity("payments/EuroToken")],
  },
  {
    file: "contracts/payments/PaymentRules.sol",
    tests: [...restricted, ...solidity("payments/PaymentRules")],
  },
  { file: "contracts/payments/PaymentEscrow.sol", tests: [...pausable, ...escrow] },
  { file: "contracts/payments/ArbitrationPanel.sol", tests: solidity("payments/ArbitrationPanel") },
  {
    file: "contracts/payments/PaymentStreams.sol",
    tests: [
      ...solidity(
        "payments/PaymentStreams",
        "payments/MeteredStreams",
        "payments/PaymentReentrancy",
      ),
      ...pausable,
      nodeService,
    ],
  },
  {
    file: "contracts/payments/Subscriptions.sol",
    tests: [...pausable, ...solidity("payments/Subscriptions", "payments/PaymentReentrancy")],
  },
  {
    file: "contracts/payments/RecurringTerms.sol",
    tests: solidity("payments/PaymentStreams", "payments/Subscriptions"),
  },
  {
    file: "contracts/payments/Custody.sol",
    tests: [...escrow, ...solidity("payments/PaymentStreams")],
  },
  {
    file: "contracts/payments/Treasury.sol",
    tests: [
      ...restricted,
      ...solidity("payments/Treasury", "payments/TreasuryContributions"),
      nodeService,
    ],
  },
  {
    file: "contracts/types/DecisionClass.sol",
    tests: [
      ...solidity("governance/VotingRules"),
      ...governance("decision-classes", "decision-rules"),
    ],
  },
  {
    file: "contracts/types/PackedTally.sol",
    tests: [...solidity("governance/PackedTally"), ...voting],
  },
  { file: "contracts/types/PackedTerms.sol", tests: [...voting, ...governance("deliberation")] },
  { file: "contracts/types/NodeId.sol", tests: nodes },
  { file: "contracts/types/OrganisationId.sol", tests: solidity("nodes/OrganisationRegistry") },
  {
    file: "contracts/types/Signer.sol",
    tests: governance("mandate-keys", "ballots", "member-registry"),
  },
];

/** All mutants of every target, by file. */
export function mutantsOfTargets(compiler: LightCompiler): Map<string, Mutant[]> {
  const trees = compiler.trees(targets.map(({ file }) => file));
  const declarations = declarationsOf(trees.values());
  return new Map(
    targets.map(({ file }) => {
      const tree = trees.get(file);
      if (tree === undefined) throw new Error(`The compiler has no syntax tree of ${file}.`);
      return [file, mutantsOf(file, compiler.text(file), tree, declarations)];
    }),
  );
}

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { roles, roleTable, type RoleName } from "../../generated/roles.ts";
import { groupIds, pausableFunctions } from "../circuits.ts";
import { treasuryCalls } from "../treasury-calls.ts";
import Access from "./Access.ts";
import Anchors from "./Anchors.ts";
import Emergency from "./Emergency.ts";
import Governance from "./Governance.ts";
import Identity from "./Identity.ts";
import Nodes from "./Nodes.ts";
import Operators from "./Operators.ts";
import Permissions from "./Permissions.ts";
import Proceedings from "./Proceedings.ts";
import type { Arguments, Contract } from "./registry.ts";

/** The AccessManager's own role that administers all others. */
const adminRole = 0n;

/** Roles whose holders a body appoints after the founding. */
const appointedLater: readonly RoleName[] = [
  "MONITORS",
  "METERS",
  "RELAYERS",
  "REGISTRARS",
  "ROOT_TAOS",
  "FINANCE",
  "MONEY_ISSUERS",
  "MONEY_LISTS",
  "TOKEN_BRIDGES",
];

/** The table as the Authority takes it: all functions of one contract that one role may call. */
const grantedFunctions = Map.groupBy(roleTable, ({ target, role }) => `${target}_${role}`);

/**
 * The whole system. The last step is one transaction that wires every role, hands the administration to the Council and takes it
 * from the deployer: either all of that happens or nothing.
 */
export default buildModule("System", (m) => {
  const access = m.useModule(Access);
  const nodes = m.useModule(Nodes);
  const anchors = m.useModule(Anchors);
  const emergency = m.useModule(Emergency);
  const operators = m.useModule(Operators);
  const identity = m.useModule(Identity);
  const governance = m.useModule(Governance);
  const permissions = m.useModule(Permissions);
  const proceedings = m.useModule(Proceedings);
  const { authority, circuitBreaker } = access;
  const { council } = governance;
  const { permissionViews } = permissions;

  /** By the name of the contract: a line of the table holds for each that was deployed from it. */
  const targets = {
    CircuitBreaker: { only: circuitBreaker },
    MemberRegistry: {
      assembly: governance.memberRegistry,
      emergency: emergency.emergencyMemberRegistry,
      operators: operators.operatorsMemberRegistry,
    },
    DecisionClasses: {
      assembly: governance.decisionClasses,
      emergency: emergency.emergencyDecisionClasses,
      operators: operators.operatorsDecisionClasses,
    },
    Vetoes: { only: proceedings.vetoes },
    NetworkDirectory: { only: nodes.networkDirectory },
    OrganisationRegistry: { only: nodes.organisationRegistry },
    AccountRegistry: { only: nodes.accountRegistry },
    NodeRegistry: { only: nodes.nodeRegistry },
    NodeMonitoring: { only: nodes.nodeMonitoring },
    ValidatorSet: { only: nodes.validatorSet },
    PermissionViews: { only: permissionViews },
    DidRegistry: { only: identity.didRegistry },
    TrustedIssuersRegistry: { only: identity.trustedIssuersRegistry },
    TrustedSchemasRegistry: { only: identity.trustedSchemasRegistry },
    TrustedPoliciesRegistry: { only: identity.trustedPoliciesRegistry },
    Timestamps: { only: anchors.timestamps },
    StatusLists: { only: anchors.statusLists },
    EuroToken: { only: governance.euroToken },
    Treasury: { only: governance.treasury },
    PaymentRules: { only: governance.paymentRules },
    PaymentEscrow: { only: governance.paymentEscrow },
    PaymentStreams: { only: governance.paymentStreams },
    Subscriptions: { only: governance.subscriptions },
  };

  const names = Object.keys(roles) as RoleName[];
  const labels = names.map((name) =>
    m.encodeFunctionCall(authority, "labelRole", [roles[name], name], { id: `label_${name}` }),
  );
  const functions = [...grantedFunctions].flatMap(([id, lines]) => {
    const [{ target, roleId }] = lines as [(typeof roleTable)[number]];
    return Object.entries(targets[target]).map(([body, deployed]) =>
      m.encodeFunctionCall(
        authority,
        "setTargetFunctionRole",
        [deployed, lines.map(({ selector }) => selector), roleId],
        { id: `functions_${id}_${body}` },
      ),
    );
  });

  /** A call that the deployer, who still administers, makes through the authority. */
  const through = (target: Contract, functionName: string, args: Arguments, id: string) =>
    m.encodeFunctionCall(
      authority,
      "execute",
      [target, m.encodeFunctionCall(target, functionName, args, { id: `call_${id}` })],
      { id: `execute_${id}` },
    );
  const circuits = [
    ...groupIds.map((group) =>
      through(
        circuitBreaker,
        "setGroup",
        [
          group,
          m.getParameter("maxPause"),
          m.getParameter("coolDown"),
          m.getParameter("heartbeatPeriod"),
        ],
        `setGroup_${group}`,
      ),
    ),
    ...pausableFunctions.map(({ group, target, functionName, selector }) =>
      through(
        circuitBreaker,
        "setFunctionGroup",
        [targets[target].only, selector, group],
        `setFunctionGroup_${target}_${functionName}_${selector}`,
      ),
    ),
    ...groupIds.map((group) =>
      through(
        circuitBreaker,
        "arm",
        [emergency.emergencyCouncil, group, m.getParameter("emergencyTerm")],
        `arm_${group}`,
      ),
    ),
  ];
  const escrows = {
    PaymentEscrow: governance.paymentEscrow,
    PaymentStreams: governance.paymentStreams,
  };
  const money = [
    through(
      governance.paymentRules,
      "allowToken",
      [governance.euroToken, m.getParameter("feeMinimum"), m.getParameter("feeMaximum")],
      "allowToken",
    ),
    ...Object.entries(escrows).map(([name, escrow]) =>
      through(governance.treasury, "knowFundable", [escrow, true], `knowFundable_${name}`),
    ),
    ...treasuryCalls.map(({ target, functionName, selector }) =>
      through(
        governance.treasury,
        "setFundable",
        [escrows[target], selector, true],
        `setFundable_${target}_${functionName}`,
      ),
    ),
  ];
  const bodies = [
    through(
      permissionViews,
      "addBody",
      [emergency.emergencyCouncil, emergency.emergencyMemberRegistry],
      "addBody_emergency",
    ),
    through(
      permissionViews,
      "addBody",
      [operators.operatorsCommittee, operators.operatorsMemberRegistry],
      "addBody_operators",
    ),
  ];

  /** Roles that contracts hold, not the body. */
  const contracts: Partial<
    Record<RoleName, typeof nodes.nodeRegistry | typeof nodes.nodeMonitoring>
  > = {
    VALIDATORS: nodes.nodeRegistry,
    QUARANTINE: nodes.nodeMonitoring,
  };
  const grants = names
    .filter((name) => !appointedLater.includes(name))
    .map((name) => {
      const id = `grant_${name}`;
      const contract = contracts[name];
      return contract
        ? m.encodeFunctionCall(authority, "grantRole", [roles[name], contract, 0], { id })
        : m.encodeFunctionCall(
            authority,
            "grantRole",
            [roles[name], council, m.getParameter(`delay_${name}`)],
            { id },
          );
    });
  const operations = m.encodeFunctionCall(
    authority,
    "grantRole",
    [roles.OPERATIONS, operators.operatorsCommittee, m.getParameter("delay_OPERATIONS_operators")],
    { id: "grant_OPERATIONS_operators" },
  );
  const handOver = [
    m.encodeFunctionCall(
      authority,
      "grantRole",
      [adminRole, council, m.getParameter("delay_ADMIN")],
      { id: "grant_ADMIN" },
    ),
    m.encodeFunctionCall(authority, "renounceRole", [adminRole, m.getAccount(0)]),
  ];
  // The administrator may call what has no line yet, so the calls come before the lines.
  m.call(
    authority,
    "multicall",
    [
      [
        ...labels,
        ...circuits,
        ...money,
        ...bodies,
        ...functions,
        ...grants,
        operations,
        ...handOver,
      ],
    ],
    { id: "HandOver" },
  );

  return {
    ...access,
    ...nodes,
    ...identity,
    ...anchors,
    ...emergency,
    ...operators,
    ...governance,
    ...permissions,
    ...proceedings,
  };
});

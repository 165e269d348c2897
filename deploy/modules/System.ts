import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { roles, roleTable, type RoleName } from "../../generated/roles.ts";
import Access from "./Access.ts";
import Governance from "./Governance.ts";
import Nodes from "./Nodes.ts";
import Permissions from "./Permissions.ts";

/** The AccessManager's own role that administers all others. */
const adminRole = 0n;

/** Roles whose holders a body appoints after the founding. */
const appointedLater: readonly RoleName[] = ["MONITORS", "METERS", "RELAYERS"];

/** The table as the Authority takes it: all functions of one contract that one role may call. */
const grantedFunctions = Map.groupBy(roleTable, ({ target, role }) => `${target}_${role}`);

/**
 * The whole system. The last step is one transaction that wires every role, hands the administration to the Council and takes it
 * from the deployer: either all of that happens or nothing.
 */
export default buildModule("System", (m) => {
  const access = m.useModule(Access);
  const nodes = m.useModule(Nodes);
  const governance = m.useModule(Governance);
  const permissions = m.useModule(Permissions);
  const { authority } = access;
  const { council } = governance;

  const targets = {
    MemberRegistry: governance.memberRegistry,
    DecisionClasses: governance.decisionClasses,
    NetworkDirectory: nodes.networkDirectory,
    OrganisationRegistry: nodes.organisationRegistry,
    AccountRegistry: nodes.accountRegistry,
    NodeRegistry: nodes.nodeRegistry,
    NodeMonitoring: nodes.nodeMonitoring,
    ValidatorSet: nodes.validatorSet,
    PermissionViews: permissions.permissionViews,
  };

  const names = Object.keys(roles) as RoleName[];
  const labels = names.map((name) =>
    m.encodeFunctionCall(authority, "labelRole", [roles[name], name], { id: `label_${name}` }),
  );
  const functions = [...grantedFunctions].map(([id, lines]) => {
    const [{ target, roleId }] = lines as [(typeof roleTable)[number]];
    return m.encodeFunctionCall(
      authority,
      "setTargetFunctionRole",
      [targets[target], lines.map(({ selector }) => selector), roleId],
      { id: `functions_${id}` },
    );
  });
  /** Roles that contracts hold, not the body. */
  const contracts: Partial<Record<RoleName, (typeof targets)[keyof typeof targets]>> = {
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
  const handOver = [
    m.encodeFunctionCall(
      authority,
      "grantRole",
      [adminRole, council, m.getParameter("delay_ADMIN")],
      { id: "grant_ADMIN" },
    ),
    m.encodeFunctionCall(authority, "renounceRole", [adminRole, m.getAccount(0)]),
  ];
  m.call(authority, "multicall", [[...labels, ...functions, ...grants, ...handOver]], {
    id: "HandOver",
  });

  return { ...access, ...nodes, ...governance, ...permissions };
});

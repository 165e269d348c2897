import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { listedClasses } from "../decision-classes.ts";
import Access from "./Access.ts";
import Nodes from "./Nodes.ts";

/** The Assembly of Members: its registry, the classes of its decisions, its Council. */
export default buildModule("Governance", (m) => {
  const { authority } = m.useModule(Access);
  const { validatorSet, organisationRegistry, nodeRegistry } = m.useModule(Nodes);

  const memberRegistry = m.contract("MemberRegistry", [authority, m.getParameter("members")]);

  const targets = { OrganisationRegistry: organisationRegistry, NodeRegistry: nodeRegistry };
  const decisionClasses = m.contract("DecisionClasses", [
    authority,
    [memberRegistry, validatorSet],
    listedClasses.map(({ target, selector, decisionClass }) => ({
      target: targets[target],
      selector,
      class: decisionClass,
    })),
  ]);

  const council = m.contract("Council", [
    {
      name: m.getParameter("name"),
      authority,
      members: memberRegistry,
      classes: decisionClasses,
      votingDelay: m.getParameter("votingDelay"),
      votingPeriod: m.getParameter("votingPeriod"),
      baseDelay: m.getParameter("baseDelay"),
      selfCallDelay: m.getParameter("selfCallDelay"),
    },
  ]);

  return { memberRegistry, decisionClasses, council };
});

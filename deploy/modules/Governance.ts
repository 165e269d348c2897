import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { listedClasses } from "../decision-classes.ts";
import Access from "./Access.ts";
import Nodes from "./Nodes.ts";

/** The Assembly of Members: its registry, the classes of its decisions, its Council. */
export default buildModule("Governance", (m) => {
  const { authority } = m.useModule(Access);
  const nodes = m.useModule(Nodes);

  const verifiers = {
    p256: m.contract("P256Verifier"),
    passkey: m.contract("PasskeyVerifier"),
    seal: m.contract("SealVerifier"),
  };
  const memberRegistry = m.contract("MemberRegistry", [
    authority,
    m.getParameter("members"),
    verifiers,
  ]);

  const targets = {
    NetworkDirectory: nodes.networkDirectory,
    OrganisationRegistry: nodes.organisationRegistry,
    AccountRegistry: nodes.accountRegistry,
    NodeRegistry: nodes.nodeRegistry,
    NodeMonitoring: nodes.nodeMonitoring,
  };
  const decisionClasses = m.contract("DecisionClasses", [
    authority,
    [memberRegistry, nodes.validatorSet],
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

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { listedClasses } from "../decision-classes.ts";
import Access from "./Access.ts";
import Anchors from "./Anchors.ts";
import { body } from "./body.ts";
import Emergency from "./Emergency.ts";
import Identity from "./Identity.ts";
import Nodes from "./Nodes.ts";
import Operators from "./Operators.ts";

/** The Assembly of Members: its registry, the classes of its decisions, its Council. */
export default buildModule("Governance", (m) => {
  const { authority } = m.useModule(Access);
  const nodes = m.useModule(Nodes);
  const identity = m.useModule(Identity);
  const { timestamps } = m.useModule(Anchors);
  const emergency = m.useModule(Emergency);
  const operators = m.useModule(Operators);

  const targets = {
    NetworkDirectory: nodes.networkDirectory,
    OrganisationRegistry: nodes.organisationRegistry,
    AccountRegistry: nodes.accountRegistry,
    NodeRegistry: nodes.nodeRegistry,
    NodeMonitoring: nodes.nodeMonitoring,
    TrustedIssuersRegistry: identity.trustedIssuersRegistry,
    TrustedSchemasRegistry: identity.trustedSchemasRegistry,
    Timestamps: timestamps,
  };
  return body(m, {
    authority,
    // What the other bodies are made of is as hard to change as what this one is made of.
    pinned: [nodes.validatorSet, ...Object.values(emergency), ...Object.values(operators)],
    listings: listedClasses.map(({ target, selector, decisionClass }) => ({
      target: targets[target],
      selector,
      class: decisionClass,
    })),
  });
});

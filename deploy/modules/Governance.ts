import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { listedClasses } from "../decision-classes.ts";
import Access from "./Access.ts";
import Anchors from "./Anchors.ts";
import { body, memberRegistryOf } from "./body.ts";
import Emergency from "./Emergency.ts";
import Identity from "./Identity.ts";
import Nodes from "./Nodes.ts";
import Operators from "./Operators.ts";
import { payments } from "./payments.ts";

/** The Assembly of Members: its registry, its treasury and rules of payments, the classes of its decisions, its Council. */
export default buildModule("Governance", (m) => {
  const { authority, circuitBreaker } = m.useModule(Access);
  const nodes = m.useModule(Nodes);
  const identity = m.useModule(Identity);
  const { timestamps } = m.useModule(Anchors);
  const emergency = m.useModule(Emergency);
  const operators = m.useModule(Operators);

  const memberRegistry = memberRegistryOf(m, authority);
  const money = payments(m, { authority, circuitBreaker, memberRegistry });
  const targets = {
    NetworkDirectory: nodes.networkDirectory,
    OrganisationRegistry: nodes.organisationRegistry,
    AccountRegistry: nodes.accountRegistry,
    NodeRegistry: nodes.nodeRegistry,
    NodeMonitoring: nodes.nodeMonitoring,
    TrustedIssuersRegistry: identity.trustedIssuersRegistry,
    TrustedSchemasRegistry: identity.trustedSchemasRegistry,
    Timestamps: timestamps,
    PaymentRules: money.paymentRules,
    Treasury: money.treasury,
  };
  const assembly = body(m, {
    authority,
    memberRegistry,
    // What the other bodies are made of is as hard to change as what this one is made of.
    pinned: [nodes.validatorSet, ...Object.values(emergency), ...Object.values(operators)],
    listings: listedClasses.map(({ target, selector, decisionClass }) => ({
      target: targets[target],
      selector,
      class: decisionClass,
    })),
  });
  return { ...assembly, ...money };
});

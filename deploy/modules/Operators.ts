import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { roleTable } from "../../generated/roles.ts";
import { DecisionClass } from "../decision-classes.ts";
import Access from "./Access.ts";
import Anchors from "./Anchors.ts";
import { body } from "./body.ts";
import Nodes from "./Nodes.ts";

/** The Operators' Committee: the organisations that run the nodes, one vote each. It settles technical matters and nothing else. */
export default buildModule("Operators", (m) => {
  const { authority } = m.useModule(Access);
  const nodes = m.useModule(Nodes);
  const { timestamps } = m.useModule(Anchors);
  const targets = {
    NetworkDirectory: nodes.networkDirectory,
    AccountRegistry: nodes.accountRegistry,
    NodeMonitoring: nodes.nodeMonitoring,
    Timestamps: timestamps,
  };
  const { memberRegistry, decisionClasses, council } = body(m, {
    authority,
    pinned: [nodes.validatorSet],
    listings: roleTable.flatMap((line) =>
      line.role === "OPERATIONS"
        ? [
            {
              target: targets[line.target],
              selector: line.selector,
              class: DecisionClass.simple,
            },
          ]
        : [],
    ),
  });
  return {
    operatorsMemberRegistry: memberRegistry,
    operatorsDecisionClasses: decisionClasses,
    operatorsCommittee: council,
  };
});

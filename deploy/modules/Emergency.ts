import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";
import { toFunctionSelector } from "viem";

import { DecisionClass } from "../decision-classes.ts";
import Access from "./Access.ts";
import { body } from "./body.ts";

/**
 * The Emergency Council: it pauses groups of functions, by the rights that the Assembly arms for it, and holds no role. Nothing that it
 * decides waits, so that a pause takes effect with the transaction that executes it.
 */
export default buildModule("Emergency", (m) => {
  const { authority, circuitBreaker } = m.useModule(Access);
  const { memberRegistry, decisionClasses, council } = body(m, {
    authority,
    pinned: [],
    listings: ["pause(bytes32,uint32)", "heartbeat(bytes32)"].map((signature) => ({
      target: circuitBreaker,
      selector: toFunctionSelector(signature),
      class: DecisionClass.simple,
    })),
    baseDelay: 0,
  });
  return {
    emergencyMemberRegistry: memberRegistry,
    emergencyDecisionClasses: decisionClasses,
    emergencyCouncil: council,
  };
});

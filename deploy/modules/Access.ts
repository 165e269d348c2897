import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { exitSelectors } from "../circuits.ts";

/** The one authority of the chain, and what can pause functions of it. The deployer administers both until `System` hands over. */
export default buildModule("Access", (m) => {
  const authority = m.contract("Authority", [m.getAccount(0), m.getParameter("expiration")]);
  const circuitBreaker = m.contract("CircuitBreaker", [authority, exitSelectors]);
  return { authority, circuitBreaker };
});

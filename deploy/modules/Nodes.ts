import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Access from "./Access.ts";
import { registry } from "./registry.ts";

/** Networks, organisations, accounts, nodes and what is seen of them: registers behind proxies; and the immutable set of validators. */
export default buildModule("Nodes", (m) => {
  const { authority, circuitBreaker } = m.useModule(Access);

  const validatorSet = m.contract("ValidatorSet", [
    authority,
    m.getParameter("validators"),
    m.getParameter("floor"),
    m.getParameter("churnLimit"),
    m.getParameter("churnPeriod"),
  ]);

  const networkDirectory = registry(m, "NetworkDirectory", [authority]);
  const organisationRegistry = registry(m, "OrganisationRegistry", [authority], [circuitBreaker]);
  const accountRegistry = registry(
    m,
    "AccountRegistry",
    [authority, organisationRegistry],
    [circuitBreaker],
  );
  const nodeRegistry = registry(
    m,
    "NodeRegistry",
    [authority, organisationRegistry, validatorSet],
    [circuitBreaker],
  );
  const nodeMonitoring = registry(
    m,
    "NodeMonitoring",
    [
      authority,
      nodeRegistry,
      accountRegistry,
      m.getParameter("quarantineMonitors"),
      m.getParameter("quarantineWindow"),
    ],
    [circuitBreaker],
  );

  return {
    validatorSet,
    networkDirectory,
    organisationRegistry,
    accountRegistry,
    nodeRegistry,
    nodeMonitoring,
  };
});

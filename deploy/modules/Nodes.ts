import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Access from "./Access.ts";

/** Organisations, nodes and validators: two registers behind proxies and the immutable set. */
export default buildModule("Nodes", (m) => {
  const { authority } = m.useModule(Access);

  const validatorSet = m.contract("ValidatorSet", [
    authority,
    m.getParameter("validators"),
    m.getParameter("floor"),
    m.getParameter("churnLimit"),
    m.getParameter("churnPeriod"),
  ]);

  const organisationImplementation = m.contract("OrganisationRegistry", [], {
    id: "OrganisationRegistryImplementation",
  });
  const organisationProxy = m.contract(
    "RegistryProxy",
    [
      organisationImplementation,
      m.encodeFunctionCall(organisationImplementation, "initialize", [authority]),
    ],
    { id: "OrganisationRegistryProxy" },
  );
  const organisationRegistry = m.contractAt("OrganisationRegistry", organisationProxy);

  const nodeImplementation = m.contract("NodeRegistry", [], { id: "NodeRegistryImplementation" });
  const nodeProxy = m.contract(
    "RegistryProxy",
    [
      nodeImplementation,
      m.encodeFunctionCall(nodeImplementation, "initialize", [
        authority,
        organisationProxy,
        validatorSet,
      ]),
    ],
    { id: "NodeRegistryProxy" },
  );
  const nodeRegistry = m.contractAt("NodeRegistry", nodeProxy);

  return { validatorSet, organisationRegistry, nodeRegistry };
});

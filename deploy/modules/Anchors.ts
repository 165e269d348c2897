import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { hashAlgorithms } from "../hash-algorithms.ts";
import Access from "./Access.ts";
import Identity from "./Identity.ts";
import { registry } from "./registry.ts";

/** Identities of wallets, which nothing can change but their owners, and anchors of hashes. */
export default buildModule("Anchors", (m) => {
  const { authority, circuitBreaker } = m.useModule(Access);
  const { didRegistry } = m.useModule(Identity);
  const identityDeployer = m.contract("IdentityRegistryDeployer");
  return {
    identityRegistry: m.contractAt("IdentityRegistry", m.staticCall(identityDeployer, "registry")),
    timestamps: registry(
      m,
      "Timestamps",
      [authority, hashAlgorithms.map((algorithm) => ({ ...algorithm }))],
      [circuitBreaker],
    ),
    statusLists: registry(m, "StatusLists", [authority, didRegistry], [circuitBreaker]),
  };
});

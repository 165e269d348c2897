import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import { initialPolicies } from "../initial-policies.ts";
import Access from "./Access.ts";
import { registry } from "./registry.ts";

/** DIDs of legal entities, who may issue what, schemas of credentials, and the policies that are answered from roles. */
export default buildModule("Identity", (m) => {
  const { authority, circuitBreaker } = m.useModule(Access);

  const trustedPoliciesRegistry = registry(m, "TrustedPoliciesRegistry", [
    authority,
    initialPolicies.map((policy) => ({ ...policy })),
  ]);
  const didRegistry = registry(
    m,
    "DidRegistry",
    [authority, trustedPoliciesRegistry],
    [circuitBreaker],
  );
  const trustedIssuersRegistry = registry(
    m,
    "TrustedIssuersRegistry",
    [authority, didRegistry, trustedPoliciesRegistry],
    [circuitBreaker],
  );
  const trustedSchemasRegistry = registry(m, "TrustedSchemasRegistry", [authority]);

  return { didRegistry, trustedIssuersRegistry, trustedSchemasRegistry, trustedPoliciesRegistry };
});

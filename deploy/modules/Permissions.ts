import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Access from "./Access.ts";
import Governance from "./Governance.ts";
import Nodes from "./Nodes.ts";
import { registry } from "./registry.ts";

/** What clients ask about connections and transactions: it knows the body, which nothing can shut out. */
export default buildModule("Permissions", (m) => {
  const { authority } = m.useModule(Access);
  const { validatorSet, accountRegistry, nodeRegistry } = m.useModule(Nodes);
  const { memberRegistry, council } = m.useModule(Governance);

  const permissionViews = registry(m, "PermissionViews", [
    authority,
    council,
    memberRegistry,
    nodeRegistry,
    validatorSet,
    accountRegistry,
  ]);
  return { permissionViews };
});

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Access from "./Access.ts";

/** What members say of proposals beside their votes, and rights to stop proposals, for all bodies. */
export default buildModule("Proceedings", (m) => {
  const { authority } = m.useModule(Access);
  return {
    deliberation: m.contract("Deliberation"),
    vetoes: m.contract("Vetoes", [authority]),
  };
});

import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

/** The one authority of the chain. The deployer administers it until `System` hands over. */
export default buildModule("Access", (m) => {
  const authority = m.contract("Authority", [m.getAccount(0), m.getParameter("expiration")]);
  return { authority };
});

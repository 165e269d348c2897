import { buildModule } from "@nomicfoundation/hardhat-ignition/modules";

import Access from "./Access.ts";
import Governance from "./Governance.ts";

/** Test e-money, the treasury of the Assembly, and what holds payments: none of them can be upgraded. */
export default buildModule("Payments", (m) => {
  const { authority, circuitBreaker } = m.useModule(Access);
  const { memberRegistry } = m.useModule(Governance);

  const euroToken = m.contract("EuroToken", [authority, circuitBreaker]);
  const treasury = m.contract("Treasury", [authority, memberRegistry, circuitBreaker]);
  const paymentRules = m.contract("PaymentRules", [authority, treasury]);
  const paymentEscrow = m.contract("PaymentEscrow", [circuitBreaker, paymentRules]);
  const paymentStreams = m.contract("PaymentStreams", [circuitBreaker, paymentRules]);
  const subscriptions = m.contract("Subscriptions", [circuitBreaker, paymentRules]);
  return { euroToken, treasury, paymentRules, paymentEscrow, paymentStreams, subscriptions };
});

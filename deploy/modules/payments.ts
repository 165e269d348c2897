import type { Contract, ModuleBuilder } from "./registry.ts";

export interface PaymentsPlan {
  authority: Contract;
  circuitBreaker: Contract;
  /** Members of the body whose treasury it is. */
  memberRegistry: Contract;
}

/** Test e-money, the treasury of a body, and what holds payments. None of them can be upgraded. */
export function payments(
  m: ModuleBuilder,
  { authority, circuitBreaker, memberRegistry }: PaymentsPlan,
) {
  const euroToken = m.contract("EuroToken", [authority, circuitBreaker]);
  const treasury = m.contract("Treasury", [authority, memberRegistry, circuitBreaker]);
  const paymentRules = m.contract("PaymentRules", [authority, treasury]);
  const paymentEscrow = m.contract("PaymentEscrow", [circuitBreaker, paymentRules]);
  const paymentStreams = m.contract("PaymentStreams", [circuitBreaker, paymentRules]);
  const subscriptions = m.contract("Subscriptions", [circuitBreaker, paymentRules]);
  return { euroToken, treasury, paymentRules, paymentEscrow, paymentStreams, subscriptions };
}

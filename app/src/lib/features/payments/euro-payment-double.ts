import type { Payment } from "#lib/index/payments.ts";

import { disputeDouble, milestoneDouble, paymentDouble, people } from "./payment-double.ts";

export const { payer, payee, operator, official, second, arbiter, stranger } = people;

/** A payment of €100 that is held until second 1,000 and can be refunded until 2,000, with changes. */
export function payment(changes: Partial<Payment> = {}): Payment {
  return paymentDouble({
    amount: 100_000_000n,
    held: 100_000_000n,
    authoriseBy: 100,
    captureBy: 1_000,
    refundBy: 2_000,
    fee: 100,
    arbitration: 3_600,
    ...changes,
  });
}

/** Its only milestone, as far as it is. */
export function milestone(
  changes: Partial<Payment["milestones"][number]> = {},
): Payment["milestones"][number] {
  return milestoneDouble({ amount: 100_000_000n, ...changes });
}

/** A payment by that milestone, which two officials accept and silence after 100 seconds. */
export function byMilestone(changes: Partial<Payment["milestones"][number]> = {}): Payment {
  return payment({
    operator: null,
    officials: [official, second],
    milestones: [milestone(changes)],
    twoPersonAbove: 50_000_000n,
    review: 100,
  });
}

/** A dispute that is open until second 500. */
export function disputed(changes: Partial<NonNullable<Payment["dispute"]>> = {}): Payment {
  return payment({ phase: "disputed", dispute: disputeDouble({ decideBy: 500, ...changes }) });
}

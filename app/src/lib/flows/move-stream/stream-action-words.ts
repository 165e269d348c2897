import { restOf } from "#lib/features/payments/accrual.ts";
import type { Naming } from "#lib/flows/move-payment/payment-words.ts";
import { utc } from "#lib/flows/new-payment/consequences.ts";
import type { PaymentStream } from "#lib/index/payments.ts";
import { m } from "#lib/messages.ts";

import type { StreamAction } from "./what-can-be-done.ts";

/** What an action is called, on its button too. */
export function streamActionWord(action: StreamAction): string {
  switch (action) {
    case "withdraw":
      return m.payment_flows_do_withdraw();
    case "top-up":
      return m.payment_flows_do_top_up();
    case "pause":
      return m.payment_flows_do_pause();
    case "resume":
      return m.payment_flows_do_resume();
    case "end":
      return m.payment_flows_do_end();
  }
}

/** Why nothing accrues whatever is done; null while the node that counts is active, and with another meter. */
export function restNote({ node }: Pick<PaymentStream, "node">): string | null {
  const rest = restOf(node);
  if (node === null || rest === null) return null;
  return rest === "retired"
    ? m.payment_flows_stream_rests_for_good({ node: node.host })
    : m.payment_flows_stream_rests({ node: node.host });
}

/**
 * What follows from an action.
 *
 * @param amount What is put in.
 * @param accrued What the contract would pay out now; null while it has not answered.
 */
export function streamActionFollows(
  stream: PaymentStream,
  action: StreamAction,
  amount: bigint,
  accrued: bigint | null,
  { account, money }: Naming,
): string[] {
  const [payer, payee] = [account(stream.payer), account(stream.payee)];
  const rest = restNote(stream);
  // What would make something accrue does not while the node is not active.
  const unlessActive = rest === null ? [] : [rest];
  switch (action) {
    case "withdraw":
      return accrued === null
        ? [m.payment_flows_reading_chain()]
        : [m.payment_flows_does_withdraw({ payee, amount: money(accrued) })];
    case "top-up":
      return [m.payment_flows_does_top_up({ amount: money(amount), payer }), ...unlessActive];
    case "pause":
      return [m.payment_flows_does_pause({ time: utc(stream.until) })];
    case "resume":
      return [m.payment_flows_does_resume(), ...unlessActive];
    case "end":
      return accrued === null
        ? [m.payment_flows_reading_chain()]
        : [
            m.payment_flows_does_end({
              payee,
              amount: money(accrued),
              payer,
              rest: money(stream.held - accrued),
            }),
          ];
  }
}

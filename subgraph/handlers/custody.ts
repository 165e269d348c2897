// Events of every contract that holds money for others. Their classes differ by contract only in name, so one of them serves for all.
import { changeClaimable, getOrCreateCustody } from "../entities/custody";
import { describe } from "../entities/event";
import {
  PayoutClaimed as PayoutClaimedLog,
  PayoutDeferred as PayoutDeferredLog,
} from "../generated/PaymentEscrow/PaymentEscrow";
import { PayoutClaimed, PayoutDeferred } from "../generated/schema";
import { eventId } from "../ids";

export function handlePayoutDeferred(event: PayoutDeferredLog): void {
  const params = event.params;
  const custody = getOrCreateCustody(event.address, params.token);
  changeClaimable(custody, params.account, params.amount, event);

  const log = new PayoutDeferred(eventId(event));
  describe(log, event);
  log.custody = custody.id;
  log.account = params.account;
  log.amount = params.amount;
  log.save();
}

export function handlePayoutClaimed(event: PayoutClaimedLog): void {
  const params = event.params;
  const custody = getOrCreateCustody(event.address, params.token);
  changeClaimable(custody, params.account, params.amount.neg(), event);

  const log = new PayoutClaimed(eventId(event));
  describe(log, event);
  log.custody = custody.id;
  log.account = params.account;
  log.recipient = params.recipient;
  log.amount = params.amount;
  log.save();
}

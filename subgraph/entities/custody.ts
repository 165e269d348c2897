import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Claimable, Custody, ObligationPoint } from "../generated/schema";
import { claimableId, custodyId } from "../ids";
import { getOrCreatePaymentToken } from "./payment-token";

export function getOrCreateCustody(contract: Bytes, token: Bytes): Custody {
  const id = custodyId(contract, token);
  let custody = Custody.load(id);
  if (custody == null) {
    custody = new Custody(id);
    custody.contract = contract;
    custody.token = getOrCreatePaymentToken(token).id;
    custody.held = BigInt.zero();
    custody.claimable = BigInt.zero();
    custody.obligations = BigInt.zero();
    custody.save();
  }
  return custody;
}

/** More is held, or less where the change is negative. */
export function changeHeld(id: Bytes, change: BigInt): void {
  const custody = Custody.load(id)!;
  custody.held = custody.held.plus(change);
  saveObligations(custody);
}

/** More waits for the account, or less where the change is negative. */
export function changeClaimable(
  custody: Custody,
  account: Bytes,
  change: BigInt,
  event: ethereum.Event,
): void {
  const id = claimableId(custody.id, account);
  let claimable = Claimable.load(id);
  if (claimable == null) {
    claimable = new Claimable(id);
    claimable.custody = custody.id;
    claimable.account = account;
    claimable.amount = BigInt.zero();
  }
  claimable.amount = claimable.amount.plus(change);
  claimable.changedAt = event.block.timestamp;
  claimable.save();

  custody.claimable = custody.claimable.plus(change);
  saveObligations(custody);
}

function saveObligations(custody: Custody): void {
  custody.obligations = custody.held.plus(custody.claimable);
  custody.save();

  // The store numbers the points itself and gives them the time of the block.
  const point = new ObligationPoint(0);
  point.custody = custody.id;
  point.held = custody.held;
  point.claimable = custody.claimable;
  point.save();
}

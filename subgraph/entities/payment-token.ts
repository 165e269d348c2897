import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { PaymentPoint, PaymentToken } from "../generated/schema";

/** A token is known from the first decision or payment on that names it. */
export function getOrCreatePaymentToken(address: Bytes): PaymentToken {
  let token = PaymentToken.load(address);
  if (token == null) {
    token = new PaymentToken(address);
    token.allowed = false;
    token.feeMinimum = 0;
    token.feeMaximum = 0;
    token.save();
  }
  return token;
}

/** A point of the volumes, at which nothing moved yet: whoever asks sets what did, and saves. */
export function newPaymentPoint(token: Bytes, event: ethereum.Event): PaymentPoint {
  // The store numbers the points itself and gives them the time of the block.
  const point = new PaymentPoint(0);
  point.contract = event.address;
  point.token = token;
  point.authorised = BigInt.zero();
  point.captured = BigInt.zero();
  point.returned = BigInt.zero();
  point.refunded = BigInt.zero();
  point.fees = BigInt.zero();
  return point;
}

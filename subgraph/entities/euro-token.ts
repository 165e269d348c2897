import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { EuroToken, TokenHolder } from "../generated/schema";
import { tokenHolderId } from "../ids";

export function getOrCreateEuroToken(address: Bytes): EuroToken {
  let token = EuroToken.load(address);
  if (token == null) {
    token = new EuroToken(address);
    token.supply = BigInt.zero();
    token.allowListOnly = false;
    token.save();
  }
  return token;
}

/** An account that has nothing and stands on no list, until something is said of it. */
export function getOrCreateTokenHolder(token: Bytes, account: Bytes): TokenHolder {
  const id = tokenHolderId(token, account);
  let holder = TokenHolder.load(id);
  if (holder == null) {
    holder = new TokenHolder(id);
    holder.token = token;
    holder.account = account;
    holder.balance = BigInt.zero();
    holder.status = "OPEN";
  }
  return holder;
}

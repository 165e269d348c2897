import { Address } from "@graphprotocol/graph-ts";

import { getOrCreateEuroToken, getOrCreateTokenHolder } from "../entities/euro-token";
import { describe } from "../entities/event";
import { moneyStatus } from "../enums";
import {
  AllowListOnlySet as AllowListOnlySetLog,
  Approval as ApprovalLog,
  AuthorizationCanceled as AuthorizationCanceledLog,
  AuthorizationUsed as AuthorizationUsedLog,
  CrosschainBurn as CrosschainBurnLog,
  CrosschainMint as CrosschainMintLog,
  Minted as MintedLog,
  MoneyStatusSet as MoneyStatusSetLog,
  Redeemed as RedeemedLog,
  Transfer as TransferLog,
} from "../generated/EuroToken/EuroToken";
import {
  AllowListOnlySet,
  Approval,
  AuthorizationCanceled,
  AuthorizationUsed,
  CrosschainBurn,
  CrosschainMint,
  Minted,
  MoneyStatusSet,
  Redeemed,
  Transfer,
} from "../generated/schema";
import { eventId } from "../ids";

export function handleTransfer(event: TransferLog): void {
  const params = event.params;
  const value = params.value;
  const token = getOrCreateEuroToken(event.address);
  if (params.from == Address.zero()) {
    token.supply = token.supply.plus(value);
  } else {
    const holder = getOrCreateTokenHolder(token.id, params.from);
    holder.balance = holder.balance.minus(value);
    holder.save();
  }
  // After the sender is saved, who may be the same.
  if (params.to == Address.zero()) {
    token.supply = token.supply.minus(value);
  } else {
    const holder = getOrCreateTokenHolder(token.id, params.to);
    holder.balance = holder.balance.plus(value);
    holder.save();
  }
  token.save();

  const log = new Transfer(eventId(event));
  describe(log, event);
  log.from = params.from;
  log.to = params.to;
  log.value = value;
  log.save();
}

export function handleApproval(event: ApprovalLog): void {
  const params = event.params;
  const log = new Approval(eventId(event));
  describe(log, event);
  log.owner = params.owner;
  log.spender = params.spender;
  log.value = params.value;
  log.save();
}

export function handleAuthorizationUsed(event: AuthorizationUsedLog): void {
  const params = event.params;
  const log = new AuthorizationUsed(eventId(event));
  describe(log, event);
  log.authorizer = params.authorizer;
  log.nonce = params.nonce;
  log.save();
}

export function handleAuthorizationCanceled(event: AuthorizationCanceledLog): void {
  const params = event.params;
  const log = new AuthorizationCanceled(eventId(event));
  describe(log, event);
  log.authorizer = params.authorizer;
  log.nonce = params.nonce;
  log.save();
}

export function handleMinted(event: MintedLog): void {
  const params = event.params;
  const log = new Minted(eventId(event));
  describe(log, event);
  log.to = params.to;
  log.issuer = params.issuer;
  log.paymentReference = params.paymentReference;
  log.value = params.value;
  log.save();
}

export function handleRedeemed(event: RedeemedLog): void {
  const params = event.params;
  const log = new Redeemed(eventId(event));
  describe(log, event);
  log.holder = params.holder;
  log.issuer = params.issuer;
  log.paymentReference = params.paymentReference;
  log.value = params.value;
  log.save();
}

export function handleCrosschainMint(event: CrosschainMintLog): void {
  const params = event.params;
  const log = new CrosschainMint(eventId(event));
  describe(log, event);
  log.to = params.to;
  log.value = params.amount;
  log.bridge = params.sender;
  log.save();
}

export function handleCrosschainBurn(event: CrosschainBurnLog): void {
  const params = event.params;
  const log = new CrosschainBurn(eventId(event));
  describe(log, event);
  log.from = params.from;
  log.value = params.amount;
  log.bridge = params.sender;
  log.save();
}

export function handleMoneyStatusSet(event: MoneyStatusSetLog): void {
  const params = event.params;
  const token = getOrCreateEuroToken(event.address);
  const holder = getOrCreateTokenHolder(token.id, params.account);
  holder.status = moneyStatus(params.status);
  holder.statusReason = params.reasonHash;
  holder.statusSetBy = params.actor;
  holder.statusSetAt = event.block.timestamp;
  holder.save();

  const log = new MoneyStatusSet(eventId(event));
  describe(log, event);
  log.holder = holder.id;
  log.actor = params.actor;
  log.status = holder.status;
  log.reasonHash = params.reasonHash;
  log.save();
}

export function handleAllowListOnlySet(event: AllowListOnlySetLog): void {
  const params = event.params;
  const token = getOrCreateEuroToken(event.address);
  token.allowListOnly = params.allowListOnly;
  token.save();

  const log = new AllowListOnlySet(eventId(event));
  describe(log, event);
  log.actor = params.actor;
  log.allowListOnly = params.allowListOnly;
  log.save();
}

import { ethereum } from "@graphprotocol/graph-ts";

import { Transaction } from "../generated/schema";

export function getOrCreateTransaction(event: ethereum.Event): Transaction {
  const id = event.transaction.hash;
  // All events of a transaction stand in one block.
  let transaction = Transaction.loadInBlock(id);
  if (transaction == null) {
    transaction = new Transaction(id);
    transaction.sender = event.transaction.from;
    transaction.block = event.block.number;
    transaction.timestamp = event.block.timestamp;
    transaction.save();
  }
  return transaction;
}

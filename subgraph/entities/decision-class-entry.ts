import { Bytes } from "@graphprotocol/graph-ts";

import { DecisionClassEntry } from "../generated/schema";
import { decisionClassEntryId } from "../ids";

export function getOrCreateDecisionClassEntry(
  table: Bytes,
  target: Bytes,
  selector: Bytes,
): DecisionClassEntry {
  const id = decisionClassEntryId(table, target, selector);
  let entry = DecisionClassEntry.load(id);
  if (entry == null) {
    entry = new DecisionClassEntry(id);
    entry.table = table;
    entry.target = target;
    entry.selector = selector;
  }
  return entry;
}

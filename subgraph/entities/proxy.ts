import { ethereum } from "@graphprotocol/graph-ts";

import { Member, Proxy } from "../generated/schema";
import { getOrCreateTransaction } from "./transaction";

/** Ends the latest proxy of a member, unless it has none or that has ended or run out. */
export function endProxy(member: Member, event: ethereum.Event): void {
  if (member.proxy === null) return;
  const proxy = Proxy.load(member.proxy!)!;
  if (proxy.endedAt !== null || proxy.notAfter.lt(event.block.timestamp)) return;
  proxy.endedBlock = event.block.number;
  proxy.endedAt = event.block.timestamp;
  proxy.endedIn = getOrCreateTransaction(event).id;
  proxy.save();
}

import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Member, Representative, RepresentativeKey } from "../generated/schema";
import { representativeId, representativeKeyId } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function getOrCreateRepresentative(member: Member, key: Bytes): Representative {
  const id = representativeId(member.id, key);
  let representative = Representative.load(id);
  if (representative == null) {
    representative = new Representative(id);
    representative.member = member.id;
    representative.key = key;
  }
  return representative;
}

/** From now on the key stands for the member, however often it did before. */
export function appoint(representative: Representative, event: ethereum.Event): void {
  representative.appointedBlock = event.block.number;
  representative.appointedAt = event.block.timestamp;
  representative.appointedIn = getOrCreateTransaction(event).id;
  representative.endedBlock = null;
  representative.endedAt = null;
  representative.endedIn = null;
  representative.save();
  assignKey(Member.load(representative.member)!.memberRegistry, representative);
}

export function endRepresentation(representative: Representative, event: ethereum.Event): void {
  representative.endedBlock = event.block.number;
  representative.endedAt = event.block.timestamp;
  representative.endedIn = getOrCreateTransaction(event).id;
  representative.save();
}

/** Points the key to its latest representative: after one mandate ended it may stand for another member. */
function assignKey(memberRegistry: Bytes, representative: Representative): void {
  const id = representativeKeyId(memberRegistry, representative.key);
  let key = RepresentativeKey.load(id);
  if (key == null) {
    key = new RepresentativeKey(id);
    key.key = representative.key;
  }
  key.representative = representative.id;
  key.save();
}

/** Id of the member that a key stood for last, or null for a stranger's key. */
export function memberOfKey(memberRegistry: Bytes, key: Bytes): Bytes | null {
  const entry = RepresentativeKey.load(representativeKeyId(memberRegistry, key));
  if (entry == null) return null;
  return Representative.load(entry.representative)!.member;
}

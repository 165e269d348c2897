import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Policy, PolicyById } from "../generated/schema";
import { policyByIdId } from "../ids";
import { getOrCreateTransaction } from "./transaction";

export function insertPolicy(number: BigInt, policyName: string, event: ethereum.Event): Policy {
  const policy = new Policy(Bytes.fromUTF8(policyName));
  policy.policyId = number.toI32();
  policy.policyName = policyName;
  policy.active = true;
  policy.insertedBlock = event.block.number;
  policy.insertedAt = event.block.timestamp;
  policy.insertedIn = getOrCreateTransaction(event).id;

  const byId = new PolicyById(policyByIdId(number));
  byId.policy = policy.id;
  byId.save();
  return policy;
}

/** A policy is inserted before anything else is said of it. */
export function loadPolicy(number: BigInt): Policy {
  return Policy.load(PolicyById.load(policyByIdId(number))!.policy)!;
}

export function saveChanged(policy: Policy, event: ethereum.Event): void {
  policy.updatedAt = event.block.timestamp;
  policy.updatedIn = getOrCreateTransaction(event).id;
  policy.save();
}

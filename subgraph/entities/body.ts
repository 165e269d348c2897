import { BigInt, Bytes, dataSource } from "@graphprotocol/graph-ts";

import { Body } from "../generated/schema";
import { getOrCreateMemberRegistry } from "./member-registry";

/** No event of a Council names its register or the body: the manifest says both. */
export function getOrCreateBody(council: Bytes): Body {
  let body = Body.load(council);
  if (body == null) {
    const context = dataSource.context();
    body = new Body(council);
    body.name = context.getString("name");
    body.memberRegistry = getOrCreateMemberRegistry(context.getBytes("memberRegistry")).id;
    body.votingDelay = BigInt.zero();
    body.votingPeriod = BigInt.zero();
    body.baseDelay = BigInt.zero();
    body.proposalThreshold = BigInt.zero();
    body.rulesEdition = 0;
    body.proposalCount = 0;
    body.save();
  }
  return body;
}

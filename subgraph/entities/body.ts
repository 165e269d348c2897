import { BigInt, Bytes, dataSource, log } from "@graphprotocol/graph-ts";

import { Body } from "../generated/schema";
import { getOrCreateMemberRegistry } from "./member-registry";

export function getOrCreateBody(council: Bytes): Body {
  let body = Body.load(council);
  if (body == null) {
    const line = lineOf(council);
    body = new Body(council);
    body.name = line.slice(3).join(" ");
    body.memberRegistry = getOrCreateMemberRegistry(Bytes.fromHexString(line[1])).id;
    body.classTable = Bytes.fromHexString(line[2]);
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

/** No event of a Council names its register, its classes or the body: the manifest says all three (`bodyLines` there). */
function lineOf(council: Bytes): string[] {
  const lines = dataSource.context().getString("bodies").split("\n");
  for (let i = 0; i < lines.length; ++i) {
    const line = lines[i].split(" ");
    if (line[0] == council.toHexString()) return line;
  }
  log.critical("The manifest names no body with the Council {}.", [council.toHexString()]);
  return [];
}

import { BigInt } from "@graphprotocol/graph-ts";

// The numbers of Solidity's enums as the names of the schema's. A number that no contract of ours can say stops the index
// instead of being stored under a wrong name.

export function memberClass(value: i32): string {
  return nameOf("MemberClass", ["MEMBER", "OBSERVER"], value);
}

export function memberStatus(value: i32): string {
  return nameOf("MemberStatus", ["", "ACTIVE", "SUSPENDED", "LEFT"], value);
}

export function decisionClass(value: i32): string {
  return nameOf(
    "DecisionClass",
    ["REINFORCED", "QUALIFIED", "SIMPLE", "UNANIMITY", "PARTICIPATING", "OBJECTION"],
    value,
  );
}

export function ruleKind(value: i32): string {
  return nameOf("RuleKind", ["MAJORITY", "UNANIMITY", "PARTICIPANTS", "OBJECTION"], value);
}

/** The places that a bitmap of members names, in order. */
export function placesIn(bitmap: BigInt): i32[] {
  const places: i32[] = [];
  for (let i = 0; i < 256 && i / 8 < bitmap.length; ++i) {
    if (((bitmap[i / 8] >> u8(i % 8)) & 1) == 1) places.push(i);
  }
  return places;
}

/** The names of a ClassSet: bit `i` stands for the class with value `i`. */
export function decisionClasses(set: i32): string[] {
  const classes: string[] = [];
  for (let i = 0; i < 8; ++i) {
    if ((set & (1 << i)) != 0) classes.push(decisionClass(i));
  }
  return classes;
}

export function voteSupport(value: i32): string {
  return nameOf("VoteSupport", ["AGAINST", "FOR", "ABSTAIN"], value);
}

export function voteWay(value: i32): string {
  return nameOf("VoteWay", ["IN_PERSON", "SIGNATURE", "PROXY", "PROXY_SIGNATURE"], value);
}

export function organisationStatus(value: i32): string {
  return nameOf("OrganisationStatus", ["", "ACTIVE", "SUSPENDED", "RETIRED"], value);
}

export function nodeKind(value: i32): string {
  return nameOf("NodeKind", ["VALIDATOR", "BOOT", "OBSERVER", "BRIDGE"], value);
}

export function nodeStatus(value: i32): string {
  return nameOf(
    "NodeStatus",
    ["NONE", "PENDING", "ACTIVE", "SUSPENDED", "RETIRED", "STANDBY", "QUARANTINED"],
    value,
  );
}

export function organisationKind(value: i32): string {
  return nameOf(
    "OrganisationKind",
    [
      "UNSPECIFIED",
      "STATE_BODY",
      "AGENCY",
      "OPERATOR",
      "AUDITOR",
      "REGULATOR",
      "SERVICE_PROVIDER",
      "CLOUD_PROVIDER",
      "INSTITUTIONAL_USER",
    ],
    value,
  );
}

export function networkStage(value: i32): string {
  return nameOf("NetworkStage", ["", "DEVELOPMENT", "PILOT", "PRODUCTION", "RETIRED"], value);
}

export function accountAccess(value: i32): string {
  return nameOf("AccountAccess", ["NONE", "READ", "TRANSACT", "DEPLOY", "FULL"], value);
}

export function issuerType(value: i32): string {
  return nameOf("IssuerType", ["", "ROOT_TAO", "TAO", "TI", "REVOKED"], value);
}

export function hashAlgorithmStatus(value: i32): string {
  return nameOf("HashAlgorithmStatus", ["", "ACTIVE", "REVOKED"], value);
}

export function statusListKind(value: i32): string {
  return nameOf("StatusListKind", ["BITSTRING", "TOKEN"], value);
}

export function statusPurpose(value: i32): string {
  return nameOf(
    "StatusPurpose",
    ["REVOCATION", "SUSPENSION", "MESSAGE", "REFRESH", "STATUS"],
    value,
  );
}

export function disputeOutcome(value: i32): string {
  return nameOf("DisputeOutcome", ["SETTLEMENT", "DECISION", "SILENCE"], value);
}

export function contributionKey(value: i32): string {
  return nameOf("ContributionKey", ["HEADS", "POPULATION", "DATA"], value);
}

export function moneyStatus(value: i32): string {
  return nameOf("MoneyStatus", ["OPEN", "ALLOWED", "BLOCKED"], value);
}

/** Names of relationships in the order in which the register goes through them. */
const relationships = [
  "authentication",
  "assertionMethod",
  "keyAgreement",
  "capabilityInvocation",
  "capabilityDelegation",
];

export function relationshipNumber(name: string): i32 {
  const number = relationships.indexOf(name);
  assert(
    number >= 0,
    'The relationship "' + name + '" is unknown: the subgraph is older than the contracts.',
  );
  return number;
}

function nameOf(type: string, names: string[], value: i32): string {
  const known = value >= 0 && value < names.length && names[value].length > 0;
  assert(
    known,
    "The value " +
      value.toString() +
      " of " +
      type +
      " is unknown: the subgraph is older than the contracts.",
  );
  return names[value];
}

import { type Address, zeroAddress } from "viem";

import type { SystemParameters } from "../../deploy.ts";
import {
  committeeOperators,
  type CommitteeOperator,
  emergencyStates,
  equalMembers,
} from "../local/bodies.ts";
import {
  memberAccount,
  memberCode,
  populationYear,
  states,
  type StateCode,
} from "../local/members.ts";

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;

/** The public keys that the founders bring; everything else about the genesis stands in this repository. */
export interface FoundersKeys {
  /** Addresses of the validators' node keys. */
  validators: Address[];
  /** Addresses of the mandate keys of those states that are members. */
  mandateKeys: Partial<Record<StateCode, Address>>;
  /** Addresses of the mandate keys of the operators in their committee. */
  operatorKeys: Record<CommitteeOperator, Address>;
}

/** Times to try decisions within minutes, and still long enough to see each step. */
export const evaluationParameters = ({
  validators,
  mandateKeys,
  operatorKeys,
}: FoundersKeys): SystemParameters => ({
  Access: { expiration: 14 * day },
  Nodes: {
    validators,
    floor: 4,
    churnLimit: 1,
    churnPeriod: 5 * minute,
    quarantineMonitors: 2,
    quarantineWindow: hour,
  },
  Governance: {
    name: "Assembly of Members",
    members: states.flatMap(({ code, population }) => {
      const mandateKey = mandateKeys[code];
      if (mandateKey === undefined) return [];
      return [
        {
          account: memberAccount(code),
          code: memberCode(code),
          class: 0,
          weight: population,
          weightYear: populationYear,
          mandateKey,
        },
      ];
    }),
    votingDelay: 5,
    votingPeriod: 7 * day,
    baseDelay: 0,
    selfCallDelay: 2 * minute,
    extension: day,
    proposalLimit: 15,
    leastParticipants: 9,
  },
  Emergency: {
    name: "Emergency Council",
    // A state acts in both bodies with the same key.
    members: equalMembers(
      emergencyMembers(mandateKeys),
      populationYear,
      (code) => mandateKeys[code] ?? zeroAddress,
    ),
    votingDelay: 0,
    votingPeriod: hour,
    selfCallDelay: 2 * minute,
    extension: 10 * minute,
    proposalLimit: 15,
    leastParticipants: 2,
  },
  Operators: {
    name: "Operators' Committee",
    members: equalMembers(committeeOperators, populationYear, (code) => operatorKeys[code]),
    votingDelay: 5,
    votingPeriod: 7 * day,
    baseDelay: 0,
    selfCallDelay: 2 * minute,
    extension: day,
    proposalLimit: 15,
    leastParticipants: 2,
  },
  System: {
    maxPause: 10 * minute,
    coolDown: 20 * minute,
    heartbeatPeriod: 30 * day,
    emergencyTerm: 180 * day,
    feeMinimum: 0,
    feeMaximum: 200,
    delay_ADMIN: 2 * minute,
    delay_MEMBERSHIP: 2 * minute,
    delay_DECISION_CLASSES: 2 * minute,
    delay_ORGANISATIONS: minute,
    delay_NODES: minute,
    delay_UPGRADES: 2 * minute,
    delay_NETWORKS: minute,
    delay_ACCOUNTS: minute,
    delay_CIRCUITS: minute,
    delay_OPERATIONS: minute,
    delay_VETOES: minute,
    delay_TRUST_ANCHORS: minute,
    delay_SCHEMAS: minute,
    delay_POLICIES: 2 * minute,
    delay_PAYMENT_RULES: 2 * minute,
    delay_BUDGETS: 2 * minute,
    delay_OPERATIONS_operators: 2 * minute,
  },
});

/** States of the emergency council that are members; where that leaves fewer than three, the first five members. */
function emergencyMembers(mandateKeys: FoundersKeys["mandateKeys"]): StateCode[] {
  const own = emergencyStates.filter((code) => code in mandateKeys);
  const members = states.map(({ code }) => code).filter((code) => code in mandateKeys);
  return own.length >= 3 ? own : members.slice(0, 5);
}

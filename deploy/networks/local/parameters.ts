import type { SystemParameters } from "../../deploy.ts";
import { mandateKey, nodeKey, operatorMandateKey } from "./accounts.ts";
import { committeeOperators, emergencyStates, equalMembers } from "./bodies.ts";
import { memberAccount, memberCode, populationYear, states } from "./members.ts";

const second = 1;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How many sample nodes validate from the first block on. */
export const foundingValidators = 4;

/** The embedded chain: voting takes a week so that the sample proposal does not lapse unseen, delays take seconds. */
export const localParameters: SystemParameters = {
  Access: { expiration: 14 * day },
  Nodes: {
    validators: Array.from({ length: foundingValidators }, (_, index) => nodeKey(index).address),
    floor: 4,
    churnLimit: 4,
    churnPeriod: 10 * second,
    quarantineMonitors: 2,
    quarantineWindow: hour,
  },
  Governance: {
    name: "Assembly of Members",
    members: states.map(({ code, population }, index) => ({
      account: memberAccount(code),
      code: memberCode(code),
      class: 0,
      weight: population,
      weightYear: populationYear,
      mandateKey: mandateKey(index).address,
    })),
    votingDelay: 1 * second,
    votingPeriod: 7 * day,
    baseDelay: 0,
    selfCallDelay: 30 * second,
    extension: day,
    proposalLimit: 15,
    leastParticipants: 9,
  },
  Emergency: {
    name: "Emergency Council",
    // A state acts in both bodies with the same key.
    members: equalMembers(
      emergencyStates,
      populationYear,
      (code) => mandateKey(states.findIndex((state) => state.code === code)).address,
    ),
    votingDelay: 0,
    votingPeriod: hour,
    selfCallDelay: 30 * second,
    extension: 10 * minute,
    proposalLimit: 15,
    leastParticipants: 2,
  },
  Operators: {
    name: "Operators' Committee",
    members: equalMembers(
      committeeOperators,
      populationYear,
      (code) => operatorMandateKey(committeeOperators.indexOf(code)).address,
    ),
    votingDelay: 1 * second,
    votingPeriod: 7 * day,
    baseDelay: 0,
    selfCallDelay: 30 * second,
    extension: day,
    proposalLimit: 15,
    leastParticipants: 2,
  },
  System: {
    maxPause: day,
    coolDown: 3 * day,
    heartbeatPeriod: 90 * day,
    emergencyTerm: 366 * day,
    feeMinimum: 0,
    feeMaximum: 200,
    delay_ADMIN: 30 * second,
    delay_MEMBERSHIP: 10 * second,
    delay_DECISION_CLASSES: 30 * second,
    delay_ORGANISATIONS: 5 * second,
    delay_NODES: 5 * second,
    delay_UPGRADES: 30 * second,
    delay_NETWORKS: 5 * second,
    delay_ACCOUNTS: 5 * second,
    delay_CIRCUITS: 5 * second,
    delay_OPERATIONS: 5 * second,
    delay_VETOES: 5 * second,
    delay_TRUST_ANCHORS: 5 * second,
    delay_SCHEMAS: 5 * second,
    delay_POLICIES: 30 * second,
    delay_PAYMENT_RULES: 30 * second,
    delay_BUDGETS: 5 * second,
    delay_OPERATIONS_operators: 10 * second,
  },
};

import type { SystemParameters } from "../../deploy.ts";
import { mandateKey, nodeKey } from "./accounts.ts";
import { memberAccount, memberCode, populationYear, states } from "./members.ts";

const second = 1;
const hour = 3_600 * second;
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
  },
  System: {
    delay_ADMIN: 30 * second,
    delay_MEMBERSHIP: 10 * second,
    delay_DECISION_CLASSES: 30 * second,
    delay_ORGANISATIONS: 5 * second,
    delay_NODES: 5 * second,
    delay_UPGRADES: 30 * second,
    delay_NETWORKS: 5 * second,
    delay_ACCOUNTS: 5 * second,
  },
};

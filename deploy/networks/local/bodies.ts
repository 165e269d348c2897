import type { Address } from "viem";

import type { GenesisMember } from "../../deploy.ts";
import { memberAccount, memberCode, type StateCode } from "./members.ts";

/** States of which the emergency council consists: it decides with three of five. Which ones is made up. */
export const emergencyStates = ["BE", "CY", "DK", "IE", "PL"] as const satisfies StateCode[];

/** Organisations of the operators' committee, by their codes in it. All are fictitious. */
export const committeeOperators = ["ALPHA", "BETA", "GAMMA", "DELTA"] as const;
export type CommitteeOperator = (typeof committeeOperators)[number];

/** Members with one vote each; what they weigh counts for nothing but the share of it that a reinforced majority needs. */
export const equalMembers = <Code extends string>(
  codes: readonly Code[],
  year: number,
  mandateKeyOf: (code: Code) => Address,
): GenesisMember[] =>
  codes.map((code) => ({
    account: memberAccount(code),
    code: memberCode(code),
    class: 0,
    weight: 1n,
    weightYear: year,
    mandateKey: mandateKeyOf(code),
  }));

import { committeeOperators, emergencyStates } from "../../deploy/networks/local/bodies.ts";
import * as local from "../../deploy/networks/local/accounts.ts";
import { memberAccount, memberCode } from "../../deploy/networks/local/members.ts";
import type { Body } from "./body.ts";
import { MemberClass, memberStates, stateIndex, type TestMember } from "./members.ts";

/** The states in the emergency council of the embedded chain. */
export const emergencyMembers: readonly TestMember[] = emergencyStates.map(
  (code) => memberStates[stateIndex(code)] as TestMember,
);

/** The operators in the committee of the embedded chain. */
export const committeeMembers: readonly TestMember[] = committeeOperators.map((code, index) => ({
  account: memberAccount(code),
  code: memberCode(code),
  class: MemberClass.member,
  weight: 1n,
  mandate: local.operatorMandateKey(index),
  representative: local.operatorRepresentative(index),
}));

/** The Emergency Council at work: each member has a representative. */
export async function emergencyCouncil(body: Body): Promise<Body> {
  const { addresses } = body;
  return await convened(
    body.sitting(
      {
        council: addresses.EmergencyCouncil,
        memberRegistry: addresses.EmergencyMemberRegistry,
        decisionClasses: addresses.EmergencyDecisionClasses,
      },
      emergencyMembers,
    ),
  );
}

/** The Operators' Committee at work: each member has a representative. */
export async function operatorsCommittee(body: Body): Promise<Body> {
  const { addresses } = body;
  return await convened(
    body.sitting(
      {
        council: addresses.OperatorsCommittee,
        memberRegistry: addresses.OperatorsMemberRegistry,
        decisionClasses: addresses.OperatorsDecisionClasses,
      },
      committeeMembers,
    ),
  );
}

export async function convened(body: Body): Promise<Body> {
  for (const member of body.members) await body.represent(member);
  return body;
}

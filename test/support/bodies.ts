import { getAddress, type Address, type Hex } from "viem";

import { committeeOperators, emergencyStates } from "../../deploy/networks/local/bodies.ts";
import * as local from "../../deploy/networks/local/accounts.ts";
import { memberAccount, memberCode } from "../../deploy/networks/local/members.ts";
import { callOf, day, type Body } from "./body.ts";
import { MemberClass, memberStates, membersWith, stateIndex, type TestMember } from "./members.ts";

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

/** Members with one vote each, who are others than the first `after` of a body of the tests. */
export function furtherMembers(after: number, count: number): TestMember[] {
  const weights = [...Array<bigint>(after).fill(0n), ...Array<bigint>(count).fill(1n)];
  return membersWith(weights).slice(after);
}

/**
 * Deploys a further body with these members and times of a day, by the first wallet of the chain, which is nobody in any body. It has
 * no power yet.
 */
export async function deployBody(
  assembly: Body,
  members: readonly TestMember[],
  { listings = [] }: { listings?: { target: Address; selector: Hex; class: number }[] } = {},
): Promise<[memberRegistry: Address, decisionClasses: Address, council: Address]> {
  const hour = 3_600;
  const { chain, addresses, contracts } = assembly;
  const { viem } = chain.connection;
  const registry = await viem.deployContract("MemberRegistry", [
    addresses.Authority,
    members.map(({ account, code, class: memberClass, weight, mandate }) => ({
      account,
      code,
      class: memberClass,
      weight,
      weightYear: 2026,
      mandateKey: mandate.address,
    })),
    await chain.read(contracts.memberRegistry, "verifiers", []),
  ]);
  const classes = await viem.deployContract("DecisionClasses", [
    addresses.Authority,
    [registry.address],
    listings,
    2,
  ]);
  const council = await viem.deployContract("Council", [
    {
      name: "Board of Auditors",
      authority: addresses.Authority,
      members: registry.address,
      classes: classes.address,
      deliberation: addresses.Deliberation,
      vetoes: addresses.Vetoes,
      votingDelay: 0,
      votingPeriod: day,
      baseDelay: 0,
      selfCallDelay: hour,
      extension: hour,
      proposalLimit: 5,
    },
  ]);
  return [getAddress(registry.address), getAddress(classes.address), getAddress(council.address)];
}

/** A further body at work that the Assembly has let its members through to. */
export async function addedBody(assembly: Body): Promise<Body> {
  const members = furtherMembers(assembly.members.length, 3);
  const [memberRegistry, decisionClasses, council] = await deployBody(assembly, members);
  await assembly.decide([
    callOf(assembly.contracts.permissionViews, "addBody", [council, memberRegistry]),
  ]);
  return await convened(assembly.sitting({ council, memberRegistry, decisionClasses }, members));
}

export async function convened(body: Body): Promise<Body> {
  for (const member of body.members) await body.represent(member);
  return body;
}

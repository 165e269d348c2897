import { BigInt, Bytes } from "@graphprotocol/graph-ts";

import { PolicySubject, Role, RoleMember, Target, TargetFunction } from "../generated/schema";
import { roleId, roleMemberId, targetFunctionId } from "../ids";

/** Every role exists from the beginning: ADMIN grants it and guards it, without a delay. */
export function getOrCreateRole(number: BigInt): Role {
  const id = roleId(number);
  let role = Role.load(id);
  if (role == null) {
    const admin = roleId(BigInt.zero());
    if (id != admin) getOrCreateRole(BigInt.zero());
    role = new Role(id);
    role.roleId = number;
    role.admin = admin;
    role.guardian = admin;
    role.grantDelay = BigInt.zero();
    role.grantDelaySince = BigInt.zero();
    role.save();
  }
  return role;
}

export function getOrCreateRoleMember(role: Role, account: Bytes): RoleMember {
  const id = roleMemberId(role.id, account);
  let member = RoleMember.load(id);
  if (member == null) {
    member = new RoleMember(id);
    member.role = role.id;
    member.account = account;
    member.subject = getOrCreatePolicySubject(account).id;
  }
  return member;
}

/** Whoever holds a role may have policies, which are answered from roles. */
function getOrCreatePolicySubject(account: Bytes): PolicySubject {
  let subject = PolicySubject.load(account);
  if (subject == null) {
    subject = new PolicySubject(account);
    subject.save();
  }
  return subject;
}

export function getOrCreateTarget(address: Bytes): Target {
  let target = Target.load(address);
  if (target == null) {
    target = new Target(address);
    target.closed = false;
    target.adminDelay = BigInt.zero();
    target.adminDelaySince = BigInt.zero();
    target.save();
  }
  return target;
}

export function getOrCreateTargetFunction(target: Target, selector: Bytes): TargetFunction {
  const id = targetFunctionId(target.id, selector);
  let targetFunction = TargetFunction.load(id);
  if (targetFunction == null) {
    targetFunction = new TargetFunction(id);
    targetFunction.target = target.id;
    targetFunction.selector = selector;
  }
  return targetFunction;
}

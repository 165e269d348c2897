import { describe } from "../entities/event";
import { insertPolicy, loadPolicy, saveChanged } from "../entities/policy";
import { getOrCreateRole } from "../entities/role";
import {
  PolicyActivated,
  PolicyDeactivated,
  PolicyInserted,
  PolicyRoleSet,
  PolicyUpdated,
} from "../generated/schema";
import {
  PolicyActivated as PolicyActivatedLog,
  PolicyDeactivated as PolicyDeactivatedLog,
  PolicyInserted as PolicyInsertedLog,
  PolicyRoleSet as PolicyRoleSetLog,
  PolicyUpdated as PolicyUpdatedLog,
} from "../generated/TrustedPoliciesRegistry/TrustedPoliciesRegistry";
import { eventId } from "../ids";

export function handlePolicyInserted(event: PolicyInsertedLog): void {
  const params = event.params;
  const policy = insertPolicy(params.policyId, params.policyName, event);
  policy.description = params.description;
  saveChanged(policy, event);

  const log = new PolicyInserted(eventId(event));
  describe(log, event);
  log.policy = policy.id;
  log.policyName = params.policyName;
  log.description = params.description;
  log.actor = params.actor;
  log.save();
}

export function handlePolicyUpdated(event: PolicyUpdatedLog): void {
  const params = event.params;
  const policy = loadPolicy(params.policyId);
  policy.description = params.newDescription;
  saveChanged(policy, event);

  const log = new PolicyUpdated(eventId(event));
  describe(log, event);
  log.policy = policy.id;
  log.oldDescription = params.oldDescription;
  log.newDescription = params.newDescription;
  log.actor = params.actor;
  log.save();
}

export function handlePolicyDeactivated(event: PolicyDeactivatedLog): void {
  const params = event.params;
  const policy = loadPolicy(params.policyId);
  policy.active = false;
  saveChanged(policy, event);

  const log = new PolicyDeactivated(eventId(event));
  describe(log, event);
  log.policy = policy.id;
  log.actor = params.actor;
  log.save();
}

export function handlePolicyActivated(event: PolicyActivatedLog): void {
  const params = event.params;
  const policy = loadPolicy(params.policyId);
  policy.active = true;
  saveChanged(policy, event);

  const log = new PolicyActivated(eventId(event));
  describe(log, event);
  log.policy = policy.id;
  log.actor = params.actor;
  log.save();
}

export function handlePolicyRoleSet(event: PolicyRoleSetLog): void {
  const params = event.params;
  const policy = loadPolicy(params.policyId);
  // No policy is answered from ADMIN: its number stands for "none".
  policy.role = params.role.isZero() ? null : getOrCreateRole(params.role).id;
  saveChanged(policy, event);

  const log = new PolicyRoleSet(eventId(event));
  describe(log, event);
  log.policy = policy.id;
  log.role = policy.role;
  log.actor = params.actor;
  log.save();
}

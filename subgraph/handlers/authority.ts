import { describe } from "../entities/event";
import { selectorOf } from "../entities/proposal";
import {
  getOrCreateRole,
  getOrCreateRoleMember,
  getOrCreateTarget,
  getOrCreateTargetFunction,
} from "../entities/role";
import { loadScheduledOperation } from "../entities/scheduled-operation";
import { getOrCreateTransaction } from "../entities/transaction";
import {
  OperationCanceled as OperationCanceledLog,
  OperationExecuted as OperationExecutedLog,
  OperationScheduled as OperationScheduledLog,
  RoleAdminChanged as RoleAdminChangedLog,
  RoleGrantDelayChanged as RoleGrantDelayChangedLog,
  RoleGranted as RoleGrantedLog,
  RoleGuardianChanged as RoleGuardianChangedLog,
  RoleLabel as RoleLabelLog,
  RoleRevoked as RoleRevokedLog,
  TargetAdminDelayUpdated as TargetAdminDelayUpdatedLog,
  TargetClosed as TargetClosedLog,
  TargetFunctionRoleUpdated as TargetFunctionRoleUpdatedLog,
} from "../generated/Authority/Authority";
import {
  OperationCanceled,
  OperationExecuted,
  OperationScheduled,
  RoleAdminChanged,
  RoleGrantDelayChanged,
  RoleGranted,
  RoleGuardianChanged,
  RoleLabel,
  RoleRevoked,
  ScheduledOperation,
  TargetAdminDelayUpdated,
  TargetClosed,
  TargetFunctionRoleUpdated,
} from "../generated/schema";
import { eventId, scheduledOperationId } from "../ids";

export function handleRoleGranted(event: RoleGrantedLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  const member = getOrCreateRoleMember(role, params.account);
  // A second grant changes only the delay of the account.
  if (params.newMember) member.since = params.since;
  member.executionDelay = params.delay;
  member.executionDelaySince = params.since;
  member.grantedBlock = event.block.number;
  member.grantedAt = event.block.timestamp;
  member.grantedIn = getOrCreateTransaction(event).id;
  member.revokedBlock = null;
  member.revokedAt = null;
  member.revokedIn = null;
  member.save();

  const log = new RoleGranted(eventId(event));
  describe(log, event);
  log.role = role.id;
  log.roleMember = member.id;
  log.account = params.account;
  log.delay = params.delay;
  log.since = params.since;
  log.newMember = params.newMember;
  log.save();
}

export function handleRoleRevoked(event: RoleRevokedLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  const member = getOrCreateRoleMember(role, params.account);
  member.revokedBlock = event.block.number;
  member.revokedAt = event.block.timestamp;
  member.revokedIn = getOrCreateTransaction(event).id;
  member.save();

  const log = new RoleRevoked(eventId(event));
  describe(log, event);
  log.role = role.id;
  log.roleMember = member.id;
  log.account = params.account;
  log.save();
}

export function handleRoleLabel(event: RoleLabelLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  role.label = params.label;
  role.save();

  const log = new RoleLabel(eventId(event));
  describe(log, event);
  log.role = role.id;
  log.label = params.label;
  log.save();
}

export function handleRoleAdminChanged(event: RoleAdminChangedLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  role.admin = getOrCreateRole(params.admin).id;
  role.save();

  const log = new RoleAdminChanged(eventId(event));
  describe(log, event);
  log.role = role.id;
  log.admin = role.admin;
  log.save();
}

export function handleRoleGuardianChanged(event: RoleGuardianChangedLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  role.guardian = getOrCreateRole(params.guardian).id;
  role.save();

  const log = new RoleGuardianChanged(eventId(event));
  describe(log, event);
  log.role = role.id;
  log.guardian = role.guardian;
  log.save();
}

export function handleRoleGrantDelayChanged(event: RoleGrantDelayChangedLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  role.grantDelay = params.delay;
  role.grantDelaySince = params.since;
  role.save();

  const log = new RoleGrantDelayChanged(eventId(event));
  describe(log, event);
  log.role = role.id;
  log.delay = params.delay;
  log.since = params.since;
  log.save();
}

export function handleTargetClosed(event: TargetClosedLog): void {
  const params = event.params;
  const target = getOrCreateTarget(params.target);
  target.closed = params.closed;
  target.save();

  const log = new TargetClosed(eventId(event));
  describe(log, event);
  log.target = target.id;
  log.closed = params.closed;
  log.save();
}

export function handleTargetFunctionRoleUpdated(event: TargetFunctionRoleUpdatedLog): void {
  const params = event.params;
  const role = getOrCreateRole(params.roleId);
  const target = getOrCreateTarget(params.target);
  const targetFunction = getOrCreateTargetFunction(target, params.selector);
  targetFunction.role = role.id;
  targetFunction.setBlock = event.block.number;
  targetFunction.setAt = event.block.timestamp;
  targetFunction.setIn = getOrCreateTransaction(event).id;
  targetFunction.save();

  const log = new TargetFunctionRoleUpdated(eventId(event));
  describe(log, event);
  log.targetFunction = targetFunction.id;
  log.target = target.id;
  log.selector = params.selector;
  log.role = role.id;
  log.save();
}

export function handleTargetAdminDelayUpdated(event: TargetAdminDelayUpdatedLog): void {
  const params = event.params;
  const target = getOrCreateTarget(params.target);
  target.adminDelay = params.delay;
  target.adminDelaySince = params.since;
  target.save();

  const log = new TargetAdminDelayUpdated(eventId(event));
  describe(log, event);
  log.target = target.id;
  log.delay = params.delay;
  log.since = params.since;
  log.save();
}

export function handleOperationScheduled(event: OperationScheduledLog): void {
  const params = event.params;
  const operation = new ScheduledOperation(scheduledOperationId(params.operationId, params.nonce));
  operation.operationId = params.operationId;
  operation.nonce = params.nonce;
  operation.caller = params.caller;
  operation.target = params.target;
  operation.data = params.data;
  operation.selector = selectorOf(params.data);
  operation.readyAt = params.schedule;
  operation.scheduledBlock = event.block.number;
  operation.scheduledAt = event.block.timestamp;
  operation.scheduledIn = getOrCreateTransaction(event).id;
  operation.save();

  const log = new OperationScheduled(eventId(event));
  describe(log, event);
  log.operation = operation.id;
  log.operationId = params.operationId;
  log.nonce = params.nonce;
  log.schedule = params.schedule;
  log.caller = params.caller;
  log.target = params.target;
  log.data = params.data;
  log.save();
}

export function handleOperationExecuted(event: OperationExecutedLog): void {
  const params = event.params;
  const operation = loadScheduledOperation(params.operationId, params.nonce);
  operation.executedBlock = event.block.number;
  operation.executedAt = event.block.timestamp;
  operation.executedIn = getOrCreateTransaction(event).id;
  operation.save();

  const log = new OperationExecuted(eventId(event));
  describe(log, event);
  log.operation = operation.id;
  log.operationId = params.operationId;
  log.nonce = params.nonce;
  log.save();
}

export function handleOperationCanceled(event: OperationCanceledLog): void {
  const params = event.params;
  const operation = loadScheduledOperation(params.operationId, params.nonce);
  operation.cancelledBlock = event.block.number;
  operation.cancelledAt = event.block.timestamp;
  operation.cancelledIn = getOrCreateTransaction(event).id;
  operation.save();

  const log = new OperationCanceled(eventId(event));
  describe(log, event);
  log.operation = operation.id;
  log.operationId = params.operationId;
  log.nonce = params.nonce;
  log.save();
}

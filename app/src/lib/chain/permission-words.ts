import { m } from "#lib/messages.ts";

import type { TransactionRefusal } from "./permission.ts";

export interface PermissionWords {
  explanation: string;
  /** What can be done about it; null where nothing has to be. */
  remedy: string | null;
}

/** What the permissions say to a transaction, and what its sender can do. */
export function permissionWords(refusal: TransactionRefusal): PermissionWords {
  switch (refusal) {
    case "none":
      return { explanation: m.chain_permission_none(), remedy: null };
    case "no-access":
      return {
        explanation: m.chain_permission_no_access(),
        remedy: m.chain_permission_no_access_remedy(),
      };
    case "read-only":
      return {
        explanation: m.chain_permission_read_only(),
        remedy: m.chain_permission_read_only_remedy(),
      };
    case "may-not-deploy":
      return {
        explanation: m.chain_permission_may_not_deploy(),
        remedy: m.chain_permission_may_not_deploy_remedy(),
      };
    case "restricted-target":
      return {
        explanation: m.chain_permission_restricted_target(),
        remedy: m.chain_permission_restricted_target_remedy(),
      };
    case "gas-exhausted":
      return {
        explanation: m.chain_permission_gas_exhausted(),
        remedy: m.chain_permission_gas_exhausted_remedy(),
      };
    case "register-unreadable":
      return {
        explanation: m.chain_permission_register_unreadable(),
        remedy: m.chain_permission_register_unreadable_remedy(),
      };
  }
}

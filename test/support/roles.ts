import type { Address } from "viem";

import {
  systemContracts,
  type SystemAddresses,
  type SystemParameters,
} from "../../deploy/deploy.ts";
import { roles, type RoleName } from "../../generated/roles.ts";

/** Roles whose holders a body appoints after the founding. */
const appointedLater: readonly bigint[] = [
  roles.MONITORS,
  roles.METERS,
  roles.RELAYERS,
  roles.REGISTRARS,
  roles.ROOT_TAOS,
  roles.FINANCE,
  roles.MONEY_ISSUERS,
  roles.MONEY_LISTS,
  roles.TOKEN_BRIDGES,
];

/** Who holds a role after the founding. */
export function holdersOf(role: bigint, addresses: SystemAddresses): Address[] {
  if (role === roles.VALIDATORS) return [addresses.NodeRegistry];
  if (role === roles.QUARANTINE) return [addresses.NodeMonitoring];
  if (role === roles.OPERATIONS) return [addresses.Council, addresses.OperatorsCommittee];
  return appointedLater.includes(role) ? [] : [addresses.Council];
}

/** How long a holder of a role waits after the founding. */
export function delayOf(
  delays: SystemParameters["System"],
  role: RoleName | "ADMIN",
  holder: Address,
  addresses: SystemAddresses,
): number {
  if (holder === addresses.OperatorsCommittee) return delays.delay_OPERATIONS_operators;
  if (holder !== addresses.Council) return 0;
  const delay = Object.entries(delays).find(([name]) => name === `delay_${role}`)?.[1];
  if (delay === undefined) throw new RangeError(`The parameters have no delay of ${role}.`);
  return delay;
}

/** Where a contract of the role table stands: once, or once for each body. */
export const instancesOf = (target: string, addresses: SystemAddresses): Address[] =>
  (Object.keys(systemContracts) as (keyof SystemAddresses)[])
    .filter((name) => systemContracts[name] === target)
    .map((name) => addresses[name]);

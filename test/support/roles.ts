import type { Address } from "viem";

import type { SystemAddresses } from "../../deploy/deploy.ts";
import { roles } from "../../generated/roles.ts";

/** Roles whose holders a body appoints after the founding. */
const appointedLater: readonly bigint[] = [roles.MONITORS, roles.METERS, roles.RELAYERS];

/** Who holds a role after the founding. */
export function holdersOf(role: bigint, addresses: SystemAddresses): Address[] {
  if (role === roles.VALIDATORS) return [addresses.NodeRegistry];
  if (role === roles.QUARANTINE) return [addresses.NodeMonitoring];
  return appointedLater.includes(role) ? [] : [addresses.Council];
}

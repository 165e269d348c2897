import type { Address } from "viem";

import type { SystemAddresses } from "./deploy.ts";

/** The bodies that a network is founded with. Those that it founds later are not among them. */
export const foundingCouncils = ({
  Council,
  OperatorsCommittee,
  EmergencyCouncil,
}: SystemAddresses): Address[] => [Council, OperatorsCommittee, EmergencyCouncil];

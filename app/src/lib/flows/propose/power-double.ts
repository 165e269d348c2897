import { getAbiItem, stringToHex, toFunctionSelector } from "viem";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";
import type { PauseGroup } from "#lib/index/bodies.ts";

import type { PowerChoices, StoppableProposal } from "./power-choices.ts";

/** Nothing is there that measures about pauses and vetoes could concern. */
export const noPowers: PowerChoices = {
  council: addressesDouble.Council,
  bodies: [],
  groups: [],
  pausable: [],
  scopes: [],
  vetoes: [],
  stoppable: [],
};

/** 1 January 2026. */
export const presentDouble = 1_767_225_600;
const day = 86_400;

const emergency = addressesDouble.EmergencyCouncil;

function group(name: string, more: Partial<PauseGroup>): PauseGroup {
  return {
    id: stringToHex(name, { size: 32 }),
    name,
    maxDuration: day,
    coolDown: 3 * day,
    heartbeatPeriod: 90 * day,
    functions: [],
    rights: [],
    pauses: [],
    ...more,
  };
}

const armed = {
  holder: emergency,
  notAfter: presentDouble + 300 * day,
  heartbeatBy: presentDouble + 90 * day,
  usedAt: null,
  disarmedAt: null,
};

/** A group that the Emergency Council may pause, and one that it has paused. */
export const groupsDouble = {
  open: group("registrations", { rights: [armed] }),
  paused: group("reports", {
    rights: [{ ...armed, usedAt: presentDouble - 60 }],
    pauses: [
      {
        pausedSince: presentDouble - 60,
        pausedUntil: presentDouble + 60,
        holder: emergency,
        transaction: idDouble(1, 32),
        unpausedAt: null,
      },
    ],
  }),
};

export const pausableDouble = {
  target: addressesDouble.NodeRegistry,
  contract: "NodeRegistry",
  selector: toFunctionSelector(getAbiItem({ abi: nodeRegistryAbi, name: "registerNode" })),
  functionName: "registerNode",
};

const granted = { transaction: idDouble(2, 32), decision: null, at: presentDouble - day };

export const vetoDouble = {
  council: addressesDouble.Council,
  holder: emergency,
  targets: [],
  notAfter: presentDouble + day,
  granted,
  over: null,
};

export const stoppableDouble: StoppableProposal = {
  council: addressesDouble.Council,
  proposalId: 7n,
  number: 3,
  title: "Admit a node",
  targets: [addressesDouble.NodeRegistry],
  values: [0n],
  calldatas: ["0x12345678"],
  descriptionHash: idDouble(3, 32),
};

/** What the Emergency Council can decide on, with a right of veto on the Assembly. */
export const powersDouble: PowerChoices = {
  council: emergency,
  bodies: [
    { council: addressesDouble.Council, name: "Assembly", isAssembly: true },
    { council: emergency, name: "Emergency", isAssembly: false },
  ],
  groups: Object.values(groupsDouble),
  pausable: [pausableDouble],
  scopes: [
    {
      council: addressesDouble.Council,
      targets: [
        { address: addressesDouble.NodeRegistry, name: "NodeRegistry" },
        { address: addressesDouble.OrganisationRegistry, name: "OrganisationRegistry" },
      ],
    },
  ],
  vetoes: [vetoDouble],
  stoppable: [stoppableDouble],
};

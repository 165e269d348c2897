import { encodeFunctionData, stringToHex } from "viem";

import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";
import { circuitBreakerAbi } from "#generated/contracts/CircuitBreaker.ts";
import { vetoesAbi } from "#generated/contracts/Vetoes.ts";

import type { FieldValues, MeasureDefinition } from "./measure-fields.ts";
import { endOfDay, stoppableKey, ticked } from "./power-choices.ts";

type Hex = `0x${string}`;

const hour = 3_600;
const day = 24 * hour;
const none: Hex = `0x${"0".repeat(64)}`;

/** The two halves of a key by which something was chosen. */
const halves = (key: string) => key.split(":") as [Hex, Hex];

/** What bodies decide about pauses and vetoes, and what the Operators' Committee has beside the Assembly. */
export const powerMeasures = {
  "reset-gas": {
    fields: ["organisation"],
    target: "AccountRegistry",
    functionName: "resetGas",
    encode: ({ organisation }) =>
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "resetGas",
        args: [organisation as Hex],
      }),
  },
  "pause-group": {
    fields: ["pauseGroup", "pauseTime"],
    target: "CircuitBreaker",
    functionName: "pause",
    right: "pause",
    encode: ({ pauseGroup, pauseTime }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "pause",
        args: [pauseGroup as Hex, Number(pauseTime) * 60],
      }),
  },
  "give-heartbeat": {
    fields: ["pauseGroup"],
    target: "CircuitBreaker",
    functionName: "heartbeat",
    right: "pause",
    encode: ({ pauseGroup }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "heartbeat",
        args: [pauseGroup as Hex],
      }),
  },
  "end-pause": {
    fields: ["pauseGroup"],
    target: "CircuitBreaker",
    functionName: "unpause",
    encode: ({ pauseGroup }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "unpause",
        args: [pauseGroup as Hex],
      }),
  },
  "arm-holder": {
    fields: ["holder", "pauseGroup", "armTerm"],
    target: "CircuitBreaker",
    functionName: "arm",
    encode: ({ holder, pauseGroup, armTerm }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "arm",
        args: [holder.trim() as Hex, pauseGroup as Hex, Number(armTerm) * day],
      }),
  },
  "disarm-holder": {
    fields: ["armedRight"],
    target: "CircuitBreaker",
    functionName: "disarm",
    encode: ({ armedRight }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "disarm",
        args: halves(armedRight),
      }),
  },
  "set-pause-group": {
    fields: ["groupName", "longestPause", "pauseRest", "heartbeatPeriod"],
    target: "CircuitBreaker",
    functionName: "setGroup",
    encode: ({ groupName, longestPause, pauseRest, heartbeatPeriod }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "setGroup",
        args: [
          stringToHex(groupName.trim(), { size: 32 }),
          Number(longestPause) * hour,
          Number(pauseRest) * hour,
          Number(heartbeatPeriod) * day,
        ],
      }),
  },
  "list-pausable": {
    fields: ["pausable", "listedGroup"],
    target: "CircuitBreaker",
    functionName: "setFunctionGroup",
    encode: ({ pausable, listedGroup }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "setFunctionGroup",
        args: [...halves(pausable), listedGroup === "none" ? none : (listedGroup as Hex)],
      }),
  },
  "pin-exit": {
    fields: ["pausable"],
    target: "CircuitBreaker",
    functionName: "pinExit",
    encode: ({ pausable }) =>
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "pinExit",
        // An exit is one in every contract.
        args: [halves(pausable)[1]],
      }),
  },
  "grant-veto": {
    fields: ["vetoBody", "holder", "vetoScope", "vetoTargets", "vetoUntil"],
    target: "Vetoes",
    functionName: "grantVeto",
    isAsked: (field, { vetoScope }) => field !== "vetoTargets" || vetoScope === "named",
    encode: ({ vetoBody, holder, vetoScope, vetoTargets, vetoUntil }) =>
      encodeFunctionData({
        abi: vetoesAbi,
        functionName: "grantVeto",
        args: [
          vetoBody as Hex,
          holder.trim() as Hex,
          vetoScope === "named" ? ticked(vetoTargets) : [],
          endOfDay(vetoUntil) ?? 0,
        ],
      }),
  },
  "revoke-veto": {
    fields: ["vetoRight"],
    target: "Vetoes",
    functionName: "revokeVeto",
    encode: ({ vetoRight }) =>
      encodeFunctionData({ abi: vetoesAbi, functionName: "revokeVeto", args: halves(vetoRight) }),
  },
  "stop-proposal": {
    fields: ["stoppable", "vetoReason"],
    target: "Vetoes",
    functionName: "veto",
    right: "veto",
    encode: ({ stoppable, vetoReason }: FieldValues, { powers }) => {
      const chosen = powers.stoppable.find((entry) => stoppableKey(entry) === stoppable);
      if (!chosen) throw new Error(`There is no proposal ${stoppable} to stop.`);
      const { council, targets, values, calldatas, descriptionHash } = chosen;
      return encodeFunctionData({
        abi: vetoesAbi,
        functionName: "veto",
        args: [council, targets, values, calldatas, descriptionHash, vetoReason.trim()],
      });
    },
  },
} as const satisfies Record<string, MeasureDefinition>;

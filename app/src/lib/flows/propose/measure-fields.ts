import type { ContractName } from "#lib/endpoints.ts";

import type { PowerChoices } from "./power-choices.ts";

type Hex = `0x${string}`;

/** What a person can fill in. Each measure asks for some of it. */
export const fieldNames = [
  "node",
  "member",
  "weight",
  "year",
  "monitors",
  "silence",
  "organisation",
  "parent",
  "identifier",
  "legalName",
  "administrator",
  "kind",
  "jurisdiction",
  "did",
  "document",
  "network",
  "chain",
  "networkName",
  "stage",
  "consensus",
  "genesis",
  "key",
  "uri",
  "access",
  "accounts",
  "account",
  "target",
  "restriction",
  "sender",
  "permission",
  "gas",
  "window",
  "office",
  "register",
  "implementation",
  "pauseGroup",
  "pauseTime",
  "holder",
  "armTerm",
  "armedRight",
  "groupName",
  "longestPause",
  "pauseRest",
  "heartbeatPeriod",
  "pausable",
  "listedGroup",
  "vetoBody",
  "vetoScope",
  "vetoTargets",
  "vetoUntil",
  "vetoRight",
  "stoppable",
  "vetoReason",
] as const;
export type FieldName = (typeof fieldNames)[number];

/** Values as they are typed or chosen; empty until they are. */
export type FieldValues = Record<FieldName, string>;

export interface FieldOption {
  value: string;
  label: string;
}

export interface MeasureDefinition {
  fields: readonly FieldName[];
  /** Whether a field is asked for beside what the others say; all are when it is left out. */
  isAsked?: (field: FieldName, values: FieldValues) => boolean;
  /** The contract that carries it out, and its function. `register` stands for the register that was chosen. */
  target: ContractName | "register";
  functionName: string;
  /** A right that the body was given, by which it may do so without a role. */
  right?: "pause" | "veto";
  /** Calldata out of values that have no problem. */
  encode: (values: FieldValues, choices: { powers: PowerChoices }) => Hex;
}

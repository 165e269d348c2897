import type { Addresses, ContractName } from "#lib/endpoints.ts";

import type { PowerChoices } from "./power-choices.ts";

type Hex = `0x${string}`;

/** What a person can fill in. Each measure asks for some of it. */
export const fieldNames = [
  "node",
  "successor",
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
  "ofBody",
  "code",
  "accountId",
  "seat",
  "mandateKey",
  "ruleClass",
  "headsHow",
  "headsShare",
  "weightShare",
  "blockingHeads",
  "quorumShare",
  "objections",
  "listedTarget",
  "listedFunction",
  "listedClass",
  "cooperation",
  "participants",
  "time",
  "timeUnit",
  "newCouncil",
  "newRegister",
  "listedBody",
  "rootDid",
  "credentialTypes",
  "admittedRoot",
  "schema",
  "schemaContent",
  "schemaMetadata",
  "policy",
  "policyName",
  "policyDescription",
  "policyRole",
  "paymentToken",
  "feeMinimum",
  "feeMaximum",
  "allowedToken",
  "arbiter",
  "appointedArbiter",
  "lineName",
  "moneyToken",
  "ceiling",
  "twoPersonAbove",
  "lineFrom",
  "lineUntil",
  "budgetDocument",
  "budgetLine",
  "callName",
  "contributionTotal",
  "contributionKey",
  "sharesTime",
  "sharesEdition",
  "contributionsDue",
  "contributionCall",
  "editionName",
  "shares",
  "fundableTarget",
  "knownTarget",
  "fundableFunction",
  "fundedPayee",
  "milestones",
  "officials",
  "twoOfficialsAbove",
  "reviewDays",
  "grantUntil",
  "grantArbiter",
  "arbitrationDays",
  "silenceShare",
  "dailyPay",
  "serviceTotal",
  "serviceUntil",
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
  /**
   * The contract that carries it out, and its function. `register` stands for the register that was chosen, `members` and `classes` for
   * the register of members and the table of classes of the body that was chosen, `council` for the body that decides.
   */
  target: ContractName | "register" | "members" | "classes" | "council";
  functionName: string;
  /** A right that the body was given, or that every body has over itself, by which it may do so without a role. */
  right?: "pause" | "veto" | "own";
  /** Calldata out of values that have no problem. `now` is the present timepoint of the chain. */
  encode: (
    values: FieldValues,
    choices: { powers: PowerChoices; addresses: Addresses; now: number },
  ) => Hex;
}

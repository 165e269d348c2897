import { encodeFunctionData } from "viem";

import { accountRegistryAbi } from "#generated/contracts/AccountRegistry.ts";
import { authorityAbi } from "#generated/contracts/Authority.ts";
import { networkDirectoryAbi } from "#generated/contracts/NetworkDirectory.ts";
import { nodeMonitoringAbi } from "#generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import { roles, roleTable } from "#generated/roles.ts";
import { accessLevels } from "#lib/chain/contract-views.ts";
import type { Addresses, ContractName } from "#lib/endpoints.ts";
import { networkStages, organisationKinds } from "#lib/chain/contract-views.ts";

import type { FieldName, FieldValues, MeasureDefinition } from "./measure-fields.ts";
import { bodyMeasures, chosenBody } from "./body-measures.ts";
import { grantMeasures } from "./grants.ts";
import { paymentMeasures } from "./payment-measures.ts";
import type { PowerChoices } from "./power-choices.ts";
import { powerMeasures } from "./power-measures.ts";
import { trustMeasures } from "./trust-measures.ts";

type Hex = `0x${string}`;

/** Offices that a body fills after the founding. */
export const offices = [
  "MONITORS",
  "METERS",
  "RELAYERS",
  "REGISTRARS",
  "ROOT_TAOS",
  "FINANCE",
  "MONEY_ISSUERS",
  "MONEY_LISTS",
  "TOKEN_BRIDGES",
] as const;
export const restrictions = ["named", "open"] as const;
export const permissions = ["permit", "withdraw"] as const;
/** How much a right of veto reaches. */
export const vetoScopes = ["named", "any"] as const;
/** Accesses that an organisation can be limited to. */
export const accesses = accessLevels;

/** Registers whose code a decision can replace. */
export const upgradeable: readonly ContractName[] = roleTable
  .filter(({ functionName }) => functionName === "upgradeToAndCall")
  .map(({ target }) => target as ContractName);

function nodeMeasure(functionName: "admitNode" | "suspendNode" | "reinstateNode" | "retireNode") {
  return {
    fields: ["node"],
    target: "NodeRegistry",
    functionName,
    encode: ({ node }: FieldValues) =>
      encodeFunctionData({ abi: nodeRegistryAbi, functionName, args: [node as Hex] }),
  } as const;
}

function organisationMeasure(
  functionName: "suspendOrganisation" | "reinstateOrganisation" | "retireOrganisation",
) {
  return {
    fields: ["organisation"],
    target: "OrganisationRegistry",
    functionName,
    encode: ({ organisation }: FieldValues) =>
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName,
        args: [organisation as Hex],
      }),
  } as const;
}

function accountMeasure(functionName: "suspendAccount" | "reinstateAccount") {
  return {
    fields: ["account"],
    target: "AccountRegistry",
    functionName,
    encode: ({ account }: FieldValues) =>
      encodeFunctionData({ abi: accountRegistryAbi, functionName, args: [account as Hex] }),
  } as const;
}

export const nothing: Hex = `0x${"0".repeat(64)}`;
const hash = (text: string): Hex => (text.trim() === "" ? nothing : (text.trim() as Hex));
const role = (office: string) => roles[office as (typeof offices)[number]];

const definitions = {
  "admit-node": nodeMeasure("admitNode"),
  "suspend-node": nodeMeasure("suspendNode"),
  "reinstate-node": nodeMeasure("reinstateNode"),
  "retire-node": nodeMeasure("retireNode"),
  "replace-node": {
    fields: ["node", "successor"],
    target: "NodeRegistry",
    functionName: "replaceNode",
    encode: ({ node, successor }) =>
      encodeFunctionData({
        abi: nodeRegistryAbi,
        functionName: "replaceNode",
        args: [node as Hex, successor as Hex],
      }),
  },
  "set-quarantine-rule": {
    fields: ["monitors", "silence"],
    target: "NodeMonitoring",
    functionName: "setQuarantineRule",
    encode: ({ monitors, silence }) =>
      encodeFunctionData({
        abi: nodeMonitoringAbi,
        functionName: "setQuarantineRule",
        args: [Number(monitors), Number(silence) * 60],
      }),
  },
  "register-organisation": {
    fields: ["identifier", "legalName", "administrator"],
    target: "OrganisationRegistry",
    functionName: "registerOrganisation",
    encode: ({ identifier, legalName, administrator }) =>
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "registerOrganisation",
        args: [identifier.trim(), legalName.trim(), administrator.trim() as Hex],
      }),
  },
  "describe-organisation": {
    fields: ["organisation", "kind", "jurisdiction", "did", "document"],
    target: "OrganisationRegistry",
    functionName: "describeOrganisation",
    encode: ({ organisation, kind, jurisdiction, did, document }) =>
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "describeOrganisation",
        args: [
          organisation as Hex,
          {
            kind: organisationKinds.findIndex((name) => name === kind),
            jurisdiction: letters(jurisdiction.trim()),
            did: did.trim(),
            document: hash(document),
          },
        ],
      }),
  },
  "place-organisation": {
    fields: ["organisation", "parent"],
    target: "OrganisationRegistry",
    functionName: "placeOrganisation",
    encode: ({ organisation, parent }) =>
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "placeOrganisation",
        args: [organisation as Hex, parent as Hex],
      }),
  },
  "suspend-organisation": organisationMeasure("suspendOrganisation"),
  "reinstate-organisation": organisationMeasure("reinstateOrganisation"),
  "retire-organisation": organisationMeasure("retireOrganisation"),
  "recover-administrator": {
    fields: ["organisation", "administrator"],
    target: "OrganisationRegistry",
    functionName: "recoverAdministrator",
    encode: ({ organisation, administrator }) =>
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "recoverAdministrator",
        args: [organisation as Hex, administrator.trim() as Hex],
      }),
  },
  "set-organisation-limits": {
    fields: ["organisation", "access", "accounts"],
    target: "AccountRegistry",
    functionName: "setOrganisationLimits",
    encode: ({ organisation, access, accounts }) =>
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "setOrganisationLimits",
        args: [
          organisation as Hex,
          accessLevels.findIndex((name) => name === access),
          Number(accounts),
        ],
      }),
  },
  "suspend-account": accountMeasure("suspendAccount"),
  "reinstate-account": accountMeasure("reinstateAccount"),
  "restrict-target": {
    fields: ["target", "restriction"],
    target: "AccountRegistry",
    functionName: "restrictTarget",
    encode: ({ target, restriction }) =>
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "restrictTarget",
        args: [target.trim() as Hex, restriction === "named"],
      }),
  },
  "permit-sender": {
    fields: ["target", "sender", "permission"],
    target: "AccountRegistry",
    functionName: "permitSender",
    encode: ({ target, sender, permission }) =>
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "permitSender",
        args: [target.trim() as Hex, sender.trim() as Hex, permission === "permit"],
      }),
  },
  "set-gas-policy": {
    fields: ["gas", "window"],
    target: "AccountRegistry",
    functionName: "setGasPolicy",
    encode: ({ gas, window }) =>
      encodeFunctionData({
        abi: accountRegistryAbi,
        functionName: "setGasPolicy",
        args: [BigInt(gas), Number(window) * 3_600],
      }),
  },
  "register-network": {
    fields: ["chain", "networkName", "stage", "consensus"],
    target: "NetworkDirectory",
    functionName: "registerNetwork",
    encode: ({ chain, networkName, stage, consensus }) =>
      encodeFunctionData({
        abi: networkDirectoryAbi,
        functionName: "registerNetwork",
        args: [BigInt(chain), networkName.trim(), stageValue(stage), consensus.trim()],
      }),
  },
  "set-network-stage": {
    fields: ["network", "stage"],
    target: "NetworkDirectory",
    functionName: "setNetworkStage",
    encode: ({ network, stage }) =>
      encodeFunctionData({
        abi: networkDirectoryAbi,
        functionName: "setNetworkStage",
        args: [BigInt(network), stageValue(stage)],
      }),
  },
  "anchor-genesis": {
    fields: ["network", "genesis"],
    target: "NetworkDirectory",
    functionName: "anchorGenesis",
    encode: ({ network, genesis }) =>
      encodeFunctionData({
        abi: networkDirectoryAbi,
        functionName: "anchorGenesis",
        args: [BigInt(network), hash(genesis)],
      }),
  },
  "set-network-resource": {
    fields: ["network", "key", "uri"],
    target: "NetworkDirectory",
    functionName: "setNetworkResource",
    encode: ({ network, key, uri }) =>
      encodeFunctionData({
        abi: networkDirectoryAbi,
        functionName: "setNetworkResource",
        args: [BigInt(network), key.trim(), uri.trim()],
      }),
  },
  "appoint-office": {
    fields: ["office", "account"],
    target: "Authority",
    functionName: "grantRole",
    encode: ({ office, account }) =>
      encodeFunctionData({
        abi: authorityAbi,
        functionName: "grantRole",
        args: [role(office), account.trim() as Hex, 0],
      }),
  },
  "dismiss-office": {
    fields: ["office", "account"],
    target: "Authority",
    functionName: "revokeRole",
    encode: ({ office, account }) =>
      encodeFunctionData({
        abi: authorityAbi,
        functionName: "revokeRole",
        args: [role(office), account.trim() as Hex],
      }),
  },
  upgrade: {
    fields: ["register", "implementation"],
    target: "register",
    functionName: "upgradeToAndCall",
    // Every upgradeable register has the function from the same base.
    encode: ({ implementation }) =>
      encodeFunctionData({
        abi: nodeRegistryAbi,
        functionName: "upgradeToAndCall",
        args: [implementation.trim() as Hex, "0x"],
      }),
  },
  ...powerMeasures,
  ...bodyMeasures,
  ...trustMeasures,
  ...paymentMeasures,
  ...grantMeasures,
} as const satisfies Record<string, MeasureDefinition>;

/** What the form can propose. */
export type Measure = keyof typeof definitions;

export const measures = Object.keys(definitions) as Measure[];

/** Measures in the order in which people look for them. */
export const measureGroups = {
  nodes: [
    "admit-node",
    "suspend-node",
    "reinstate-node",
    "retire-node",
    "replace-node",
    "set-quarantine-rule",
  ],
  organisations: [
    "register-organisation",
    "describe-organisation",
    "place-organisation",
    "suspend-organisation",
    "reinstate-organisation",
    "retire-organisation",
    "recover-administrator",
  ],
  accounts: [
    "set-organisation-limits",
    "suspend-account",
    "reinstate-account",
    "restrict-target",
    "permit-sender",
    "set-gas-policy",
    "reset-gas",
  ],
  networks: ["register-network", "set-network-stage", "anchor-genesis", "set-network-resource"],
  offices: ["appoint-office", "dismiss-office"],
  members: [
    "register-member",
    "set-weight",
    "set-seat",
    "suspend-member",
    "reinstate-member",
    "remove-member",
    "recover-mandate",
  ],
  pauses: [
    "pause-group",
    "give-heartbeat",
    "end-pause",
    "arm-holder",
    "disarm-holder",
    "set-pause-group",
    "list-pausable",
    "pin-exit",
  ],
  vetoes: ["grant-veto", "revoke-veto", "stop-proposal"],
  rules: ["set-rule", "list-call", "pin-target", "set-cooperation"],
  times: ["set-voting-delay", "set-voting-period", "set-base-delay"],
  bodies: ["add-body", "remove-body"],
  trust: ["admit-root-tao", "dismiss-root-tao"],
  schemas: ["insert-schema", "update-schema", "describe-schema"],
  policies: [
    "insert-policy",
    "update-policy",
    "set-policy-role",
    "deactivate-policy",
    "activate-policy",
  ],
  budget: [
    "open-budget-line",
    "set-ceiling",
    "set-two-person-above",
    "close-budget-line",
    "fund-grant",
    "fund-node-service",
  ],
  contributions: ["call-contributions", "close-contributions", "set-contribution-shares"],
  payments: [
    "allow-token",
    "dismiss-token",
    "appoint-arbiter",
    "dismiss-arbiter",
    "know-fundable",
    "set-fundable",
  ],
  code: ["upgrade"],
} as const satisfies Record<string, readonly Measure[]>;
export type MeasureGroup = keyof typeof measureGroups;

export function measureOf(measure: Measure): MeasureDefinition {
  return definitions[measure];
}

/** What a person has to fill in for a measure, beside what was filled in already. */
export function fieldsOf(measure: Measure, values: FieldValues): FieldName[] {
  const { fields, isAsked } = measureOf(measure);
  return fields.filter((field) => isAsked?.(field, values) ?? true);
}

/** Contract and function of a call, in small letters. */
export const callKey = ({ target, calldata }: { target: string; calldata: string }) =>
  `${target}:${calldata.slice(0, 10)}`.toLowerCase();

/** The contract that a measure calls; undefined while the register to upgrade or the body is not chosen. */
export function targetOf(
  measure: Measure,
  values: Pick<FieldValues, "register" | "ofBody">,
  addresses: Addresses,
  powers: Pick<PowerChoices, "bodies" | "council">,
): Hex | undefined {
  const { target } = measureOf(measure);
  switch (target) {
    case "register": {
      const chosen = upgradeable.find((name) => name === values.register);
      return chosen && addresses[chosen];
    }
    case "members":
      return chosenBody(values, powers)?.MemberRegistry;
    case "classes":
      return chosenBody(values, powers)?.DecisionClasses;
    case "council":
      return powers.council;
    default:
      return addresses[target];
  }
}

/** The contract by whose name the table of roles knows what a measure calls; null for the register that was chosen. */
export function contractOf(measure: Measure): ContractName | null {
  const { target } = measureOf(measure);
  switch (target) {
    case "register":
      return null;
    case "members":
      return "MemberRegistry";
    case "classes":
      return "DecisionClasses";
    case "council":
      return "Council";
    default:
      return target;
  }
}

/** Two capital letters as the register keeps them. */
function letters(code: string): Hex {
  return `0x${[...code].map((letter) => letter.charCodeAt(0).toString(16)).join("")}`;
}

function stageValue(stage: string): number {
  return networkStages.findIndex((name) => name === stage);
}

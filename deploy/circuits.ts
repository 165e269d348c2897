import { stringToHex, toFunctionSelector, type Abi, type AbiFunction, type Hex } from "viem";

import { accountRegistryAbi } from "../generated/contracts/AccountRegistry.ts";
import { councilAbi } from "../generated/contracts/Council.ts";
import { didRegistryAbi } from "../generated/contracts/DidRegistry.ts";
import { memberRegistryAbi } from "../generated/contracts/MemberRegistry.ts";
import { euroTokenAbi } from "../generated/contracts/EuroToken.ts";
import { nodeMonitoringAbi } from "../generated/contracts/NodeMonitoring.ts";
import { nodeRegistryAbi } from "../generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "../generated/contracts/OrganisationRegistry.ts";
import { paymentEscrowAbi } from "../generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "../generated/contracts/PaymentStreams.ts";
import { subscriptionsAbi } from "../generated/contracts/Subscriptions.ts";
import { treasuryAbi } from "../generated/contracts/Treasury.ts";
import { trustedIssuersRegistryAbi } from "../generated/contracts/TrustedIssuersRegistry.ts";
import { statusListsAbi } from "../generated/contracts/StatusLists.ts";
import { timestampsAbi } from "../generated/contracts/Timestamps.ts";

const abis = {
  AccountRegistry: accountRegistryAbi,
  Council: councilAbi,
  DidRegistry: didRegistryAbi,
  MemberRegistry: memberRegistryAbi,
  NodeMonitoring: nodeMonitoringAbi,
  NodeRegistry: nodeRegistryAbi,
  OrganisationRegistry: organisationRegistryAbi,
  TrustedIssuersRegistry: trustedIssuersRegistryAbi,
  StatusLists: statusListsAbi,
  Timestamps: timestampsAbi,
  EuroToken: euroTokenAbi,
  PaymentEscrow: paymentEscrowAbi,
  PaymentStreams: paymentStreamsAbi,
  Subscriptions: subscriptionsAbi,
  Treasury: treasuryAbi,
};

/** Functions by which people leave or get back what is theirs: nothing ever pauses them. */
const exits = {
  AccountRegistry: ["removeAccount"],
  Council: ["cancel"],
  DidRegistry: [
    "revokeController",
    "revokeVerificationMethod",
    "expireVerificationMethod",
    "deactivateDid",
  ],
  MemberRegistry: ["endRepresentation"],
  NodeRegistry: ["withdrawNode", "standbyNode"],
  OrganisationRegistry: ["chooseOrganisation", "renounceAdministration"],
  TrustedIssuersRegistry: ["removeIssuerProxy"],
  EuroToken: ["redeem", "crosschainBurn"],
  PaymentEscrow: [
    "capture",
    "void",
    "reclaim",
    "refund",
    "acceptMilestone",
    "acceptMilestoneByTime",
    "openDispute",
    "acceptSettlement",
    "decide",
    "endDispute",
    "claim",
  ],
  PaymentStreams: ["withdraw", "end"],
  Subscriptions: ["cancel"],
  Treasury: ["instruct", "collectPayout"],
} as const;

/** What the shipped system can pause, by group. */
const groups = {
  /** Whatever is new. */
  registrations: {
    AccountRegistry: ["registerAccount"],
    DidRegistry: ["insertDidDocument"],
    NodeRegistry: ["registerNode"],
    OrganisationRegistry: ["appointAdministrator"],
    TrustedIssuersRegistry: ["setAttributeData", "addIssuerProxy"],
    StatusLists: ["registerStatusList"],
    Timestamps: ["timestampHashes", "timestampRecordHashes", "anchorBatch"],
  },
  /** What changes that is registered. */
  changes: {
    AccountRegistry: ["setAccountAccess"],
    DidRegistry: [
      "updateBaseDocument",
      "addController",
      "addVerificationMethod",
      "addVerificationRelationship",
      "rollVerificationMethod",
    ],
    NodeRegistry: ["moveNode", "describeNode", "resumeNode"],
    OrganisationRegistry: ["removeAdministrator"],
    TrustedIssuersRegistry: ["commitAccreditation", "updateIssuerProxy"],
    Timestamps: [
      "timestampRecordVersionHashes",
      "timestampVersionHashes",
      "appendRecordVersionHashes",
      "insertRecordVersionInfo",
    ],
  },
  /** Whatever brings money in, or moves it by choice. What is owed under terms that were agreed is paid all the same. */
  payments: {
    EuroToken: [
      "transfer",
      "transferFrom",
      "transferWithAuthorization",
      "receiveWithAuthorization",
      "mint",
      "crosschainMint",
    ],
    PaymentEscrow: [
      "authorise",
      "authoriseFor",
      "authoriseWithPermit",
      "authoriseWithAuthorization",
      "charge",
      "chargeWithAuthorization",
    ],
    PaymentStreams: ["open", "openWithPermit", "openWithAuthorization", "openFor", "topUp"],
    Subscriptions: ["subscribe", "subscribeWithSignature", "collect"],
    Treasury: ["pay", "fund", "fundByDecision", "confirmPayment", "confirmFunding", "contribute"],
  },
  /** What machines report: obedience, liveness, used gas. */
  reports: {
    AccountRegistry: ["consumeGas"],
    NodeMonitoring: ["reportObedience", "reportLiveness"],
  },
} as const;

type ContractName = keyof typeof abis;

export interface PausableFunction {
  group: Hex;
  target: Exclude<ContractName, "Council" | "MemberRegistry">;
  functionName: string;
  selector: Hex;
}

/** Id of a group: its name in ASCII, left-aligned in 32 bytes. */
export const groupId = (name: keyof typeof groups): Hex => stringToHex(name, { size: 32 });

export const groupIds: Hex[] = (Object.keys(groups) as (keyof typeof groups)[]).map(groupId);

export const exitSelectors: Hex[] = Object.entries(exits).flatMap(([name, functions]) =>
  functions.flatMap((functionName) => selectorsOf(name as ContractName, functionName)),
);

export const pausableFunctions: PausableFunction[] = Object.entries(groups).flatMap(
  ([group, targets]) =>
    Object.entries(targets).flatMap(([name, functions]) => {
      const target = name as PausableFunction["target"];
      return (functions as readonly string[]).flatMap((functionName) =>
        selectorsOf(target, functionName).map((selector) => ({
          group: groupId(group as keyof typeof groups),
          target,
          functionName,
          selector,
        })),
      );
    }),
);

/** Several where a function is overloaded. */
function selectorsOf(target: ContractName, name: string): Hex[] {
  const functions = (abis[target] as Abi).filter(
    (item): item is AbiFunction => item.type === "function" && item.name === name,
  );
  if (functions.length === 0) throw new RangeError(`${target} has no function ${name}.`);
  return functions.map((item) => toFunctionSelector(item));
}

import { getAbiItem, sha256, stringToHex, toFunctionSelector } from "viem";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { paymentEscrowAbi } from "#generated/contracts/PaymentEscrow.ts";
import { paymentStreamsAbi } from "#generated/contracts/PaymentStreams.ts";
import { addressesDouble, idDouble } from "#lib/chain/chain-double.ts";
import { scopeOfTypes } from "#lib/chain/credential-types.ts";
import { shippedRules } from "#lib/features/proposals/voting-rules.ts";
import type { PauseGroup } from "#lib/index/bodies.ts";

import type { ChoosableBody, ChoosableMember } from "./body-choices.ts";
import type { PowerChoices, StoppableProposal } from "./power-choices.ts";
import type { PaymentChoices } from "./payment-choices.ts";
import { noTrust, type TrustChoices } from "./trust-choices.ts";

/** Nothing was decided about payments yet. */
const noPayments: PaymentChoices = {
  tokens: [],
  feeCeiling: 500,
  arbiters: [],
  lines: [],
  calls: [],
  editions: [],
  taken: { lines: [], calls: [], editions: [] },
  memberRegistry: addressesDouble.MemberRegistry,
  targets: [],
  forbidden: [],
  decisionDelay: 0,
};

/** Nothing is there that measures about pauses and vetoes could concern. */
export const noPowers: PowerChoices = {
  council: addressesDouble.Council,
  bodies: [],
  times: { votingDelay: 0, votingPeriod: 3_600, baseDelay: 0, extension: 0, expiration: 3_600 },
  listed: { councils: [], maximum: 4 },
  groups: [],
  pausable: [],
  scopes: [],
  vetoes: [],
  stoppable: [],
  trust: noTrust,
  payments: noPayments,
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

function member(n: number, code: string, more: Partial<ChoosableMember> = {}): ChoosableMember {
  return {
    account: idDouble(0xa0 + n),
    code,
    index: n - 1,
    class: "member",
    status: "active",
    weight: 10n,
    weightYear: 2024,
    ...more,
  };
}

export const admitNode = toFunctionSelector(
  getAbiItem({ abi: nodeRegistryAbi, name: "admitNode" }),
);

/** Keys of the Assembly's members: Belgium's mandate key, its representative, and one whose time is over. */
export const keysDouble = {
  mandate: idDouble(0xf1),
  representative: idDouble(0xf2),
  ended: idDouble(0xf3),
  ofFrance: idDouble(0xf4),
};

/** An Assembly with each kind of member, and a body in which each member has one vote. */
export const assemblyDouble: ChoosableBody = {
  council: addressesDouble.Council,
  name: "Assembly",
  isAssembly: true,
  MemberRegistry: addressesDouble.MemberRegistry,
  DecisionClasses: addressesDouble.DecisionClasses,
  members: [
    member(1, "BE"),
    member(2, "FR", { status: "suspended" }),
    member(3, "CH", { class: "observer" }),
    member(4, "GB", { status: "left" }),
  ],
  mandates: {
    members: [
      { account: idDouble(0xa1), code: "BE", mandateKey: keysDouble.mandate },
      { account: idDouble(0xa2), code: "FR", mandateKey: keysDouble.ofFrance },
    ],
    representatives: [
      { key: keysDouble.representative, notAfter: presentDouble + day },
      { key: keysDouble.ended, notAfter: presentDouble - day },
    ].map((entry) => ({
      ...entry,
      signer: null,
      notBefore: null,
      member: { account: idDouble(0xa1), code: "BE", class: "member", status: "active" },
    })),
  },
  rules: shippedRules,
  listings: [
    {
      target: addressesDouble.NodeRegistry,
      selector: admitNode,
      class: "qualified",
      cooperation: null,
    },
  ],
  cooperations: [{ cooperation: 7, participants: [0, 1] }],
  leastParticipants: 2,
};

export const emergencyBodyDouble: ChoosableBody = {
  ...assemblyDouble,
  council: emergency,
  name: "Emergency",
  isAssembly: false,
  MemberRegistry: addressesDouble.EmergencyMemberRegistry,
  DecisionClasses: addressesDouble.EmergencyDecisionClasses,
  members: [member(1, "BE", { weight: 1n }), member(5, "IE", { weight: 1n })],
  mandates: { members: [], representatives: [] },
  listings: [],
  cooperations: [],
};

/** A root, a schema, and policies of both states. */
export const trustDouble: TrustChoices = {
  roots: [{ did: "did:ebsi:zRootTaoRootTaoRoot", scope: scopeOfTypes(["DiplomaCredential"]) }],
  schemas: [
    {
      id: "0x68656c6c6f",
      schemaId: "zCn8eVZg",
      content: '{"title":"Diploma"}',
      revision: sha256(stringToHex('{"title":"Diploma"}')),
      revisions: [sha256(stringToHex('{"title":"Diploma"}'))],
    },
  ],
  policies: [
    { name: "DID:insertDidDocument", description: "Inserts.", active: true, role: 19n },
    { name: "TIR:setAttributeData", description: "Accepts.", active: false, role: 0n },
  ],
  dids: ["did:ebsi:zRootTaoRootTaoRoot", "did:ebsi:zMinistryMinistry"],
  allDids: true,
};

const openStream = toFunctionSelector(getAbiItem({ abi: paymentStreamsAbi, name: "open" }));
export const topUpStream = toFunctionSelector(
  getAbiItem({ abi: paymentStreamsAbi, name: "topUp" }),
);
const authorisePayment = toFunctionSelector(
  getAbiItem({ abi: paymentEscrowAbi, name: "authorise" }),
);
const idOf = (name: string) => stringToHex(name, { size: 32 });
/** A token beside the test e-money. */
export const otherTokenDouble = idDouble(0xe1);

/** A line in each token, a call, an edition, an arbiter, and what the treasury calls. */
export const paymentsDouble: PaymentChoices = {
  ...noPayments,
  tokens: [
    {
      address: addressesDouble.EuroToken,
      symbol: "EUR",
      decimals: 6,
      isEuro: true,
      fees: { minimum: 0, maximum: 100 },
    },
    { address: otherTokenDouble, symbol: "TST", decimals: 18, isEuro: false, fees: null },
  ],
  arbiters: [idDouble(0xe2)],
  lines: [
    {
      id: idOf("Travel 2026"),
      name: "Travel 2026",
      token: addressesDouble.EuroToken,
      from: presentDouble,
      until: presentDouble + 365 * day - 1,
      ceiling: 1_000_000_000_000n,
      spent: 250_000_000_000n,
      twoPersonAbove: 5_000_000_000n,
    },
    {
      id: idOf("Tests 2026"),
      name: "Tests 2026",
      token: otherTokenDouble,
      from: presentDouble,
      until: presentDouble + 365 * day - 1,
      ceiling: 10n ** 18n,
      spent: 0n,
      twoPersonAbove: 0n,
    },
  ],
  calls: [
    {
      id: idOf("Contributions 2025"),
      name: "Contributions 2025",
      token: addressesDouble.EuroToken,
      total: 5_000_000_000_000n,
    },
  ],
  editions: [{ id: idOf("GDP 2024"), name: "GDP 2024" }],
  taken: {
    lines: [idOf("Travel 2025"), idOf("Travel 2026"), idOf("Tests 2026")],
    calls: [idOf("Contributions 2025")],
    editions: [idOf("GDP 2024")],
  },
  targets: [
    {
      address: addressesDouble.PaymentStreams,
      name: "PaymentStreams",
      isKnown: true,
      functions: [
        { selector: openStream, name: "open", isFundable: true },
        { selector: topUpStream, name: "topUp", isFundable: false },
      ],
    },
    {
      address: addressesDouble.PaymentEscrow,
      name: "PaymentEscrow",
      isKnown: true,
      functions: [{ selector: authorisePayment, name: "authorise", isFundable: true }],
    },
    {
      address: addressesDouble.Subscriptions,
      name: "Subscriptions",
      isKnown: false,
      functions: [],
    },
  ],
  forbidden: [addressesDouble.EuroToken, addressesDouble.Authority, addressesDouble.Treasury],
};

/** What the Emergency Council can decide on, with a right of veto on the Assembly. */
export const powersDouble: PowerChoices = {
  council: emergency,
  bodies: [assemblyDouble, emergencyBodyDouble],
  times: {
    votingDelay: 60,
    votingPeriod: 7 * day,
    baseDelay: 3_600,
    extension: day,
    expiration: 7 * day,
  },
  listed: { councils: [addressesDouble.Council, emergency], maximum: 4 },
  groups: Object.values(groupsDouble),
  pausable: [pausableDouble],
  scopes: [
    {
      council: addressesDouble.Council,
      targets: [
        {
          address: addressesDouble.NodeRegistry,
          name: "NodeRegistry",
          functions: [{ selector: admitNode, name: "admitNode" }],
        },
        {
          address: addressesDouble.OrganisationRegistry,
          name: "OrganisationRegistry",
          functions: [],
        },
      ],
    },
  ],
  vetoes: [vetoDouble],
  stoppable: [stoppableDouble],
  trust: trustDouble,
  payments: paymentsDouble,
};

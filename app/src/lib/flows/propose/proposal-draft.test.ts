import { decodeFunctionData, getAddress } from "viem";
import { describe, expect, it } from "vitest";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import type { Addresses } from "#lib/endpoints.ts";

import { fieldNames, type FieldValues } from "./measure-fields.ts";
import { readWeight } from "./body-measures.ts";
import { assemblyDouble, noPowers } from "./power-double.ts";
import {
  type DraftChoices,
  draftCall,
  draftProblems,
  eligibleNodes,
  longestTitle,
  type ProposalDraft,
  titleOf,
} from "./proposal-draft.ts";

const pending = `0x${"1".repeat(64)}` as const;
const active = `0x${"2".repeat(64)}` as const;
const retired = `0x${"3".repeat(64)}` as const;
const alpha = `0x${"a".repeat(64)}` as const;
const omega = `0x${"b".repeat(64)}` as const;
const belgium = "0x00000000000000000000000000000000000000be" as const;
const place = (n: number) => `0x${n.toString().padStart(40, "0")}` as const;
const assembly = {
  ...assemblyDouble,
  council: place(2),
  MemberRegistry: place(4),
  members: [
    { ...assemblyDouble.members[0]!, account: belgium, weight: 11_832_000n, weightYear: 2024 },
  ],
};
const validator = { kind: "validator", network: 31337n } as const;
const choices: DraftChoices = {
  nodes: [
    { id: pending, status: "pending", ...validator },
    { id: active, status: "active", ...validator },
    { id: retired, status: "retired", ...validator },
  ],
  chainId: 31337,
  organisations: [
    { id: alpha, status: "active" },
    { id: omega, status: "retired" },
  ],
  networks: [{ chainId: "31337", stage: "pilot", genesisHash: `0x${"0".repeat(64)}` }],
  year: 2026,
  now: 0,
  powers: { ...noPowers, bodies: [assembly] },
};
const addresses: Addresses = {
  Authority: place(1),
  Council: place(2),
  DecisionClasses: place(3),
  Deliberation: place(31),
  Vetoes: place(32),
  MemberRegistry: place(4),
  NodeRegistry: place(5),
  OrganisationRegistry: place(6),
  ValidatorSet: place(7),
  NetworkDirectory: place(8),
  AccountRegistry: place(9),
  NodeMonitoring: place(10),
  PermissionViews: place(11),
  CircuitBreaker: place(12),
  EmergencyCouncil: place(13),
  EmergencyMemberRegistry: place(14),
  EmergencyDecisionClasses: place(15),
  OperatorsCommittee: place(16),
  OperatorsMemberRegistry: place(17),
  OperatorsDecisionClasses: place(18),
  IdentityRegistry: place(19),
  Timestamps: place(20),
  StatusLists: place(21),
  DidRegistry: place(22),
  TrustedIssuersRegistry: place(23),
  TrustedSchemasRegistry: place(24),
  TrustedPoliciesRegistry: place(25),
  EuroToken: place(26),
  Treasury: place(27),
  PaymentRules: place(28),
  PaymentEscrow: place(29),
  PaymentStreams: place(30),
  Subscriptions: place(33),
};
const draft = (change: Partial<ProposalDraft> = {}): ProposalDraft => ({
  ...(Object.fromEntries(fieldNames.map((name) => [name, ""])) as FieldValues),
  measure: "admit-node",
  node: pending,
  year: "2026",
  title: "Admit it",
  text: "",
  ...change,
});
const weight = (change: Partial<ProposalDraft> = {}) =>
  draft({
    measure: "set-weight",
    node: "",
    ofBody: place(2),
    member: belgium,
    weight: "11 900 000",
    ...change,
  });

describe("eligibleNodes", () => {
  it("offers what the measure can concern", () => {
    expect(eligibleNodes("admit-node", choices).map(({ id }) => id)).toEqual([pending]);
    expect(eligibleNodes("retire-node", choices).map(({ id }) => id)).toEqual([pending, active]);
    expect(eligibleNodes("set-weight", choices)).toEqual([]);
  });
});

describe("readWeight", () => {
  it.each([
    ["11900000", 11_900_000n],
    [" 11 900 000 ", 11_900_000n],
    ["11.900.000", 11_900_000n],
    ["11,900,000", 11_900_000n],
    ["11’900’000", 11_900_000n],
    ["11\u202f900\u202f000", 11_900_000n],
    ["1", 1n],
    ["0", 0n],
    ["", null],
    ["-5", null],
    ["11.9", null],
    ["1.5 million", null],
    ["12 34", null],
    ["99999999999999999999", null],
  ])("reads %j", (text, read) => {
    expect(readWeight(text)).toBe(read);
  });
});

describe("draftProblems", () => {
  it("has none for a complete draft", () => {
    expect(draftProblems(draft(), choices)).toEqual([]);
    expect(draftProblems(weight(), choices)).toEqual([]);
  });

  it.each([
    [draft({ node: "" }), { field: "node", problem: "missing" }],
    [draft({ node: active }), { field: "node", problem: "missing" }],
    [draft({ measure: "retire-node", node: retired }), { field: "node", problem: "missing" }],
    [draft({ title: "  " }), { field: "title", problem: "missing" }],
    [
      draft({ title: "é".repeat(longestTitle + 2) }),
      { field: "title", problem: "too-long", excess: 2 },
    ],
    [weight({ member: "0x00" }), { field: "member", problem: "missing" }],
    [weight({ weight: "0" }), { field: "weight", problem: "not-a-number" }],
    [weight({ weight: "many" }), { field: "weight", problem: "not-a-number" }],
    [weight({ weight: "11832000", year: "2024" }), { field: "weight", problem: "unchanged" }],
    [weight({ year: "2027" }), { field: "year", problem: "out-of-range", least: 1950, most: 2026 }],
    [weight({ year: "24" }), { field: "year", problem: "out-of-range", least: 1950, most: 2026 }],
  ] as const)("names the problem of %#", (given, problem) => {
    expect(draftProblems(given, choices)).toEqual([problem]);
  });
});

describe("titleOf", () => {
  it("takes a sentence without its period", () => {
    expect(titleOf("Admit a node.")).toBe("Admit a node");
  });

  it("cuts one that is too long between two words, so that the form takes it", () => {
    const title = titleOf(`${"Suspend the member: ".repeat(8)}now.`);
    expect(title).toBe(`${"Suspend the member: ".repeat(5)}Suspend the…`);
    expect([...title].length).toBeLessThanOrEqual(longestTitle);
    expect(draftProblems(draft({ title }), choices)).toEqual([]);
  });
});

describe("draftCall", () => {
  it("encodes exactly what was chosen", () => {
    const admit = draftCall(draft(), choices, addresses);
    expect(admit?.target).toBe(addresses.NodeRegistry);
    expect(decodeFunctionData({ abi: nodeRegistryAbi, data: admit?.calldata ?? "0x" })).toEqual({
      functionName: "admitNode",
      args: [pending],
    });
    const retire = draftCall(draft({ measure: "retire-node", node: active }), choices, addresses);
    expect(
      decodeFunctionData({ abi: nodeRegistryAbi, data: retire?.calldata ?? "0x" }).functionName,
    ).toBe("retireNode");
    const set = draftCall(weight(), choices, addresses);
    expect(set?.target).toBe(addresses.MemberRegistry);
    expect(decodeFunctionData({ abi: memberRegistryAbi, data: set?.calldata ?? "0x" })).toEqual({
      functionName: "setWeight",
      args: [getAddress(belgium), 11_900_000n, 2026],
    });
  });

  it("encodes nothing from an incomplete choice, but does not wait for the title", () => {
    expect(draftCall(draft({ node: "" }), choices, addresses)).toBeNull();
    expect(draftCall(draft({ title: "" }), choices, addresses)).not.toBeNull();
  });
});

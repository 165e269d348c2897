import { describe, expect, it } from "vitest";

import { sentenceText } from "#lib/features/proposals/call-sentence.ts";
import type { CallRegisters } from "#lib/features/proposals/decode-call.ts";

import { differenceSentences, storageSentence } from "./difference-words.ts";
import type { Differences, SeenEvent } from "./simulation.ts";

const node = `0x${"0a".repeat(32)}` as const;
const organisation = `0x${"0b".repeat(32)}` as const;
const member = `0x${"0c".repeat(20)}` as const;
const council = `0x${"0d".repeat(20)}` as const;
const stranger = `0x${"0e".repeat(20)}` as const;

const registers: CallRegisters = {
  contracts: new Map([[council, { name: "Council", abi: [] }]]),
  nodes: new Map([
    [node, { host: "validator-1.example", kind: "validator", organisation, network: 1n }],
  ]),
  organisations: new Map([[organisation, { name: "Operator Alpha" }]]),
  members: new Map([[member, { code: "EE", weight: 1n }]]),
  roles: new Map([[7n, "NODES"]]),
};
const nothing: Differences = { storage: [], roles: [], balances: [], code: [], events: [] };
const said = (differences: Partial<Differences>) =>
  differenceSentences({ ...nothing, ...differences }, registers).map(sentenceText);
const event = (name: string, args: SeenEvent["args"], contract = "NodeRegistry"): SeenEvent => ({
  contract,
  event: name,
  args,
});

describe("What would differ", () => {
  it("is said with the names of our registers", () => {
    const events = [
      event("NodeStatusChanged", { node, actor: council, status: "4", activeSeconds: "9" }),
      event("ValidatorRemoved", { validator: stranger, actor: council }, "ValidatorSet"),
      event("MemberWeightChanged", { account: member, weight: "1374700" }, "MemberRegistry"),
      event("OrganisationPlaced", { organisation, parent: organisation, actor: council }),
      event("GasPolicySet", { actor: council, gasPerWindow: "5" }, "AccountRegistry"),
      event("0x1234", { data: "0x" }, stranger),
    ];
    expect(said({ events })).toEqual(
      [
        "validator-1.example would be: Retired.",
        "0x0e0e…0e0e would be a validator no more.",
        "Estonia would have a weight of 1,374,700.",
        "register of nodes would record OrganisationPlaced: Operator Alpha.",
        "register of accounts would record GasPolicySet.",
        "0x0e0e…0e0e would record 0x1234.",
      ].map((text) => expect.stringMatching(new RegExp(text.replace(/[.…]/g, "."), "i")) as string),
    );
  });

  it("tells roles once, whoever holds them", () => {
    const granted = event(
      "RoleGranted",
      { roleId: "7", account: council, delay: "0", since: "1", newMember: "true" },
      "Authority",
    );
    const kept = { ...granted, args: { ...granted.args, newMember: "false" } };
    const revoked = event("RoleRevoked", { roleId: "8", account: stranger }, "Authority");
    const roles = [granted, kept, revoked];
    expect(said({ roles, events: roles })).toEqual([
      expect.stringContaining("would get the role NODES."),
      expect.stringContaining("would hold the role NODES with another delay."),
      "0x0e0e…0e0e would lose the role 8.",
    ]);
  });

  it("leaves out what every execution records", () => {
    const events = [
      event("ProposalExecuted", { proposalId: "1" }, "Council"),
      event("OperationExecuted", { operationId: "0x12", nonce: "1" }, "Authority"),
    ];
    expect(said({ events })).toEqual([]);
  });

  it("tells of code and of balances", () => {
    expect(
      said({
        code: [{ contract: "NodeRegistry", before: stranger, after: council }],
        balances: [{ account: stranger, before: "1", after: "1000000000000000000" }],
      }),
    ).toEqual([
      expect.stringContaining("would run other code."),
      "0x0e0e…0e0e would have 1,000,000,000,000,000,000 wei instead of 1.",
    ]);
  });

  it("counts the values in storage by contract", () => {
    const slot = { slot: "0x1", before: "0x0", after: "0x1" };
    expect(storageSentence(nothing, registers)).toBeNull();
    expect(
      storageSentence(
        {
          ...nothing,
          storage: [
            { contract: stranger, ...slot },
            { contract: stranger, ...slot },
          ],
        },
        registers,
      ),
    ).toBe("2 values would differ in the storage of 0x0e0e…0e0e.");
  });

  it("takes no value for more than it is", () => {
    const odd = [
      event("NodeStatusChanged", {}),
      event("RoleGranted", { roleId: "many", account: "nobody" }, "Authority"),
      event("", {}, ""),
    ];
    expect(said({ events: odd, roles: [odd[1]!] })).toHaveLength(3);
  });
});

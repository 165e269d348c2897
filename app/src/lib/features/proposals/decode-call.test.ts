import {
  type Abi,
  encodeFunctionData,
  getAbiItem,
  pad,
  stringToHex,
  toFunctionSelector,
} from "viem";
import { afterEach, describe, expect, it } from "vitest";

import { authorityAbi } from "#generated/contracts/Authority.ts";
import { circuitBreakerAbi } from "#generated/contracts/CircuitBreaker.ts";
import { councilAbi } from "#generated/contracts/Council.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import { overwriteGetLocale } from "#lib/paraglide/runtime.js";

import {
  callSentence,
  classReason,
  majoritySentence,
  sentenceText,
  warningText,
} from "./call-sentence.ts";
import { type Rule, shippedRules } from "./voting-rules.ts";
import { type CallRegisters, decodeCall, flattenCalls } from "./decode-call.ts";

type Hex = `0x${string}`;

const address = (n: number): Hex => pad(`0x${n.toString(16)}`, { size: 20 });
const authority = address(1);
const council = address(2);
const classes = address(3);
const members = address(4);
const nodes = address(5);
const organisations = address(6);
const breaker = address(7);
const emergencyClasses = address(8);
const belgium = address(0xbe);
const stranger = address(0xdead);
const node: Hex = `0x${"5".repeat(64)}`;
const other: Hex = `0x${"6".repeat(64)}`;
const operator: Hex = `0x${"7".repeat(64)}`;

const registrations = stringToHex("registrations", { size: 32 });
const registerNode = toFunctionSelector(getAbiItem({ abi: nodeRegistryAbi, name: "registerNode" }));

const registers: CallRegisters = {
  contracts: new Map<string, { name: string; contract?: string; abi: Abi }>([
    [breaker, { name: "CircuitBreaker", abi: circuitBreakerAbi }],
    [
      emergencyClasses,
      {
        name: "EmergencyDecisionClasses",
        contract: "DecisionClasses",
        abi: decisionClassesAbi,
      },
    ],
    [authority, { name: "Authority", abi: authorityAbi }],
    [council, { name: "Council", abi: councilAbi }],
    [classes, { name: "DecisionClasses", abi: decisionClassesAbi }],
    [members, { name: "MemberRegistry", abi: memberRegistryAbi }],
    [nodes, { name: "NodeRegistry", abi: nodeRegistryAbi }],
    [organisations, { name: "OrganisationRegistry", abi: organisationRegistryAbi }],
  ]),
  nodes: new Map([
    [node, { host: "be-3.x.example", kind: "validator", organisation: operator, network: 31337n }],
    [other, { host: "be-4.x.example", kind: "observer", organisation: operator, network: 7n }],
  ]),
  organisations: new Map([[operator, { name: "Operator X" }]]),
  members: new Map([[belgium, { code: "BE", weight: 11_800_000n }]]),
  roles: new Map([
    [0n, "ADMIN"],
    [4n, "NODES"],
  ]),
};

const context = { ownNetwork: 31337n, ahead: true };
const decode = (target: Hex, calldata: Hex, value = 0n) =>
  decodeCall({ target, value, calldata }, registers);
const sentence = (target: Hex, calldata: Hex) =>
  sentenceText(callSentence(decode(target, calldata), context));
const warnings = (target: Hex, calldata: Hex, value = 0n) =>
  decode(target, calldata, value).warnings.map(({ warning }) => warning);

const admit = encodeFunctionData({ abi: nodeRegistryAbi, functionName: "admitNode", args: [node] });

afterEach(() => overwriteGetLocale(() => "en"));
overwriteGetLocale(() => "en");

describe("decodeCall and callSentence", () => {
  it.each<[string, Hex, Hex]>([
    ["Admit validator node be-3.x.example of Operator X to this network.", nodes, admit],
    [
      "Suspend observer node be-4.x.example of Operator X in network 7.",
      nodes,
      encodeFunctionData({ abi: nodeRegistryAbi, functionName: "suspendNode", args: [other] }),
    ],
    [
      "Reinstate validator node be-3.x.example of Operator X in this network.",
      nodes,
      encodeFunctionData({ abi: nodeRegistryAbi, functionName: "reinstateNode", args: [node] }),
    ],
    [
      "Retire validator node be-3.x.example of Operator X from this network for good.",
      nodes,
      encodeFunctionData({ abi: nodeRegistryAbi, functionName: "retireNode", args: [node] }),
    ],
    [
      "Replace validator node be-3.x.example by be-4.x.example in one step, in this network.",
      nodes,
      encodeFunctionData({
        abi: nodeRegistryAbi,
        functionName: "replaceNode",
        args: [node, other],
      }),
    ],
    [
      "Change the weight of Belgium from 11,800,000 to 11,900,000 inhabitants (1 January 2026).",
      members,
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "setWeight",
        args: [belgium, 11_900_000n, 2026],
      }),
    ],
    [
      "Register Malta as a member with a weight of 570,000 inhabitants (2026), and let 0x0000…dead accept its mandate.",
      members,
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "registerMember",
        args: [
          {
            account: stranger,
            code: stringToHex("MT", { size: 32 }),
            class: 0,
            weight: 570_000n,
            weightYear: 2026,
            mandateKey: stranger,
          },
        ],
      }),
    ],
    [
      "Suspend the member Belgium: it does not vote and does not count until it is reinstated.",
      members,
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "suspendMember",
        args: [belgium],
      }),
    ],
    [
      "Register the organisation Operator Y (EU.Y), with 0x0000…dead as its first administrator.",
      organisations,
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "registerOrganisation",
        args: ["EU.Y", "Operator Y", stranger],
      }),
    ],
    [
      "Retire the organisation Operator X for good.",
      organisations,
      encodeFunctionData({
        abi: organisationRegistryAbi,
        functionName: "retireOrganisation",
        args: [operator],
      }),
    ],
    [
      "From now on, require a reinforced majority for retireOrganisation of Register of organisations.",
      classes,
      encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "setDecisionClass",
        args: [organisations, toFunctionSelector("retireOrganisation(bytes32)"), 0],
      }),
    ],
    ...(
      [
        [
          "From now on, a qualified majority needs at least 60% of the members, and at least 65% of their weight unless fewer than 4 members are not in favour.",
          1,
          { kind: 0, headsNumerator: 60, headsDenominator: 100, blockingHeads: 4 },
        ],
        [
          "From now on, a simple majority needs more than 50% of the members.",
          2,
          {
            kind: 0,
            headsNumerator: 1,
            headsDenominator: 2,
            moreThanHeads: true,
            weightNumerator: 0,
          },
        ],
      ] as const
    ).map(([sentence, decisionClass, change]): [string, `0x${string}`, `0x${string}`] => [
      sentence,
      classes,
      encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "setRule",
        args: [
          decisionClass,
          {
            moreThanHeads: false,
            weightNumerator: 65,
            weightDenominator: 100,
            blockingHeads: 0,
            quorumNumerator: 0,
            quorumDenominator: 1,
            objections: 0,
            ...change,
          },
        ],
      }),
    ]),
    [
      "From now on, the participants of enhanced cooperation No 7 alone decide on retireOrganisation of Register of organisations.",
      classes,
      encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "listCooperation",
        args: [organisations, toFunctionSelector("retireOrganisation(bytes32)"), 7],
      }),
    ],
    [
      "From now on, 3 members take part in enhanced cooperation No 7.",
      classes,
      encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "setCooperation",
        args: [7, 0b1011n],
      }),
    ],
    [
      "Grant the role NODES to 0x0000…dead; its calls wait 60 seconds.",
      authority,
      encodeFunctionData({
        abi: authorityAbi,
        functionName: "grantRole",
        args: [4n, stranger, 60],
      }),
    ],
    [
      "Grant the role ADMIN to Council.",
      authority,
      encodeFunctionData({ abi: authorityAbi, functionName: "grantRole", args: [0n, council, 0] }),
    ],
    [
      "Let the role NODES call admitNode and retireNode of Register of nodes.",
      authority,
      encodeFunctionData({
        abi: authorityAbi,
        functionName: "setTargetFunctionRole",
        args: [
          nodes,
          [toFunctionSelector("admitNode(bytes32)"), toFunctionSelector("retireNode(bytes32)")],
          4n,
        ],
      }),
    ],
    [
      "Keep votes open for 1 day (the Assembly).",
      council,
      encodeFunctionData({ abi: councilAbi, functionName: "setVotingPeriod", args: [86_400] }),
    ],
    [
      "Replace the code of Register of nodes by 0x0000…dead.",
      nodes,
      encodeFunctionData({
        abi: nodeRegistryAbi,
        functionName: "upgradeToAndCall",
        args: [stranger, "0x"],
      }),
    ],
    [
      "Pause the group New registrations for 1 hour. The pause ends by itself; leaving stays possible.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "pause",
        args: [registrations, 3_600],
      }),
    ],
    [
      "End the pause of the group New registrations now.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "unpause",
        args: [registrations],
      }),
    ],
    [
      "Show that the holder of the right to pause the group New registrations is still there.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "heartbeat",
        args: [registrations],
      }),
    ],
    [
      "From now on, the group New registrations can be paused for 1 day at most, then rests for 3 days, and its holders have to show every 90 days that they are still there.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "setGroup",
        args: [registrations, 86_400, 3 * 86_400, 90 * 86_400],
      }),
    ],
    [
      "Let registerNode of Register of nodes be paused with the group New registrations.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "setFunctionGroup",
        args: [nodes, registerNode, registrations],
      }),
    ],
    [
      "Take registerNode of Register of nodes out of every group: it can no longer be paused.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "setFunctionGroup",
        args: [nodes, registerNode, `0x${"0".repeat(64)}`],
      }),
    ],
    [
      "Declare withdrawNode an exit, which nobody can ever pause.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "pinExit",
        args: [toFunctionSelector(getAbiItem({ abi: nodeRegistryAbi, name: "withdrawNode" }))],
      }),
    ],
    [
      "Give Council the right to pause the group New registrations once, for 30 days from now on.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "arm",
        args: [council, registrations, 30 * 86_400],
      }),
    ],
    [
      "Take the right to pause the group New registrations away from Council.",
      breaker,
      encodeFunctionData({
        abi: circuitBreakerAbi,
        functionName: "disarm",
        args: [council, registrations],
      }),
    ],
    [
      "Require a reinforced majority for every call to Council, for ever.",
      emergencyClasses,
      encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "pinTarget",
        args: [council],
      }),
    ],
    [
      "Call labelRole of Authority.",
      authority,
      encodeFunctionData({ abi: authorityAbi, functionName: "labelRole", args: [4n, "NODES"] }),
    ],
  ])("%s", (expected, target, calldata) => {
    expect(sentence(target, calldata)).toBe(expected);
  });

  it("speaks the reader's language", () => {
    overwriteGetLocale(() => "fr");
    expect(sentence(nodes, admit)).toBe(
      "Admettre le nœud validateur be-3.x.example de Operator X dans ce réseau.",
    );
  });

  it("marks the names and leads to their pages", () => {
    const names = callSentence(decode(nodes, admit), context).filter(({ named }) => named);
    expect(names).toEqual([
      { text: "be-3.x.example", named: true, id: node, href: `/nodes/${node}` },
      { text: "Operator X", named: true, id: operator, href: `/organisations/${operator}` },
    ]);
  });

  it("does not call a past weight the present one", () => {
    const calldata = encodeFunctionData({
      abi: memberRegistryAbi,
      functionName: "setWeight",
      args: [belgium, 11_900_000n, 2026],
    });
    expect(
      sentenceText(callSentence(decode(members, calldata), { ...context, ahead: false })),
    ).toBe("Set the weight of Belgium to 11,900,000 inhabitants (1 January 2026).");
  });

  it("says how large a majority is needed", () => {
    const totals = { heads: 27, weight: 450_000_000n };
    expect(majoritySentence("qualified", shippedRules.qualified, totals)).toBe(
      "Needs a qualified majority: 15 of 27 members and 65% of the population.",
    );
    const changed: Rule = { ...shippedRules.qualified, heads: [2, 3], weight: [7, 10] };
    expect(majoritySentence("qualified", changed, totals)).toBe(
      "Needs a qualified majority: 18 of 27 members and 70% of the population.",
    );
    const quorum: Rule = { kind: "unanimity", quorum: [2, 3] };
    // Where every member has one vote, the weight is one of heads: with two of five not in favour it cannot block, with ten of 27 it does.
    expect(majoritySentence("qualified", shippedRules.qualified, { heads: 5, weight: 5n })).toBe(
      "Needs a qualified majority: 3 of 5 members.",
    );
    expect(majoritySentence("qualified", shippedRules.qualified, { heads: 27, weight: 27n })).toBe(
      "Needs a qualified majority: 18 of 27 members.",
    );
    expect(majoritySentence("reinforced", shippedRules.reinforced, { heads: 5, weight: 5n })).toBe(
      "Needs a reinforced majority: 4 of 5 members.",
    );
    expect(classReason("qualified", { heads: 5, weight: 5n })).not.toContain("population");
    expect(classReason("qualified", totals)).toContain("population");
    expect(majoritySentence("unanimity", quorum, totals)).toContain("19 of 27 members taking part");
  });
});

describe("nested calls", () => {
  it("reads every call inside multicall, execute, schedule, relay and upgradeToAndCall", () => {
    const execute = encodeFunctionData({
      abi: authorityAbi,
      functionName: "execute",
      args: [nodes, admit],
    });
    const schedule = encodeFunctionData({
      abi: authorityAbi,
      functionName: "schedule",
      args: [nodes, execute, 5],
    });
    const multicall = encodeFunctionData({
      abi: authorityAbi,
      functionName: "multicall",
      args: [[execute, schedule]],
    });
    const relay = encodeFunctionData({
      abi: councilAbi,
      functionName: "relay",
      args: [authority, 3n, multicall],
    });
    const calls = flattenCalls([decode(council, relay)]);
    expect(calls.map(({ signature }) => signature?.replace(/\(.*/, "") ?? null)).toEqual([
      "relay",
      "multicall",
      "execute",
      "admitNode",
      "schedule",
      // The scheduled calldata goes to the register of nodes, which has no function `execute`.
      null,
    ]);
    expect(calls[1]?.value).toBe(3n);
    expect(calls.at(-1)?.warnings).toEqual([{ warning: "unknown-function" }]);

    const upgrade = encodeFunctionData({
      abi: nodeRegistryAbi,
      functionName: "upgradeToAndCall",
      args: [stranger, admit],
    });
    expect(decode(nodes, upgrade).inner.map(({ meaning }) => meaning?.does)).toEqual([
      "admit-node",
    ]);
  });

  it("stops at a depth that nobody reads and says so", () => {
    let calldata = admit;
    let target = nodes;
    for (let i = 0; i < 9; ++i) {
      calldata = encodeFunctionData({
        abi: authorityAbi,
        functionName: "execute",
        args: [target, calldata],
      });
      target = authority;
    }
    const calls = flattenCalls([decode(authority, calldata)]);
    expect(calls.length).toBe(7);
    expect(calls.at(-1)?.warnings).toContainEqual({ warning: "too-deep" });
  });
});

describe("warnings", () => {
  it("says honestly what nobody can read", () => {
    expect(warnings(stranger, admit)).toEqual(["unknown-target"]);
    expect(sentence(stranger, admit)).toBe(
      `Call ${toFunctionSelector("admitNode(bytes32)")} of 0x0000…dead. Nobody here can say what it does.`,
    );
    expect(sentence(stranger, "0x")).toBe(
      "Call 0x0000…dead without naming a function. Nobody here can say what it does.",
    );
    expect(warnings(nodes, "0x12345678")).toEqual(["unknown-function"]);
    expect(warnings(nodes, "0x1234")).toEqual(["no-function"]);
    expect(warnings(nodes, admit.slice(0, 40) as Hex)).toEqual(["malformed"]);
  });

  it("notices bytes beyond the arguments", () => {
    expect(warnings(nodes, `${admit}00`)).toEqual(["non-canonical"]);
    expect(warnings(nodes, admit.toUpperCase().replace("0X", "0x") as Hex)).toEqual([]);
  });

  it("notices coins, new code and new powers", () => {
    expect(warnings(nodes, admit, 5n)).toEqual(["sends-coins"]);
    const upgrade = encodeFunctionData({
      abi: nodeRegistryAbi,
      functionName: "upgradeToAndCall",
      args: [stranger, "0x"],
    });
    expect(warnings(nodes, upgrade)).toEqual(["replaces-code"]);
    const grant = encodeFunctionData({
      abi: authorityAbi,
      functionName: "grantRole",
      args: [0n, stranger, 0],
    });
    expect(warnings(authority, grant)).toEqual(["changes-powers"]);
  });

  it("notices what no register has", () => {
    const unknown: Hex = `0x${"9".repeat(64)}`;
    const call = decode(
      nodes,
      encodeFunctionData({ abi: nodeRegistryAbi, functionName: "admitNode", args: [unknown] }),
    );
    expect(call.warnings).toEqual([{ warning: "unknown-entry", what: "node" }]);
    expect(sentenceText(callSentence(call, context))).toBe(
      "Admit node 0x9999…9999 of an unregistered organisation to an unknown network.",
    );
    expect(callSentence(call, context).every((part) => part.href === undefined)).toBe(true);
    expect(warningText({ warning: "unknown-entry", what: "node" }, call)).toContain("no such node");
  });
});

describe("arguments", () => {
  it("shows values by name, with what they stand for", () => {
    const call = decode(
      members,
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "setWeight",
        args: [belgium, 12n, 2026],
      }),
    );
    expect(call.signature).toBe("setWeight(address account, uint64 weight, uint16 weightYear)");
    expect(call.arguments).toMatchObject([
      { name: "account", type: "address", reference: { kind: "member", code: "BE" } },
      { name: "weight", type: "uint64", text: "12", reference: null },
      { name: "weightYear", type: "uint16", text: "2026" },
    ]);
  });

  it("takes lists and structs apart", () => {
    const call = decode(
      authority,
      encodeFunctionData({
        abi: authorityAbi,
        functionName: "setTargetFunctionRole",
        args: [nodes, ["0x12345678"], 4n],
      }),
    );
    expect(call.arguments[1]).toMatchObject({
      text: null,
      parts: [{ name: "1", type: "bytes4", text: "0x12345678" }],
    });
  });
});

describe("look-alikes", () => {
  const near: Hex = `${nodes.slice(0, 10)}${"9".repeat(28)}${nodes.slice(-4)}` as Hex;

  it("are pointed out wherever a call names one", () => {
    const toOther = decode(near, admit).warnings;
    expect(toOther).toContainEqual({
      warning: "look-alike",
      address: near,
      of: expect.objectContaining({ kind: "contract" }) as object,
    });
    const upgrade = encodeFunctionData({
      abi: nodeRegistryAbi,
      functionName: "upgradeToAndCall",
      args: [near, "0x"],
    });
    expect(warnings(nodes, upgrade)).toContain("look-alike");
    expect(warnings(nodes, upgrade.replace(near.slice(2), stranger.slice(2)) as Hex)).not.toContain(
      "look-alike",
    );
    const [warning] = decode(nodes, upgrade).warnings.filter(
      ({ warning: kind }) => kind === "look-alike",
    );
    expect(warning && warningText(warning, decode(nodes, upgrade))).toContain(near);
  });
});

import { encodeFunctionData, stringToHex } from "viem";

import { councilAbi } from "#generated/contracts/Council.ts";
import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { permissionViewsAbi } from "#generated/contracts/PermissionViews.ts";
import {
  type DecisionClass,
  decisionClasses,
  encodedRule,
  type Rule,
} from "#lib/features/proposals/voting-rules.ts";

import { accountIdOf, type ChoosableBody } from "./body-choices.ts";
import type { FieldName, FieldValues, MeasureDefinition } from "./measure-fields.ts";
import { type PowerChoices, ticked } from "./power-choices.ts";
import { readShare, writeShare } from "#lib/ui/share-text.ts";

type Hex = `0x${string}`;

export const seats = ["member", "observer"] as const;
/** Whether a share of the heads has to be reached or exceeded. */
export const headsHows = ["least", "more"] as const;
/** Units of a time, with their seconds. */
export const timeUnits = { minutes: 60, hours: 3_600, days: 86_400 } as const;
export type TimeUnit = keyof typeof timeUnits;

function memberMeasure(functionName: "suspendMember" | "reinstateMember" | "removeMember") {
  return {
    fields: ["ofBody", "member"],
    target: "members",
    functionName,
    encode: ({ member }: FieldValues) =>
      encodeFunctionData({ abi: memberRegistryAbi, functionName, args: [member as Hex] }),
  } as const;
}

function timeMeasure(functionName: "setVotingDelay" | "setVotingPeriod" | "setBaseDelaySeconds") {
  return {
    fields: ["time", "timeUnit"],
    target: "council",
    functionName,
    right: "own",
    encode: (values: FieldValues) =>
      encodeFunctionData({ abi: councilAbi, functionName, args: [readTime(values) ?? 0] }),
  } as const;
}

/** What bodies decide about their members, their rules, their times, and about which bodies there are. */
export const bodyMeasures = {
  "register-member": {
    fields: ["ofBody", "code", "accountId", "seat", "weight", "year", "mandateKey"],
    target: "members",
    functionName: "registerMember",
    encode: ({ code, accountId, seat, weight, year, mandateKey }) =>
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "registerMember",
        args: [
          {
            account: accountId.trim() === "" ? accountIdOf(code.trim()) : (accountId.trim() as Hex),
            code: stringToHex(code.trim(), { size: 32 }),
            class: seats.findIndex((name) => name === seat),
            weight: readWeight(weight) ?? 0n,
            weightYear: Number(year),
            mandateKey: mandateKey.trim() as Hex,
          },
        ],
      }),
  },
  "set-weight": {
    fields: ["ofBody", "member", "weight", "year"],
    target: "members",
    functionName: "setWeight",
    encode: ({ member, weight, year }) =>
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "setWeight",
        args: [member as Hex, readWeight(weight) ?? 0n, Number(year)],
      }),
  },
  "set-seat": {
    fields: ["ofBody", "member", "seat"],
    target: "members",
    functionName: "setClass",
    encode: ({ member, seat }) =>
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "setClass",
        args: [member as Hex, seats.findIndex((name) => name === seat)],
      }),
  },
  "suspend-member": memberMeasure("suspendMember"),
  "reinstate-member": memberMeasure("reinstateMember"),
  "remove-member": memberMeasure("removeMember"),
  "recover-mandate": {
    fields: ["ofBody", "member", "mandateKey"],
    target: "members",
    functionName: "designateMandateKey",
    encode: ({ member, mandateKey }) =>
      encodeFunctionData({
        abi: memberRegistryAbi,
        functionName: "designateMandateKey",
        args: [member as Hex, mandateKey.trim() as Hex],
      }),
  },
  "set-rule": {
    fields: [
      "ofBody",
      "ruleClass",
      "headsHow",
      "headsShare",
      "weightShare",
      "blockingHeads",
      "quorumShare",
      "objections",
    ],
    target: "classes",
    functionName: "setRule",
    isAsked: isRuleFieldAsked,
    encode: (values) => {
      const rule = readRule(values);
      if (!rule) throw new Error(`There is no rule of the class ${values.ruleClass}.`);
      return encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "setRule",
        args: [classValue(values.ruleClass), encodedRule(rule)],
      });
    },
  },
  "list-call": {
    fields: ["ofBody", "listedTarget", "listedFunction", "listedClass", "cooperation"],
    target: "classes",
    functionName: "setDecisionClass",
    isAsked: (field, { listedClass }) => field !== "cooperation" || listedClass === "participating",
    encode: ({ listedTarget, listedFunction, listedClass, cooperation }) =>
      listedClass === "participating"
        ? encodeFunctionData({
            abi: decisionClassesAbi,
            functionName: "listCooperation",
            args: [listedTarget as Hex, listedFunction as Hex, Number(cooperation)],
          })
        : encodeFunctionData({
            abi: decisionClassesAbi,
            functionName: "setDecisionClass",
            args: [listedTarget as Hex, listedFunction as Hex, classValue(listedClass)],
          }),
  },
  "pin-target": {
    fields: ["ofBody", "listedTarget"],
    target: "classes",
    functionName: "pinTarget",
    encode: ({ listedTarget }) =>
      encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "pinTarget",
        args: [listedTarget as Hex],
      }),
  },
  "set-cooperation": {
    fields: ["ofBody", "cooperation", "participants"],
    target: "classes",
    functionName: "setCooperation",
    encode: ({ ofBody, cooperation, participants }, { powers }) => {
      const members = chosenBody({ ofBody }, powers)?.members ?? [];
      const places = ticked(participants).map(
        (account) => members.find((member) => member.account === account)?.index ?? 0,
      );
      return encodeFunctionData({
        abi: decisionClassesAbi,
        functionName: "setCooperation",
        args: [
          Number(cooperation),
          places.reduce((bits, place) => bits | (1n << BigInt(place)), 0n),
        ],
      });
    },
  },
  "set-voting-delay": timeMeasure("setVotingDelay"),
  "set-voting-period": timeMeasure("setVotingPeriod"),
  "set-base-delay": timeMeasure("setBaseDelaySeconds"),
  "add-body": {
    fields: ["newCouncil", "newRegister"],
    target: "PermissionViews",
    functionName: "addBody",
    encode: ({ newCouncil, newRegister }) =>
      encodeFunctionData({
        abi: permissionViewsAbi,
        functionName: "addBody",
        args: [newCouncil.trim() as Hex, newRegister.trim() as Hex],
      }),
  },
  "remove-body": {
    fields: ["listedBody"],
    target: "PermissionViews",
    functionName: "removeBody",
    encode: ({ listedBody }) =>
      encodeFunctionData({
        abi: permissionViewsAbi,
        functionName: "removeBody",
        args: [listedBody as Hex],
      }),
  },
} as const satisfies Record<string, MeasureDefinition>;

/** The body whose members or rules a measure concerns; undefined while none is chosen. */
export function chosenBody(
  { ofBody }: Pick<FieldValues, "ofBody">,
  { bodies }: Pick<PowerChoices, "bodies">,
): ChoosableBody | undefined {
  return bodies.find(({ council }) => council === ofBody);
}

/** A weight as people write it: digits, with spaces, dots, commas or apostrophes between groups of three. */
export function readWeight(text: string): bigint | null {
  const digits = text.trim().replaceAll(/(?<=\d)[\s.,'’\u00a0\u202f](?=\d{3}(?!\d))/gu, "");
  return /^\d{1,19}$/.test(digits) ? BigInt(digits) : null;
}

/** A time in seconds; null for what is none. */
export function readTime({
  time,
  timeUnit,
}: Pick<FieldValues, "time" | "timeUnit">): number | null {
  const unit = timeUnits[timeUnit as TimeUnit] as number | undefined;
  return unit !== undefined && /^\d{1,7}$/.test(time.trim()) ? Number(time) * unit : null;
}

/** A time in the largest unit in which it is a whole number. */
export function writeTime(seconds: number): Pick<FieldValues, "time" | "timeUnit"> {
  const unit =
    (["days", "hours"] as const).find((name) => seconds > 0 && seconds % timeUnits[name] === 0) ??
    "minutes";
  return { time: String(Math.round(seconds / timeUnits[unit])), timeUnit: unit };
}

type RuleFields = Pick<
  FieldValues,
  | "ruleClass"
  | "headsHow"
  | "headsShare"
  | "weightShare"
  | "blockingHeads"
  | "quorumShare"
  | "objections"
>;

/** Kind of rule that each class has for ever. */
const kindOf: Record<DecisionClass, Rule["kind"]> = {
  simple: "majority",
  qualified: "majority",
  reinforced: "majority",
  participating: "participants",
  unanimity: "unanimity",
  objection: "objection",
};

/** Whether the rule of the chosen class has this number. */
export function isRuleFieldAsked(field: FieldName, values: RuleFields): boolean {
  if (field === "ofBody" || field === "ruleClass") return true;
  const kind = kindOf[values.ruleClass as DecisionClass] as Rule["kind"] | undefined;
  switch (field) {
    case "headsHow":
    case "headsShare":
    case "weightShare":
      return kind === "majority" || kind === "participants";
    case "blockingHeads":
      return kind === "majority" && readShare(values.weightShare)?.[0] !== 0;
    case "quorumShare":
      return kind === "unanimity";
    default:
      return field === "objections" && kind === "objection";
  }
}

/** The rule that was filled in; null while it is none. Its bounds are checked elsewhere. */
export function readRule(values: RuleFields): Rule | null {
  const kind = kindOf[values.ruleClass as DecisionClass] as Rule["kind"] | undefined;
  switch (kind) {
    case "majority":
    case "participants": {
      const heads = readShare(values.headsShare);
      const weight = readShare(values.weightShare);
      if (!heads || !weight) return null;
      const isWeighed = weight[0] !== 0;
      const blocking = kind === "majority" && isWeighed ? Number(values.blockingHeads) : 0;
      return {
        kind,
        heads,
        more: values.headsHow === "more",
        weight: isWeighed ? weight : null,
        blockingHeads: blocking === 0 ? null : blocking,
      };
    }
    case "unanimity": {
      const quorum = readShare(values.quorumShare);
      return quorum && { kind, quorum };
    }
    case "objection":
      return { kind, objections: Number(values.objections) };
    case undefined:
      return null;
  }
}

/** A rule as it would be filled in. */
export function writeRule(rule: Rule): Omit<RuleFields, "ruleClass"> {
  const empty = {
    headsHow: "",
    headsShare: "",
    weightShare: "",
    blockingHeads: "",
    quorumShare: "",
    objections: "",
  };
  switch (rule.kind) {
    case "majority":
    case "participants":
      return {
        ...empty,
        headsHow: rule.more ? "more" : "least",
        headsShare: writeShare(rule.heads),
        weightShare: writeShare(rule.weight ?? [0, 1]),
        blockingHeads: String(rule.blockingHeads ?? 0),
      };
    case "unanimity":
      return { ...empty, quorumShare: writeShare(rule.quorum) };
    case "objection":
      return { ...empty, objections: String(rule.objections) };
  }
}

function classValue(decisionClass: string): number {
  return decisionClasses.findIndex((name) => name === decisionClass);
}

import { encodeFunctionData } from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { Call } from "#lib/features/proposals/decode-call.ts";

export const measures = ["admit-node", "retire-node", "set-weight"] as const;
/** What the form can propose. */
export type Measure = (typeof measures)[number];

/** What a person has filled in so far. */
export interface ProposalDraft {
  measure: Measure;
  /** Id of the node; empty until one is chosen. */
  node: string;
  /** Account id of the member; empty until one is chosen. */
  member: string;
  weight: string;
  year: string;
  title: string;
  text: string;
}

export interface DraftChoices {
  nodes: readonly {
    id: `0x${string}`;
    status: "pending" | "active" | "suspended" | "retired" | "none";
  }[];
  members: readonly { account: `0x${string}`; weight: bigint; weightYear: number }[];
  /** The present year. */
  year: number;
}

export type DraftProblem =
  | { field: "node" | "member"; problem: "missing" }
  | { field: "weight"; problem: "not-a-number" | "unchanged" }
  | { field: "year"; problem: "out-of-range"; latest: number }
  | { field: "title"; problem: "missing" }
  | { field: "title"; problem: "too-long"; excess: number };

export const longestTitle = 120;
const earliestYear = 1950;
const largestWeight = 2n ** 63n;

/** Nodes that a measure can concern. */
export function eligibleNodes<Node extends DraftChoices["nodes"][number]>(
  measure: Measure,
  nodes: readonly Node[],
): Node[] {
  if (measure === "admit-node") return nodes.filter(({ status }) => status === "pending");
  if (measure === "retire-node")
    return nodes.filter(({ status }) => status !== "retired" && status !== "none");
  return [];
}

/** A number of inhabitants as people write it: digits, with spaces, dots, commas or apostrophes between groups of three. */
export function readWeight(text: string): bigint | null {
  const digits = text.trim().replaceAll(/(?<=\d)[\s.,'’\u00a0\u202f](?=\d{3}(?!\d))/gu, "");
  if (!/^\d{1,19}$/.test(digits)) return null;
  const weight = BigInt(digits);
  return weight >= 1n && weight < largestWeight ? weight : null;
}

/** What is missing for the call alone, without title and text. */
export function measureProblems(draft: ProposalDraft, choices: DraftChoices): DraftProblem[] {
  if (draft.measure !== "set-weight") {
    const found = eligibleNodes(draft.measure, choices.nodes).some(({ id }) => id === draft.node);
    return found ? [] : [{ field: "node", problem: "missing" }];
  }
  const problems: DraftProblem[] = [];
  const member = choices.members.find(({ account }) => account === draft.member);
  if (!member) problems.push({ field: "member", problem: "missing" });
  const weight = readWeight(draft.weight);
  const year = /^\d{4}$/.test(draft.year.trim()) ? Number(draft.year) : 0;
  if (weight === null) problems.push({ field: "weight", problem: "not-a-number" });
  if (year < earliestYear || year > choices.year) {
    problems.push({ field: "year", problem: "out-of-range", latest: choices.year });
  }
  if (member && weight === member.weight && year === member.weightYear) {
    problems.push({ field: "weight", problem: "unchanged" });
  }
  return problems;
}

/** Everything that keeps the draft from being proposed. */
export function draftProblems(draft: ProposalDraft, choices: DraftChoices): DraftProblem[] {
  const problems = measureProblems(draft, choices);
  const length = [...draft.title.trim()].length;
  if (length === 0) problems.push({ field: "title", problem: "missing" });
  if (length > longestTitle)
    problems.push({ field: "title", problem: "too-long", excess: length - longestTitle });
  return problems;
}

/** The call that the draft stands for; null while `measureProblems` has any. */
export function draftCall(
  draft: ProposalDraft,
  choices: DraftChoices,
  addresses: Addresses,
): Call | null {
  if (measureProblems(draft, choices).length > 0) return null;
  const node = draft.node as `0x${string}`;
  switch (draft.measure) {
    case "admit-node":
      return call(
        addresses.NodeRegistry,
        encodeFunctionData({ abi: nodeRegistryAbi, functionName: "admitNode", args: [node] }),
      );
    case "retire-node":
      return call(
        addresses.NodeRegistry,
        encodeFunctionData({ abi: nodeRegistryAbi, functionName: "retireNode", args: [node] }),
      );
    case "set-weight": {
      const weight = readWeight(draft.weight);
      if (weight === null) return null;
      const args = [draft.member as `0x${string}`, weight, Number(draft.year)] as const;
      return call(
        addresses.MemberRegistry,
        encodeFunctionData({ abi: memberRegistryAbi, functionName: "setWeight", args }),
      );
    }
  }
}

function call(target: `0x${string}`, calldata: `0x${string}`): Call {
  return { target, value: 0n, calldata };
}

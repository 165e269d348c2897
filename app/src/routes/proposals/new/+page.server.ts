import { getAbiItem, toFunctionSelector } from "viem";

import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { decisionClasses } from "#lib/features/proposals/voting-rules.ts";
import type { Measure } from "#lib/flows/propose/proposal-draft.ts";
import { measures } from "#lib/flows/propose/proposal-draft.ts";
import { readProposable } from "#lib/flows/propose/read-proposable.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const { chain, addresses } = reading;
  const [classes, proposable] = await Promise.all([classOfMeasures(), readProposable(reading)]);
  return {
    now: await reading.now,
    ...proposable,
    classes,
    asked: {
      measure:
        measures.find((measure) => measure === url.searchParams.get("measure")) ?? measures[0],
      node: url.searchParams.get("node")?.toLowerCase() ?? "",
      member: url.searchParams.get("member")?.toLowerCase() ?? "",
    },
  };

  /** The contract is asked, because what it says is what the proposal will need. */
  async function classOfMeasures(): Promise<Record<Measure, (typeof decisionClasses)[number]>> {
    const [admit, retire, weight] = await Promise.all([
      classOf(
        addresses.NodeRegistry,
        toFunctionSelector(getAbiItem({ abi: nodeRegistryAbi, name: "admitNode" })),
      ),
      classOf(
        addresses.NodeRegistry,
        toFunctionSelector(getAbiItem({ abi: nodeRegistryAbi, name: "retireNode" })),
      ),
      classOf(
        addresses.MemberRegistry,
        toFunctionSelector(getAbiItem({ abi: memberRegistryAbi, name: "setWeight" })),
      ),
    ]);
    return { "admit-node": admit, "retire-node": retire, "set-weight": weight };
  }

  async function classOf(target: `0x${string}`, selector: `0x${string}`) {
    const value = await chain.readContract({
      address: addresses.DecisionClasses,
      abi: decisionClassesAbi,
      functionName: "decisionClass",
      args: [target, selector],
    });
    return decisionClasses[value] ?? "reinforced";
  }
};

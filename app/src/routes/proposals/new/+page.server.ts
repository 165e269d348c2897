import { getAbiItem, toFunctionSelector } from "viem";

import { decisionClassesAbi } from "#generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { decisionClasses } from "#lib/features/proposals/voting-rules.ts";
import type { Measure } from "#lib/flows/propose/proposal-draft.ts";
import { measures } from "#lib/flows/propose/proposal-draft.ts";
import { representativesQuery } from "#lib/index/members.ts";
import { proposableQuery } from "#lib/index/proposals.ts";
import { indexNeeded } from "#lib/server/index-needed.ts";
import { chainNow, sources } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const { index, chain, deployment } = await sources();
  const { addresses } = deployment;
  const registry = addresses.MemberRegistry.toLowerCase();
  const [now, classes, [proposable, mandates]] = await Promise.all([
    chainNow(chain),
    classOfMeasures(),
    indexNeeded(() =>
      Promise.all([
        index.ask(proposableQuery, { registry, registryId: registry }),
        index.ask(representativesQuery, { registry }),
      ]),
    ),
  ]);
  return {
    now,
    nodes: proposable.nodes,
    members: proposable.members,
    totals: {
      heads: proposable.memberRegistry?.totalHeads ?? 0,
      weight: proposable.memberRegistry?.totalWeight ?? 0n,
    },
    mandates,
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

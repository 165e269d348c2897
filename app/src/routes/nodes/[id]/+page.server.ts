import { error } from "@sveltejs/kit";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "#generated/contracts/OrganisationRegistry.ts";
import type { EventReader } from "#lib/chain/events.ts";
import { readOrganisationDids } from "#lib/chain/read-organisation-dids.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { activeSeconds } from "#lib/features/nodes/active-time.ts";
import { livenessMap, readSpan } from "#lib/features/nodes/liveness.ts";
import { decisionsUnderWay, nodeHistory } from "#lib/features/nodes/node-history.ts";
import { readLiveness } from "#lib/features/nodes/read-liveness.ts";
import { readDescription } from "#lib/features/proposals/description.ts";
import type { ActionMoment } from "#lib/flows/operate-node/node-actions.ts";
import type { NodeStatus } from "#lib/index/nodes.ts";
import { m } from "#lib/messages.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";
import { readNode } from "./read-node.ts";

const titleOf = (description: string) => readDescription(description).title;

export const load: PageServerLoad = async ({ params, url }) => {
  const reading = await pageReading();
  const id = /^0x[0-9a-f]{64}$/i.test(params.id)
    ? (params.id.toLowerCase() as `0x${string}`)
    : null;
  const read = id && (await readNode(reading, id));
  if (!read) error(404, m.nodes_not_found(), { remedy: m.nodes_not_found_hint() });

  const { statusHistory: _steps, proposalCalls: _calls, validator, ...node } = read;
  const now = await reading.now;
  const span = readSpan(url.searchParams);
  const [activities, operating, dids] = await Promise.all([
    readLiveness(reading.index, span, now, read.id),
    readOperating(reading.chain, reading.addresses, read),
    readOrganisationDids(reading.chain, reading.addresses, [read.organisation.id]),
  ]);
  return {
    node,
    now,
    span,
    liveness: activities && livenessMap(activities, [read.id], span, now),
    operating,
    dids,
    activeSeconds: activeSeconds(read, now),
    inValidatorSet: validator?.inSet ?? false,
    history: nodeHistory(read, titleOf, now),
    underWay: decisionsUnderWay(read, titleOf, now),
  };
};

/** What decides which steps its administrators can take; unknown while the chain gives no answer. */
async function readOperating(
  chain: EventReader,
  { NodeRegistry, OrganisationRegistry }: Addresses,
  node: { id: `0x${string}`; status: NodeStatus; organisation: { id: `0x${string}` } },
): Promise<Pick<ActionMoment, "organisationActs" | "standbyFrom" | "resumeFrom">> {
  const nodes = { address: NodeRegistry, abi: nodeRegistryAbi } as const;
  try {
    const [organisationActs, standbyFrom, quarantineEnd] = await Promise.all([
      chain.readContract({
        address: OrganisationRegistry,
        abi: organisationRegistryAbi,
        functionName: "isActive",
        args: [node.organisation.id],
      }),
      chain.readContract({
        ...nodes,
        functionName: "nextStandby",
        args: [node.organisation.id],
      }),
      chain.readContract({ ...nodes, functionName: "quarantineEnd", args: [node.id] }),
    ]);
    const resumeFrom = node.status === "quarantined" ? quarantineEnd : 0;
    return { organisationActs, standbyFrom, resumeFrom };
  } catch {
    // The page is still worth reading, and the contract refuses what cannot be.
    return { organisationActs: null, standbyFrom: null, resumeFrom: null };
  }
}

import { validatorsFromContract } from "#lib/chain/contract-views.ts";
import type { EventReader, PageSources } from "#lib/chain/events.ts";
import {
  isSubject,
  latestLivenessFromEvents,
  latestObedienceFromEvents,
} from "#lib/chain/read-monitoring.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { withSubjects } from "#lib/features/nodes/read-drift.ts";
import { readDecisionsOn } from "#lib/features/proposals/decisions-on.ts";
import { type NodeDetail, nodeQuery } from "#lib/index/nodes.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

type Hex = `0x${string}`;

/** A node with its history and the decisions on it; null when the register never had it. */
export async function readNode(sources: PageSources, id: Hex): Promise<NodeDetail | null> {
  const { node } = await indexOrContract(
    () => sources.index.ask(nodeQuery, { id }),
    async () => ({ node: await nodeFromEvents(sources.chain, sources.addresses, id) }),
    sources.isLate,
  );
  return node;
}

async function nodeFromEvents(
  chain: EventReader,
  addresses: Addresses,
  id: Hex,
): Promise<NodeDetail | null> {
  const latestObedience = await latestObedienceFromEvents(chain, addresses, id);
  const subjects = latestObedience?.drifts.flatMap(({ subject }) => subject ?? []) ?? [];
  const wanted = (entry: Hex) =>
    entry === id || subjects.some((subject) => isSubject(subject, entry));
  const [{ nodes }, validators, latestLiveness] = await Promise.all([
    readRegisters(chain, addresses, (entry) => wanted(entry.id)),
    validatorsFromContract(chain, addresses),
    latestLivenessFromEvents(chain, addresses, id),
  ]);
  const node = nodes.find((entry) => entry.id === id);
  if (!node) return null;
  const decisions = await readDecisionsOn(
    chain,
    addresses,
    id,
    node.statusHistory.map(({ transaction }) => transaction.id),
  );
  return {
    ...node,
    latestObedience: latestObedience && withSubjects(latestObedience, nodes),
    latestLiveness,
    validator: { inSet: validators.includes(node.address) },
    statusHistory: node.statusHistory.map((change) => ({
      ...change,
      transaction: {
        id: change.transaction.id,
        executedProposals: decisions.executedIn(change.transaction.id),
      },
    })),
    proposalCalls: decisions.naming,
  };
}

import type { PageSources } from "#lib/chain/events.ts";
import { obedienceOf } from "#lib/chain/read-monitoring.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import { nodeCountsQuery, nodesQuery, type NodeSummary } from "#lib/index/nodes.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

import {
  type ListedStatus,
  listedStatuses,
  type NodeFilter,
  nodeWhere,
  pageSize,
} from "./node-filter.ts";

/** One page of the list of nodes. */
export interface NodePage {
  nodes: NodeSummary[];
  /** Whether another page follows. */
  more: boolean;
  /** Nodes of each status, whatever the filter asks for. */
  counts: Record<ListedStatus, number>;
}

export async function readNodes(
  sources: PageSources,
  filter: NodeFilter,
): Promise<{ source: Source } & NodePage> {
  return indexOrContract(
    async () => {
      // One more than a page has tells whether there is another page.
      const variables = {
        first: pageSize + 1,
        skip: (filter.page - 1) * pageSize,
        where: nodeWhere(filter),
      };
      const [{ nodes }, counts] = await Promise.all([
        sources.index.ask(nodesQuery, variables),
        sources.index.ask(nodeCountsQuery, {}),
      ]);
      return {
        nodes: nodes.slice(0, pageSize),
        more: nodes.length > pageSize,
        counts: countsBy((status) => counts[status].length),
      };
    },
    async () => {
      const { nodes } = await readRegisters(sources.chain, sources.addresses);
      const page = nodePage(
        nodes.map((node) => ({ ...node, obedienceReportedAt: null, driftCount: null })),
        filter,
      );
      const reported = page.nodes.map(async (node) => ({
        ...node,
        ...(await obedienceOf(sources.chain, sources.addresses, node.id)),
      }));
      return { ...page, nodes: await Promise.all(reported) };
    },
    sources.isLate,
  );
}

/** One page out of all nodes, newest first: what the index does when it is asked with `nodeWhere`. */
export function nodePage(
  all: readonly NodeSummary[],
  { status, kind, page }: NodeFilter,
): NodePage {
  const asked = all.filter(
    (node) =>
      (status === null ? node.status !== "none" : node.status === status) &&
      (kind === null || node.kind === kind),
  );
  return {
    nodes: asked.slice((page - 1) * pageSize, page * pageSize),
    more: asked.length > page * pageSize,
    counts: countsBy((listed) => all.filter((node) => node.status === listed).length),
  };
}

function countsBy(count: (status: ListedStatus) => number): Record<ListedStatus, number> {
  return Object.fromEntries(listedStatuses.map((status) => [status, count(status)])) as Record<
    ListedStatus,
    number
  >;
}

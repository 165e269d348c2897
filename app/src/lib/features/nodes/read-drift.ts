import type { PageSources } from "#lib/chain/events.ts";
import { isSubject, latestObedienceFromEvents } from "#lib/chain/read-monitoring.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import { type DriftingNode, driftingNodesQuery, type ObedienceReport } from "#lib/index/nodes.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

type Hex = `0x${string}`;

/** Nodes of a network of which the latest report says that they do not obey, the latest report first. */
export async function readDrift(sources: PageSources, network: number): Promise<DriftingNode[]> {
  const { index, chain, addresses, isLate } = sources;
  const { nodes } = await indexOrContract(
    () => index.ask(driftingNodesQuery, { network: String(network) }),
    async (): Promise<{ nodes: DriftingNode[] }> => {
      const registers = await readRegisters(chain, addresses);
      const reported = await Promise.all(
        registers.nodes
          .filter((node) => node.network === network)
          .map(async ({ id, host, organisation }): Promise<DriftingNode[]> => {
            const latestObedience = await latestObedienceFromEvents(chain, addresses, id);
            if (!latestObedience?.drifts.length) return [];
            const named = withSubjects(latestObedience, registers.nodes);
            const { id: operator, name } = organisation;
            return [{ id, host, organisation: { id: operator, name }, latestObedience: named }];
          }),
      );
      const drifting = reported.flat();
      drifting.sort((a, b) => b.latestObedience.timestamp - a.latestObedience.timestamp);
      return { nodes: drifting };
    },
    isLate,
  );
  return nodes;
}

/** A report from the contract's events with the nodes that its drifts are about. */
export function withSubjects(
  report: ObedienceReport,
  nodes: readonly { id: Hex; host: string }[],
): ObedienceReport {
  return {
    ...report,
    drifts: report.drifts.map((drift) => {
      const subject = drift.subject;
      const node = subject && nodes.find(({ id }) => isSubject(subject, id));
      return { ...drift, subjectNode: node ? { id: node.id, host: node.host } : null };
    }),
  };
}

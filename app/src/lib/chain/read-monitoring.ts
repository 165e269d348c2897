import { hexToString, trim } from "viem";

import { nodeMonitoringAbi } from "#generated/contracts/NodeMonitoring.ts";
import type { Addresses } from "#lib/endpoints.ts";
import type { LivenessReport, ObedienceReport } from "#lib/index/nodes.ts";

import { wordOrNull } from "./contract-views.ts";
import { blockTimes, type EventReader, inOrder } from "./events.ts";

type Hex = `0x${string}`;

/** What the organisation of a node said last, as the contract keeps it. */
export interface ObedienceState {
  obedienceReportedAt: number | null;
  driftCount: number | null;
}

/** A report names one of the last 256 blocks. */
const reportedWithin = 256n;
/** Blocks in which the latest report of a monitor is looked for without the index. */
const livenessWithin = 10_000n;

async function obedienceView(
  chain: EventReader,
  address: Hex,
  node: Hex,
): Promise<ObedienceState & { blockNumber: bigint }> {
  const { reportedAt, blockNumber, driftCount } = await chain.readContract({
    address,
    abi: nodeMonitoringAbi,
    functionName: "obedience",
    args: [node],
  });
  return reportedAt === 0
    ? { obedienceReportedAt: null, driftCount: null, blockNumber }
    : { obedienceReportedAt: reportedAt, driftCount, blockNumber };
}

export async function obedienceOf(
  chain: EventReader,
  { NodeMonitoring }: Addresses,
  node: Hex,
): Promise<ObedienceState> {
  const { obedienceReportedAt, driftCount } = await obedienceView(chain, NodeMonitoring, node);
  return { obedienceReportedAt, driftCount };
}

/** The latest report of obedience with its drifts; who a drift is about is told by its id alone. */
export async function latestObedienceFromEvents(
  chain: EventReader,
  { NodeMonitoring: address }: Addresses,
  node: Hex,
): Promise<ObedienceReport | null> {
  const { obedienceReportedAt, blockNumber } = await obedienceView(chain, address, node);
  if (obedienceReportedAt === null) return null;
  const events = await chain.getContractEvents({
    address,
    abi: nodeMonitoringAbi,
    eventName: "ObedienceReported",
    args: { node },
    fromBlock: blockNumber,
    toBlock: blockNumber + reportedWithin + 1n,
    strict: true,
  });
  const event = inOrder(events).at(-1);
  if (!event) return null;
  const { actor, blockNumber: reportedBlock, drifts } = event.args;
  return {
    actor: actor.toLowerCase() as Hex,
    reportedBlock: Number(reportedBlock),
    timestamp: obedienceReportedAt,
    transaction: event.transactionHash,
    drifts: drifts.map(({ kind, subject }) => ({
      kind: asciiOf(kind),
      subject: wordOrNull(subject),
      subjectNode: null,
    })),
  };
}

/** What a monitor said last about a node. */
export async function latestLivenessFromEvents(
  chain: EventReader,
  { NodeMonitoring: address }: Addresses,
  node: Hex,
): Promise<LivenessReport | null> {
  const { number: head } = await chain.getBlock({ blockTag: "latest" });
  const events = await chain.getContractEvents({
    address,
    abi: nodeMonitoringAbi,
    eventName: "LivenessReported",
    args: { node },
    fromBlock: head > livenessWithin ? head - livenessWithin : 0n,
    toBlock: "latest",
    strict: true,
  });
  const event = inOrder(events).at(-1);
  if (!event) return null;
  const timeOf = await blockTimes(chain, [event]);
  const { monitor, firstBlock, lastBlock, expected, sealed_ } = event.args;
  return {
    monitor: monitor.toLowerCase() as Hex,
    firstBlock: Number(firstBlock),
    lastBlock: Number(lastBlock),
    expected,
    sealed: sealed_,
    timestamp: timeOf(event.blockNumber),
    transaction: event.transactionHash,
  };
}

/** Printable ASCII as a text; anything else in hexadecimal digits, as the index has it. */
function asciiOf(word: Hex): string {
  const text = hexToString(trim(word, { dir: "right" }));
  return /^[\x20-\x7e]*$/.test(text) ? text : word;
}

/** Whether a drift is about this node: it names the node's id, or a validator by the node's address. */
export function isSubject(subject: Hex, node: Hex): boolean {
  return (
    subject === node ||
    (subject.startsWith(`0x${"0".repeat(24)}`) && subject.slice(-40) === node.slice(-40))
  );
}

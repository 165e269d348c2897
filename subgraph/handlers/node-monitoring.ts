import { describe } from "../entities/event";
import { getOrCreateNode, nodeOfSubject } from "../entities/node";
import { asciiOf, wordOrNull } from "../entities/words";
import {
  LivenessReported as LivenessReportedLog,
  ObedienceReported as ObedienceReportedLog,
  QuarantineFailed as QuarantineFailedLog,
  QuarantineRuleSet as QuarantineRuleSetLog,
} from "../generated/NodeMonitoring/NodeMonitoring";
import {
  Drift,
  LivenessPoint,
  LivenessReported,
  Node,
  NodeMonitoring,
  ObedienceReported,
  QuarantineFailed,
  QuarantineRuleSet,
} from "../generated/schema";
import { driftId, eventId, ordinalOf } from "../ids";

export function handleObedienceReported(event: ObedienceReportedLog): void {
  const params = event.params;
  const report = eventId(event);
  const drifts = params.drifts;
  const node = getOrCreateNode(params.node);

  for (let i = 0; i < drifts.length; ++i) {
    const drift = new Drift(driftId(report, i));
    drift.report = report;
    drift.node = node.id;
    drift.index = i;
    drift.kind = asciiOf(drifts[i].kind);
    drift.subject = wordOrNull(drifts[i].subject);
    drift.subjectNode = nodeOfSubject(drifts[i].subject);
    drift.ordinal = ordinalOf(event);
    drift.timestamp = event.block.timestamp;
    drift.save();
  }

  const obeys = drifts.length == 0;
  if (!obeys) node.obedientSince = null;
  else if (node.obedientSince === null) node.obedientSince = event.block.timestamp;
  if (obeys) node.driftingSince = null;
  else if (node.driftingSince === null) node.driftingSince = event.block.timestamp;
  node.latestObedience = report;
  node.obedienceReportedAt = event.block.timestamp;
  node.driftCount = drifts.length;
  node.save();

  const log = new ObedienceReported(report);
  describe(log, event);
  log.node = node.id;
  log.actor = params.actor;
  log.reportedBlock = params.blockNumber;
  log.reportedHash = params.blockHash;
  log.driftCount = drifts.length;
  log.save();
}

export function handleLivenessReported(event: LivenessReportedLog): void {
  const params = event.params;
  const report = eventId(event);
  // Monitors may name whatever they like: what nobody registered stays in the log alone.
  const node = Node.load(params.node);
  if (node != null) {
    node.latestLiveness = report;
    if (!params.sealed_.isZero()) node.heardAt = event.block.timestamp;
    node.save();

    // The store numbers the points itself and gives them the time of the block.
    const point = new LivenessPoint(0);
    point.node = node.id;
    point.reports = 1;
    point.expected = params.expected;
    point.sealed = params.sealed_;
    point.save();
  }

  const log = new LivenessReported(report);
  describe(log, event);
  log.nodeId = params.node;
  log.node = params.node;
  log.monitor = params.monitor;
  log.firstBlock = params.firstBlock;
  log.lastBlock = params.lastBlock;
  log.expected = params.expected;
  log.sealed = params.sealed_;
  log.save();
}

export function handleQuarantineFailed(event: QuarantineFailedLog): void {
  const params = event.params;
  const log = new QuarantineFailed(eventId(event));
  describe(log, event);
  log.nodeId = params.node;
  log.node = params.node;
  log.actor = params.actor;
  log.reason = params.reason;
  log.save();
}

export function handleQuarantineRuleSet(event: QuarantineRuleSetLog): void {
  const params = event.params;
  const rule = new NodeMonitoring(event.address);
  rule.quarantineMonitors = params.monitors;
  rule.quarantineWindow = params.window;
  rule.save();

  const log = new QuarantineRuleSet(eventId(event));
  describe(log, event);
  log.actor = params.actor;
  log.monitors = params.monitors;
  log.window = params.window;
  log.save();
}

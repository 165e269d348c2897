import { transaction } from "./members.ts";
import { nodeKind, nodeStatus } from "./organisations.ts";
import {
  type Answer,
  asked,
  count,
  flag,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  renamed,
  text,
} from "./selection.ts";

const operator = record({ id: hex, name: text });

const nodeSummary = record({
  id: hex,
  host: text,
  kind: nodeKind,
  status: nodeStatus,
  network: count,
  organisation: operator,
  registeredAt: count,
  activeSecondsBefore: count,
  activeSince: nullable(count),
  region: nullable(text),
  obedienceReportedAt: nullable(count),
  driftCount: nullable(int),
});

export type NodeSummary = Answer<typeof nodeSummary>;
export type NodeStatus = NodeSummary["status"];
export type NodeKind = NodeSummary["kind"];

export const nodesQuery = query(
  "Nodes",
  { first: "Int!", skip: "Int!", where: "Node_filter!" },
  {
    nodes: asked(
      "first: $first, skip: $skip, orderBy: registeredAt, orderDirection: desc, where: $where",
      list(nodeSummary),
    ),
  },
);

/** How many nodes there are of each status, to be shown beside the filters; more than 1,000 count as 1,000. */
export const nodeCountsQuery = query(
  "NodeCounts",
  {},
  {
    pending: renamed(
      "nodes",
      asked("first: 1000, where: { status: PENDING }", list(record({ id: hex }))),
    ),
    active: renamed(
      "nodes",
      asked("first: 1000, where: { status: ACTIVE }", list(record({ id: hex }))),
    ),
    suspended: renamed(
      "nodes",
      asked("first: 1000, where: { status: SUSPENDED }", list(record({ id: hex }))),
    ),
    standby: renamed(
      "nodes",
      asked("first: 1000, where: { status: STANDBY }", list(record({ id: hex }))),
    ),
    quarantined: renamed(
      "nodes",
      asked("first: 1000, where: { status: QUARANTINED }", list(record({ id: hex }))),
    ),
    retired: renamed(
      "nodes",
      asked("first: 1000, where: { status: RETIRED }", list(record({ id: hex }))),
    ),
  },
);

const decision = record({ number: int, description: text });

const drift = record({
  kind: text,
  subject: nullable(hex),
  subjectNode: nullable(record({ id: hex, host: text })),
});

export type Drift = Answer<typeof drift>;

const obedienceReport = record({
  actor: hex,
  reportedBlock: count,
  timestamp: count,
  transaction,
  drifts: asked("first: 16, orderBy: index", list(drift)),
});

export type ObedienceReport = Answer<typeof obedienceReport>;

const livenessReport = record({
  monitor: hex,
  firstBlock: count,
  lastBlock: count,
  expected: count,
  sealed: count,
  timestamp: count,
  transaction,
});

export type LivenessReport = Answer<typeof livenessReport>;

const nodeDetail = record({
  id: hex,
  host: text,
  port: int,
  kind: nodeKind,
  status: nodeStatus,
  network: count,
  publicKey: hex,
  address: hex,
  organisation: operator,
  /** Who may act for its organisation. */
  acting: renamed(
    "organisation",
    record({
      administrators: asked(
        "first: 16, orderBy: account, where: { removedAt: null }",
        list(record({ account: hex })),
      ),
    }),
  ),
  region: nullable(text),
  template: nullable(hex),
  release: nullable(hex),
  serviceClass: nullable(text),
  latestObedience: nullable(obedienceReport),
  latestLiveness: nullable(livenessReport),
  registeredBy: hex,
  registeredAt: count,
  registeredIn: transaction,
  activeSecondsBefore: count,
  activeSince: nullable(count),
  validator: nullable(record({ inSet: flag })),
  statusHistory: asked(
    "first: 200, orderBy: ordinal",
    list(
      record({
        id: hex,
        status: nodeStatus,
        timestamp: count,
        actor: hex,
        activeSeconds: count,
        transaction: record({ id: hex, executedProposals: list(decision) }),
      }),
    ),
  ),
  proposalCalls: asked(
    "first: 100",
    list(
      record({
        selector: hex,
        proposal: record({
          number: int,
          description: text,
          createdAt: count,
          createdIn: transaction,
          snapshot: count,
          deadline: count,
          decidedAt: nullable(count),
          decidedIn: nullable(transaction),
          decidedSucceeded: nullable(flag),
          queuedAt: nullable(count),
          queuedIn: nullable(transaction),
          executedAt: nullable(count),
          cancelledAt: nullable(count),
          cancelledIn: nullable(transaction),
        }),
      }),
    ),
  ),
});

export type NodeDetail = Answer<typeof nodeDetail>;

export const nodeQuery = query(
  "Node",
  { id: "ID!" },
  {
    node: asked("id: $id", nullable(nodeDetail)),
  },
);

/** The validators of this chain, as its consensus reads them. */
export const validatorsQuery = query(
  "Validators",
  {},
  {
    validators: asked(
      "first: 256, orderBy: enteredAt, where: { inSet: true }",
      list(
        record({
          id: hex,
          enteredAt: count,
          node: nullable(record({ id: hex, host: text, organisation: operator })),
        }),
      ),
    ),
    nodes: asked(
      "first: 1000, where: { status: ACTIVE }",
      list(record({ id: hex, kind: nodeKind })),
    ),
  },
);

/** Nodes of which the latest report says that they do not obey. */
export const driftingNodesQuery = query(
  "DriftingNodes",
  { network: "BigInt!" },
  {
    nodes: asked(
      "first: 1000, orderBy: obedienceReportedAt, orderDirection: desc, where: { network: $network, driftCount_gt: 0 }",
      list(
        record({ id: hex, host: text, organisation: operator, latestObedience: obedienceReport }),
      ),
    ),
  },
);

export type DriftingNode = ReturnType<typeof driftingNodesQuery.read>["nodes"][number];

const livenessActivity = record({
  /** Beginning of the interval in microseconds. */
  timestamp: count,
  node: record({ id: hex }),
  expected: count,
  sealed: count,
});

export type LivenessActivity = Answer<typeof livenessActivity>;

/** How often nodes were heard, hour by hour or day by day, the present interval included. */
export const livenessQuery = query(
  "Liveness",
  { interval: "Aggregation_interval!", skip: "Int!", where: "LivenessActivity_filter!" },
  {
    livenessActivities: asked(
      "interval: $interval, current: include, first: 1000, skip: $skip, orderBy: timestamp, orderDirection: desc, where: $where",
      list(livenessActivity),
    ),
  },
);

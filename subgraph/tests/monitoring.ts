import { node, registerNode, registerOperator } from "./assembly.ts";
import { account, at, emit, expect, hash, type Hex, type Suite } from "./suite.ts";

const stranger = hash(0x57);
const [monitor, other] = [account("monitor"), account("second monitor")];
const day = 86_400;

function liveness(
  transaction: number,
  of: Hex,
  by: Hex,
  first: number,
  expected: number,
  sealed: number,
) {
  return emit(hash(transaction), "NodeMonitoring", "LivenessReported", {
    node: of,
    monitor: by,
    firstBlock: first,
    lastBlock: first + 99,
    expected,
    sealed_: sealed,
  });
}

/** What organisations report about obedience has tuples, which gnd cannot emit: see deployed-system.ts. */
export const suite: Suite = {
  name: "Liveness and quarantine",
  blocks: [
    {},
    {
      timestamp: day,
      events: [
        emit(hash(9), "NodeMonitoring", "QuarantineRuleSet", {
          actor: at.Authority,
          monitors: 2,
          window: 3600,
        }),
        ...registerOperator,
        registerNode,
      ],
    },
    {
      timestamp: 2 * day + 60,
      events: [
        liveness(6, node, monitor, 1, 25, 25),
        liveness(6, node, other, 1, 25, 20),
        liveness(6, stranger, monitor, 1, 25, 0),
      ],
    },
    {
      timestamp: 3 * day,
      events: [
        liveness(7, node, monitor, 101, 25, 0),
        emit(hash(7), "NodeMonitoring", "QuarantineFailed", {
          node,
          actor: monitor,
          reason: "0x12345678",
        }),
        emit(hash(8), "NodeMonitoring", "QuarantineFailed", {
          node: stranger,
          actor: monitor,
          reason: "0x00000000",
        }),
      ],
    },
    // The present interval of an aggregation is closed by a later block.
    { timestamp: 4 * day + 1, events: [liveness(10, stranger, other, 301, 25, 25)] },
  ],
  assertions: [
    expect(
      `{ livenessReporteds(orderBy: ordinal) { nodeId node { id } monitor firstBlock lastBlock expected sealed } }`,
      {
        livenessReporteds: [
          [node, monitor, 1, 25, 25] as const,
          [node, other, 1, 25, 20] as const,
          [stranger, monitor, 1, 25, 0] as const,
          [node, monitor, 101, 25, 0] as const,
          [stranger, other, 301, 25, 25] as const,
        ].map(([nodeId, by, first, expected, sealed]) => ({
          nodeId,
          node: nodeId === node ? { id: node } : null,
          monitor: by,
          firstBlock: String(first),
          lastBlock: String(first + 99),
          expected: String(expected),
          sealed: String(sealed),
        })),
      },
    ),
    expect(
      `{ node(id: "${node}") { heardAt latestLiveness { monitor sealed } livenessReports { sealed } } }`,
      {
        node: {
          heardAt: String(2 * day + 60),
          latestLiveness: { monitor, sealed: "0" },
          livenessReports: [{ sealed: "25" }, { sealed: "20" }, { sealed: "0" }],
        },
      },
    ),
    expect(
      `{ livenessActivities(interval: day, orderBy: timestamp, orderDirection: asc) { timestamp node { id } reports expected sealed } }`,
      {
        livenessActivities: [
          {
            timestamp: String(2 * day * 1_000_000),
            node: { id: node },
            reports: 2,
            expected: "50",
            sealed: "45",
          },
          {
            timestamp: String(3 * day * 1_000_000),
            node: { id: node },
            reports: 1,
            expected: "25",
            sealed: "0",
          },
        ],
      },
    ),
    expect(`{ quarantineFaileds(orderBy: ordinal) { nodeId node { id } actor reason } }`, {
      quarantineFaileds: [
        { nodeId: node, node: { id: node }, actor: monitor, reason: "0x12345678" },
        { nodeId: stranger, node: null, actor: monitor, reason: "0x00000000" },
      ],
    }),
    expect(
      `{ quarantineRuleSets { actor monitors window } nodeMonitorings { id quarantineMonitors quarantineWindow } }`,
      {
        quarantineRuleSets: [{ actor: at.Authority, monitors: 2, window: "3600" }],
        nodeMonitorings: [
          { id: at.NodeMonitoring, quarantineMonitors: 2, quarantineWindow: "3600" },
        ],
      },
    ),
  ],
};

import { transaction } from "./members.ts";
import { nodeKind, nodeStatus } from "./organisations.ts";
import {
  type Answer,
  asked,
  count,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  text,
  word,
} from "./selection.ts";

export const networkStage = word("DEVELOPMENT", "PILOT", "PRODUCTION", "RETIRED");

const network = record({
  chainId: count,
  name: text,
  stage: networkStage,
  consensus: text,
  genesisHash: nullable(hex),
  registeredAt: count,
  registeredIn: transaction,
  resources: asked(
    "first: 100, orderBy: key, where: { uri_not: null }",
    list(record({ key: text, uri: nullable(text), setAt: count })),
  ),
  stageHistory: asked(
    "first: 100, orderBy: ordinal, orderDirection: desc",
    list(
      record({ id: hex, stage: networkStage, timestamp: count, transaction: record({ id: hex }) }),
    ),
  ),
});

export type Network = Answer<typeof network>;
export type NetworkStage = Network["stage"];

export const networksQuery = query(
  "Networks",
  {},
  { networks: asked("first: 1000, orderBy: registeredAt", list(network)) },
);

const nodeOfNetwork = record({
  id: hex,
  host: text,
  kind: nodeKind,
  status: nodeStatus,
  network: count,
  region: nullable(text),
  publicKey: hex,
  organisation: record({ id: hex, name: text }),
  obedienceReportedAt: nullable(count),
  driftCount: nullable(int),
});

export type NodeOfNetwork = Answer<typeof nodeOfNetwork>;

/** Nodes of a network that were not withdrawn or retired. */
export const networkNodesQuery = query(
  "NetworkNodes",
  { network: "BigInt!" },
  {
    nodes: asked(
      "first: 1000, orderBy: registeredAt, where: { network: $network, status_not_in: [NONE, RETIRED] }",
      list(nodeOfNetwork),
    ),
  },
);

/** Networks of all active nodes, one entry a node. */
export const activeNodesQuery = query(
  "ActiveNodes",
  {},
  { nodes: asked("first: 1000, where: { status: ACTIVE }", list(record({ network: count }))) },
);

const validatorChange = record({
  id: hex,
  kind: word("ENTERED", "LEFT"),
  validator: record({ id: hex, node: nullable(record({ id: hex, host: text })) }),
  validatorCount: int,
  timestamp: count,
  transaction: record({ id: hex }),
});

export type ValidatorChange = Answer<typeof validatorChange>;

/** Who entered and left the set of validators, the latest first. */
export const validatorChangesQuery = query(
  "ValidatorChanges",
  {},
  {
    validatorChanges: asked(
      "first: 1000, orderBy: ordinal, orderDirection: desc",
      list(validatorChange),
    ),
  },
);

import type { NodeKind, NodeStatus } from "#lib/index/nodes.ts";

/** Statuses that the list of nodes can be narrowed to; a withdrawn registration is shown with its node only. */
export const listedStatuses = [
  "pending",
  "active",
  "standby",
  "quarantined",
  "suspended",
  "retired",
] as const satisfies NodeStatus[];
export type ListedStatus = (typeof listedStatuses)[number];

export const nodeKinds = ["validator", "boot", "observer", "bridge"] as const satisfies NodeKind[];

export const pageSize = 50;

/** What the address of the list asks for. */
export interface NodeFilter {
  status: ListedStatus | null;
  kind: NodeKind | null;
  /** From 1. */
  page: number;
}

/** Reads the filter from the address; what it does not know counts as not asked for. */
export function readNodeFilter(params: Pick<URLSearchParams, "get">): NodeFilter {
  const page = Number(params.get("page"));
  return {
    status: listedStatuses.find((status) => status === params.get("status")) ?? null,
    kind: nodeKinds.find((kind) => kind === params.get("kind")) ?? null,
    page: Number.isSafeInteger(page) && page >= 1 && page <= 100 ? page : 1,
  };
}

/** The address of the list with a filter; what is as usual is left out. */
export function nodesPath({ status, kind, page }: NodeFilter): string {
  const params = new URLSearchParams();
  if (status) params.set("status", status);
  if (kind) params.set("kind", kind);
  if (page > 1) params.set("page", String(page));
  const search = params.toString();
  return search === "" ? "/nodes" : `/nodes?${search}`;
}

/** The same for the index. */
export function nodeWhere({ status, kind }: NodeFilter): Record<string, string> {
  return {
    ...(status ? { status: status.toUpperCase() } : { status_not: "NONE" }),
    ...(kind ? { kind: kind.toUpperCase() } : {}),
  };
}

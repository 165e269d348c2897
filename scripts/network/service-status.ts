import type { RelayerHealth } from "../../deploy/agents/relayer/agent.ts";
import type { WebhooksHealth } from "../../deploy/agents/webhooks/agent.ts";
import { relayerPort, webhooksPort } from "../../deploy/render/compose.ts";
import type { ServiceKind } from "../../deploy/render/topology.ts";
import type { Container, Containers } from "./containers.ts";

/** A service as its container and, where it has words for it, the service itself tell. */
export interface ServiceStatus {
  service: ServiceKind;
  /** Of its container, `absent` where it was never started. */
  state: string;
  /** What the service itself says; null while it does not answer. */
  relayer?: RelayerHealth | null;
  webhooks?: WebhooksHealth | null;
}

export async function serviceStatus(
  containers: Containers,
  list: readonly Container[],
  service: ServiceKind,
): Promise<ServiceStatus> {
  const container = list.find((one) => one.service === service);
  const state = container?.health ?? container?.state ?? "absent";
  if (service === "relayer") {
    const said = await containers.serviceHealth<RelayerHealth>(service, relayerPort);
    return { service, state, relayer: said ?? null };
  }
  if (service === "webhooks") {
    const said = await containers.serviceHealth<WebhooksHealth>(service, webhooksPort);
    return { service, state, webhooks: said ?? null };
  }
  return { service, state };
}

/** The same on a line. */
export function serviceLine({ service, state, relayer, webhooks }: ServiceStatus): string {
  const said = relayer ? relayerWords(relayer) : webhooks ? webhooksWords(webhooks) : "";
  return `${service.padEnd(16)}${state.padEnd(11)}${said}`.trimEnd();
}

function relayerWords({ status, account, waiting, underway, failure }: RelayerHealth): string {
  const ballots = `${waiting} ballots wait, ${underway} batches are underway`;
  return `${status} as ${account}: ${failure ?? ballots}`;
}

function webhooksWords(said: WebhooksHealth): string {
  const { status, block, behind, waiting, failing, paused, acceptedAt, failure } = said;
  if (status === "stands-by") return status;
  const deliveries = [
    ...(block === null ? [] : [`block ${block}${behind ? ` (${behind} behind)` : ""}`]),
    `${waiting} deliveries wait`,
    `${failing} endpoints fail`,
    `${paused} are paused`,
    `last accepted ${acceptedAt === null ? "never" : `${new Date(acceptedAt * 1_000).toISOString().slice(0, 19)}Z`}`,
  ].join(", ");
  return `${status}: ${failure === null ? "" : `${failure.replace(/\.?$/, ";")} `}${deliveries}`;
}

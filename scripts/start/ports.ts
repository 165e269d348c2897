import net from "node:net";

import { LauncherError } from "./launcher-error.ts";

/** The ports of an unmoved stack. The first three are what people use; the others only have to be free. */
const basePorts = {
  rpc: { port: 8545, part: "JSON-RPC of the local chain" },
  graphql: { port: 8000, part: "GraphQL of graph-node" },
  app: { port: 5173, part: "dApp and API server" },
  graphAdmin: { port: 18_021, part: "administration of graph-node" },
  graphStatus: { port: 18_031, part: "index status of graph-node" },
  graphMetrics: { port: 18_041, part: "metrics of graph-node" },
  ipfs: { port: 18_051, part: "IPFS stand-in" },
  relayer: { port: 18_061, part: "relayer" },
  simulator: { port: 18_071, part: "simulator" },
  webhooks: { port: 18_081, part: "webhooks" },
  postgres: { port: 15_433, part: "PostgreSQL" },
} as const;

type PortName = keyof typeof basePorts;
export type Ports = Record<PortName, number>;

const largestOffset = 65_535 - Math.max(...Object.values(basePorts).map(({ port }) => port));

/** The offset that `FOEDUS_PORT_OFFSET` asks for; 0 when it is not set. */
export function portOffsetFrom(setting: string | undefined): number {
  if (setting === undefined || setting === "") return 0;
  const offset = Number(setting);
  if (!Number.isInteger(offset) || offset < 0 || offset > largestOffset) {
    throw new LauncherError(
      `FOEDUS_PORT_OFFSET is "${setting}", which is not a whole number from 0 to ${largestOffset}.`,
      "set it to such a number, for instance FOEDUS_PORT_OFFSET=1000, or unset it.",
    );
  }
  return offset;
}

export function portsAt(offset: number): Ports {
  return Object.fromEntries(
    Object.entries(basePorts).map(([name, { port }]) => [name, port + offset]),
  ) as Ports;
}

/** Refuses before anything is started when another program holds one of the ports. */
export async function refuseTakenPorts(ports: Ports, names: readonly PortName[]): Promise<void> {
  const taken: PortName[] = [];
  await Promise.all(
    names.map(async (name) => {
      if (!(await isFree(ports[name]))) taken.push(name);
    }),
  );
  if (taken.length === 0) return;
  const offset = ports.rpc - basePorts.rpc.port;
  const list = taken.map((name) => `port ${ports[name]} (${basePorts[name].part})`).join(", ");
  throw new LauncherError(
    `Another program uses ${list}.`,
    `stop that program, or move all ports of Foedus: FOEDUS_PORT_OFFSET=${(offset + 1_001) % largestOffset} npm start`,
  );
}

/** Whether a port can be had at all of these addresses: graph-node listens on every interface, the others on loopback. */
export async function isFree(
  port: number,
  hosts: readonly string[] = ["127.0.0.1", "0.0.0.0"],
): Promise<boolean> {
  for (const host of hosts) {
    const free = await new Promise<boolean>((resolve) => {
      const server = net.createServer();
      server.once("error", () => resolve(false));
      server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(true)));
    });
    if (!free) return false;
  }
  return true;
}

import type { Topology } from "../../render/topology.ts";

/** A network to try everything on: four operators with a validator each and an observer of a fifth, on one machine or five. All of them are fictitious. */
export const evaluation: Topology = {
  name: "evaluation",
  chainId: 77_100,
  client: "kaia",
  genesisTime: "2026-01-01T00:00:00Z",
  organisations: [
    { id: "alpha", name: "Operator Alpha (fictitious)" },
    { id: "beta", name: "Operator Beta (fictitious)" },
    { id: "gamma", name: "Operator Gamma (fictitious)" },
    { id: "delta", name: "Operator Delta (fictitious)" },
    { id: "omicron", name: "Observer Omicron (fictitious)" },
  ],
  // Addresses of a network on the machine itself; other sites put their own.
  nodes: [
    { name: "alpha-1", organisation: "alpha", kind: "validator", host: "10.77.0.11", port: 30_303 },
    { name: "beta-1", organisation: "beta", kind: "validator", host: "10.77.0.12", port: 30_303 },
    { name: "gamma-1", organisation: "gamma", kind: "validator", host: "10.77.0.13", port: 30_303 },
    { name: "delta-1", organisation: "delta", kind: "validator", host: "10.77.0.14", port: 30_303 },
    // Takes part once it is registered and admitted, as everybody who does not validate.
    {
      name: "omicron-1",
      organisation: "omicron",
      kind: "observer",
      host: "10.77.0.15",
      port: 30_303,
    },
  ],
  subnet: "10.77.0.0/24",
  services: [
    { kind: "json-rpc", organisation: "alpha", node: "alpha-1", port: 28_545 },
    { kind: "database", organisation: "alpha" },
    { kind: "index", organisation: "alpha", port: 28_000 },
    { kind: "relayer", organisation: "alpha" },
    { kind: "webhooks", organisation: "alpha" },
    { kind: "simulator", organisation: "alpha" },
    { kind: "app", organisation: "alpha", port: 25_173 },
  ],
};

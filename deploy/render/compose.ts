import type { Address } from "viem";

import { imageTag } from "../images/images.ts";
import { kaiaInitArguments, kaiaRunArguments } from "./kaia-node.ts";
import type { ServiceKind, Topology, TopologyNode } from "./topology.ts";

/** Ports inside the namespace of a node. */
export const rpcPort = 8_551;
export const enforcerPort = 9_545;
export const publicRpcPort = 8_545;
/** Ports of relayer, simulator and webhooks, in their own containers. */
export const relayerPort = 9_547;
export const simulatorPort = 9_548;
export const webhooksPort = 9_549;
/** Name of the simulator where the dApp alone reaches it. */
export const simulatorHost = "simulations";

export interface ComposePlan {
  /** With the nodes that have joined since the founding. */
  topology: Topology;
  /** Names of the founding nodes. */
  founders: readonly string[];
  /** Addresses of the nodes' keys by the nodes' names. */
  addresses: Readonly<Record<string, Address>>;
  /** Names of the nodes whose enforcers let count what they last knew, after a halt. */
  breakGlass?: readonly string[];
  /** Who runs the programs: user and group of the owner of the folder. */
  user: { uid: number; gid: number };
}

/** Why a topology cannot be rendered as containers of one machine, a sentence each. */
export function composeProblems({ client, subnet }: Topology): string[] {
  return [
    ...(subnet === undefined ? ["The topology has no subnet for the addresses of its nodes."] : []),
    ...(client === "kaia"
      ? []
      : [`Containers of the client ${client} are not rendered: its image comes from elsewhere.`]),
  ];
}

/** Folder of a node below that of its network. */
export const nodePath = ({ organisation, name }: TopologyNode): string =>
  `organisations/${organisation}/${name}`;

/** The containers of a node: its place in the network, its first block, the client, and the enforcer beside it. */
export const containersOf = (name: string) =>
  ({
    place: name,
    genesis: `${name}-genesis`,
    client: `${name}-node`,
    enforcer: `${name}-enforcer`,
  }) as const;

/**
 * A network as containers of one machine, a file for `docker compose` (2.x) and for docker-compose (1.29). Each node is what Kubernetes
 * calls a pod: the administration of the client listens on the loopback that only its enforcer shares, and that outlives both.
 */
export function composeFile(plan: ComposePlan): string {
  const { topology, user } = plan;
  const { name, subnet = "", nodes, services } = topology;
  return `${head(name, user)}
services:
${nodes.map((node) => nodeServices(plan, node)).join("\n")}
${services
  .filter(({ kind }) => kind !== "json-rpc")
  .map(({ kind, port }) => serviceTexts[kind](port, (other) => hasService(topology, other)))
  .join("\n")}
networks:
  # The network of the nodes. No way out of it and none into it: whoever is in it was put there by this file.
  peers:
    internal: true
    ipam:
      config:
        # Nodes have fixed addresses in it, as they stand in the register.
        - subnet: ${subnet}
  # JSON-RPC without administration, for the index, the relayer, the webhooks and the dApp.
  services:
    internal: true
  # Where the dApp asks the enforcers.
  watch:
    internal: true
  # Index, relayer, webhooks and dApp alone reach the database, each with its own role.
  database:
    internal: true
${
  hasService(topology, "simulator")
    ? `  # Where the dApp alone reaches the simulator.
  simulations:
    internal: true
  # Where the simulator reaches the node whose state it copies, and nobody else.
  copies:
    internal: true
`
    : ""
}${
    hasService(topology, "webhooks")
      ? `  # The one way out: deliveries go to receivers at public addresses.
  out: {}
`
      : ""
  }  # Published ports need a network that is not internal; it leads to this machine and no further.
  front:
    driver_opts:
      com.docker.network.bridge.enable_ip_masquerade: "false"

secrets:
${nodes
  .map(
    (
      node,
    ) => `  # Key of ${node.name}; its operator's alone (mode 0600), and never part of an image.
  ${node.name}-node-key:
    file: ./${nodePath(node)}/node-key
  # Key of the account with which its enforcer reports.
  ${node.name}-report-key:
    file: ./${nodePath(node)}/report-key`,
  )
  .join("\n")}
${
  hasService(topology, "database")
    ? `  # Made on the first start; known to the database and the index.
  database-password:
    file: ./services/database/password
`
    : ""
}${
    hasService(topology, "relayer")
      ? `  # Of the relayer's own role, which reaches nothing of the index; the database sets it at each start.
  relayer-password:
    file: ./services/relayer/password
  # The same within the address of the relayer's database.
  relayer-database:
    file: ./services/relayer/database
  # Key of the account with which the relayer signs receipts and sends.
  relayer-key:
    file: ./services/relayer/key
`
      : ""
  }${
    hasService(topology, "webhooks")
      ? `  # Of the role of the webhooks, which reaches nothing of index and relayer.
  webhooks-password:
    file: ./services/webhooks/password
  # The same within the address of their database.
  webhooks-database:
    file: ./services/webhooks/database
  # Key from which the secrets of endpoints are derived.
  webhooks-key:
    file: ./services/webhooks/key
`
      : ""
  }${
    hasService(topology, "app")
      ? `  # Key of the dApp's server, with which it signs access tokens.
  authorisation-key:
    file: ./services/authorisation/key
  # Of the dApp's own role, which reaches nothing of index and relayer; the database sets it at each start.
  app-password:
    file: ./services/app-database/password
  # The same within the address of the dApp's database.
  app-database:
    file: ./services/app-database/address
`
      : ""
  }`;
}

const hasService = ({ services }: Topology, kind: ServiceKind): boolean =>
  services.some((service) => service.kind === kind);

/** File below a node's folder in which its enforcer keeps what it last knew. */
export const lastKnownPath = "enforcer/last-known.json";

const enforcerCommand = [
  ...["enforcer", "--settings", "/etc/foedus/enforcer.json"],
  ...["--state", "/state/last-known.json"],
];

function head(name: string, { uid, gid }: ComposePlan["user"]): string {
  return `# The network "${name}" as containers of one machine. \`foedus network up\` writes this file anew from topology.json: change that one.
# Images have versions and are never pulled as "latest"; keys and passwords are files beside this one and are mounted by name.

# What every container has in common.
x-sealed: &sealed
  # Owner of this folder, or nobody of the machine where that is root.
  user: "${uid}:${gid}"
  # What came with the image cannot be changed.
  read_only: true
  # None of root's powers.
  cap_drop: [ALL]
  # And none to be had by a setuid program.
  security_opt: ["no-new-privileges:true"]
  # Again after a crash and with the machine, until its operator stops it.
  restart: unless-stopped
  # A log that cannot fill the disk.
  logging:
    driver: json-file
    options: { max-size: 10m, max-file: "3" }

# The place of a node: holds its addresses, so that client and enforcer can end and come back one by one.
x-place: &place
  <<: *sealed
  image: ${imageTag("kaia")}
  # It only has to exist; what runs in it has checks of its own.
  command: ["sleep", "infinity"]
  # Passes signals on, which a first process does not hear otherwise.
  init: true
  healthcheck: { disable: true }
  mem_limit: 16m
  cpus: 0.1
  pids_limit: 8

# The first block, out of genesis.json: into an empty data folder, no harm in another one.
x-genesis: &genesis
  <<: *sealed
  image: ${imageTag("kaia")}
  # Run by \`network up\` before a client starts, and never beside a running one.
  profiles: [genesis]
  restart: "no"
  # Reads one file and writes a folder.
  network_mode: none
  healthcheck: { disable: true }
  # Temporary files of the client.
  tmpfs: ["/tmp:size=16m,mode=1777"]
  mem_limit: 512m
  cpus: 1.0
  pids_limit: 256

# The client.
x-client: &client
  <<: *sealed
  image: ${imageTag("kaia")}
  tmpfs: ["/tmp:size=16m,mode=1777"]
  # Takes 100 to 150 MB in a small network.
  mem_limit: 768m
  cpus: 1.0
  pids_limit: 512
  # Time to close its database.
  stop_grace_period: 30s
  # The node answers a question that its own program asks.
  healthcheck:
    test: ["CMD", "kcn", "attach", "--datadir", "/tmp", "--exec", "eth.blockNumber", "http://127.0.0.1:${rpcPort}"]
    interval: 10s
    timeout: 5s
    # Begins at once, and does not count against it for a minute.
    start_period: 60s
    retries: 3

# Makes its node do what the contracts say.
x-enforcer: &enforcer
  <<: *sealed
  image: ${imageTag("agent")}
  command: ${JSON.stringify(enforcerCommand)}
  mem_limit: 256m
  cpus: 0.5
  pids_limit: 64
  # It can look at its node.
  healthcheck:
    test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://127.0.0.1:${enforcerPort}/health"]
    interval: 10s
    timeout: 5s
    start_period: 60s
    retries: 3
`;
}

function nodeServices(
  { topology, founders, addresses, breakGlass = [] }: ComposePlan,
  node: TopologyNode,
): string {
  const { name, kind, host, port } = node;
  const { place, genesis, client, enforcer } = containersOf(name);
  const program = kind === "validator" ? "kcn" : "ken";
  const rpc = topology.services.find((service) => service.node === name);
  const run = kaiaRunArguments({
    program,
    dataFolder: "/data",
    keyFile: "/run/secrets/node-key",
    chainId: topology.chainId,
    address: addresses[name] ?? "0x",
    port,
    rpcHost: "127.0.0.1",
    rpcPort,
  });
  // Nobody starts a node by mistake that the contracts do not let take part; `network up` asks them.
  const waits = kind !== "validator" || !founders.includes(name);
  const profiles = waits
    ? `
    # Started by \`foedus network up\` once the contracts let it take part.
    profiles: [${name}]`
    : "";
  const watch = hasService(topology, "app")
    ? `
      watch: {}`
    : "";
  const owner = topology.organisations.find(({ id }) => id === node.organisation)?.name ?? "";
  return `  # ${name}, ${kind} of ${owner}.
  ${place}:
    <<: *place${profiles}
    networks:
      peers:
        ipv4_address: ${host}${watch}${
          rpc === undefined
            ? ""
            : `
      # Where the index and the dApp ask it.
      services:
        aliases: [json-rpc]${
          hasService(topology, "simulator")
            ? `
      # And the simulator.
      copies:
        aliases: [json-rpc]`
            : ""
        }`
        }${
          rpc?.port === undefined
            ? ""
            : `
      front: {}
    ports: ["127.0.0.1:${rpc.port}:${publicRpcPort}"]`
        }
  ${genesis}:
    <<: *genesis
    command: ${JSON.stringify([program, ...kaiaInitArguments("/data", "/genesis.json")])}
    volumes:
      - ./genesis.json:/genesis.json:ro
      - ./${nodePath(node)}/data:/data
  ${client}:
    <<: *client${profiles}
    command: ${JSON.stringify([program, ...run])}
    # In the place of the node, whose loopback nobody else reaches.
    network_mode: "service:${place}"
    volumes:
      # Its chain.
      - ./${nodePath(node)}/data:/data
    secrets:
      - source: ${name}-node-key
        target: node-key
  ${enforcer}:
    <<: *enforcer${profiles}${
      breakGlass.includes(name)
        ? `
    # As long as the node cannot read the contracts, what was last known of them counts.
    command: ${JSON.stringify([...enforcerCommand, "--break-glass"])}`
        : ""
    }
    network_mode: "service:${place}"
    volumes:
      # Where its node and the contracts are; nothing secret.
      - ./${nodePath(node)}/enforcer.json:/etc/foedus/enforcer.json:ro
      # What it last knew, for the restart after a halt.
      - ./${nodePath(node)}/enforcer:/state
    secrets:
      - source: ${name}-report-key
        target: /etc/foedus/report-key
${rpc === undefined ? "" : jsonRpcService(place, profiles)}`;
}

/** Beside the client, too, because the client answers on its loopback only. */
function jsonRpcService(place: string, profiles: string): string {
  return `  # What everybody may ask of ${place}: reads, and transactions that were signed elsewhere.
  json-rpc:
    <<: *enforcer${profiles}
    entrypoint: ["node", "/opt/foedus/public-json-rpc.mjs"]
    command: ["http://127.0.0.1:${rpcPort}", "${publicRpcPort}"]
    network_mode: "service:${place}"
    # The node answers through it.
    healthcheck:
      test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://127.0.0.1:${publicRpcPort}"]
      interval: 10s
      timeout: 5s
      start_period: 60s
      retries: 3
`;
}

const published = (port: number | undefined, inner: number): string =>
  port === undefined
    ? ""
    : `
    # For this machine alone; a reverse proxy with TLS stands before it where others shall reach it.
    ports: ["127.0.0.1:${port}:${inner}"]`;

const serviceTexts: Record<
  ServiceKind,
  (port: number | undefined, has: (kind: ServiceKind) => boolean) => string
> = {
  // Stands with its node.
  "json-rpc": () => "",
  database: (
    _,
    has,
  ) => `  # PostgreSQL of the index, which can be made again, and of relayer, webhooks and dApp, which cannot: ballots and deliveries that wait, and invoices, stand nowhere else.
  database:
    <<: *sealed
    image: ${imageTag("database")}
    networks: [database]
    # Semaphores and temporary files.
    tmpfs: ["/tmp:size=64m,mode=1777"]
    shm_size: 128m
    mem_limit: 512m
    cpus: 1.0
    pids_limit: 256
    # Waits for nobody, and writes all it has.
    stop_grace_period: 30s
    healthcheck:
      test: ["CMD", "pg_ctl", "status", "--pgdata=/data/postgresql"]
      interval: 10s
      timeout: 5s
      start_period: 60s
      retries: 3
    volumes:
      - ./services/database/data:/data
      # PostgreSQL asks for the name of the user that it runs as.
      - ./services/database/passwd:/etc/passwd:ro
    secrets: [database-password${has("relayer") ? ", relayer-password" : ""}${has("webhooks") ? ", webhooks-password" : ""}${has("app") ? ", app-password" : ""}]
`,
  relayer: () => `  # Brings signed ballots to their bodies.
  relayer:
    <<: *sealed
    image: ${imageTag("agent")}
    command: ["relayer", "--settings", "/etc/foedus/relayer.json"]
    # Its node, its database; the dApp reaches it by the first.
    networks: [services, database]
    # As for the dApp.
    dns_opt: ["timeout:1", "attempts:1"]
    mem_limit: 256m
    cpus: 0.5
    pids_limit: 64
    depends_on:
      database: { condition: service_healthy }
      json-rpc: { condition: service_healthy }
    # It reaches node and database, and sends or stands by.
    healthcheck:
      test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://127.0.0.1:${relayerPort}/health"]
      interval: 10s
      timeout: 5s
      start_period: 60s
      retries: 3
    volumes:
      # Where its node and the bodies are; nothing secret.
      - ./services/relayer/relayer.json:/etc/foedus/relayer.json:ro
    secrets:
      - source: relayer-database
        target: /etc/foedus/database
      - source: relayer-key
        target: /etc/foedus/key
`,
  webhooks: () => `  # Tells registered endpoints what happens to payments.
  webhooks:
    <<: *sealed
    image: ${imageTag("agent")}
    command: ["webhooks", "--settings", "/etc/foedus/webhooks.json"]
    # Its node and its index, its database, and receivers; the dApp reaches it by the first.
    networks: [services, database, out]
    mem_limit: 256m
    cpus: 0.5
    pids_limit: 64
    depends_on:
      database: { condition: service_healthy }
      index: { condition: service_healthy }
    # It reads the index and reaches node and database, or stands by.
    healthcheck:
      test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://127.0.0.1:${webhooksPort}/health"]
      interval: 10s
      timeout: 5s
      start_period: 60s
      retries: 3
    volumes:
      # Where node, index and contracts are; nothing secret.
      - ./services/webhooks/webhooks.json:/etc/foedus/webhooks.json:ro
    secrets:
      - source: webhooks-database
        target: /etc/foedus/database
      - source: webhooks-key
        target: /etc/foedus/key
`,
  simulator:
    () => `  # Tries proposals on copies of the chain. What runs in them is chosen by strangers: it holds no secret, and writes nothing down.
  simulator:
    <<: *sealed
    image: ${imageTag("simulator")}
    networks:
      simulations:
        # It listens at this name, and so in this network alone.
        aliases: [${simulatorHost}]
      copies: {}
    # As for the dApp.
    dns_opt: ["timeout:1", "attempts:1"]
    tmpfs: ["/tmp:size=16m,mode=1777"]
    # The service, and one simulation at a time.
    mem_limit: 1g
    cpus: 1.0
    pids_limit: 256
    # Nodes come first where processors are scarce,
    cpu_shares: 256
    # and it is the first to go where memory is.
    oom_score_adj: 500
    depends_on:
      json-rpc: { condition: service_healthy }
    # It answers, also while a simulation runs.
    healthcheck:
      test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://${simulatorHost}:${simulatorPort}/health"]
      interval: 10s
      timeout: 5s
      start_period: 60s
      retries: 3
    volumes:
      # Where its node and the contracts are; nothing secret.
      - ./services/simulator/simulator.json:/etc/foedus/simulator.json:ro
`,
  index: (port) => `  # graph-node with the subgraph of this network.
  index:
    <<: *sealed
    image: ${imageTag("index")}
    networks: [services, database${port === undefined ? "" : ", front"}]${published(port, 8_000)}
    environment:
      FOEDUS_RPC: http://json-rpc:${publicRpcPort}
    tmpfs: ["/tmp:size=64m,mode=1777"]
    mem_limit: 1g
    cpus: 1.0
    pids_limit: 512
    stop_grace_period: 15s
    depends_on:
      database: { condition: service_healthy }
      json-rpc: { condition: service_healthy }
    # The subgraph is deployed and indexes without an error.
    healthcheck:
      test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://127.0.0.1:8090/health"]
      interval: 10s
      timeout: 5s
      start_period: 120s
      retries: 3
    volumes:
      - ./services/index/subgraph:/subgraph:ro
    secrets: [database-password]
`,
  app: (port, has) => `  # The dApp and the public API.
  app:
    <<: *sealed
    image: ${imageTag("app")}
    networks: [services, watch, database${has("simulator") ? ", simulations" : ""}${port === undefined ? "" : ", front"}]${published(port, 5_173)}
    environment:
      # Where node, index and contracts are.
      FOEDUS_ENDPOINTS: /etc/foedus/endpoints.json
      # Without it the server takes every request for https, and the links that it makes would not open.
      PROTOCOL_HEADER: x-forwarded-proto
      # With what it signs access tokens.
      AUTHORISATION_KEY: /run/secrets/authorisation-key
      # Of an invoice with what is attached; every other path reads less, by bounds of its own.
      BODY_SIZE_LIMIT: 6M
      # Where it keeps invoices, and answers by their Idempotency-Key.
      INVOICE_DATABASE: /run/secrets/app-database${
        has("relayer")
          ? `
      # Where it hands signed ballots on to.
      RELAYER_URL: http://relayer:${relayerPort}`
          : ""
      }${
        has("webhooks")
          ? `
      # Where endpoints are registered.
      WEBHOOKS_URL: http://webhooks:${webhooksPort}`
          : ""
      }${
        has("simulator")
          ? `
      # Where it lets proposals be tried.
      SIMULATOR_URL: http://${simulatorHost}:${simulatorPort}`
          : ""
      }
    # The name of a service that is down is asked of servers outside, which a site without a way out cannot reach: the pages would wait for
    # that, those that need the chain alone too.
    dns_opt: ["timeout:1", "attempts:1"]
    tmpfs: ["/tmp:size=16m,mode=1777"]
    mem_limit: 512m
    cpus: 1.0
    pids_limit: 128
    # It reaches the chain or the index.
    healthcheck:
      test: ["CMD", "node", "/opt/foedus/probe.mjs", "http://127.0.0.1:5173/healthz"]
      interval: 10s
      timeout: 5s
      start_period: 60s
      retries: 3
    volumes:
      # The folder, because the file is replaced as a whole.
      - ./services/app:/etc/foedus:ro
    secrets: [authorisation-key, app-database]
`,
};

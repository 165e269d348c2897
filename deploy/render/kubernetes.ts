import { gzipSync } from "node:zlib";

import { ApiObject, App, Chart } from "cdk8s";
import type { Address } from "viem";

import { imageTag } from "../images/images.ts";
import {
  enforcerPort,
  publicRpcPort,
  relayerPort,
  rpcPort,
  simulatorPort,
  webhooksPort,
} from "./compose.ts";
import { kaiaInitArguments, kaiaRunArguments } from "./kaia-node.ts";
import type { ServiceKind, Topology, TopologyNode } from "./topology.ts";

export interface KubernetesPlan {
  /** With the nodes that have joined since the founding. */
  topology: Topology;
  /** Addresses of the nodes' keys by the nodes' names. */
  addresses: Readonly<Record<string, Address>>;
  /** Settings of the nodes' enforcers by the nodes' names, as JSON. */
  enforcers: Readonly<Record<string, string>>;
  /** The genesis file. */
  genesis: string;
  /** Endpoints of the dApp, as JSON. */
  endpoints: string;
  /** Settings of the relayer, as JSON. */
  relayer: string;
  /** Settings of the service of webhooks, as JSON. */
  webhooks: string;
  /** Settings of the simulator, as JSON. */
  simulator: string;
  /** `id` of the organisation whose nodes and services run in the cluster; those of all when left out. */
  organisation?: string;
  /** Registry, with a slash at its end, that the cluster pulls the images from. */
  registry?: string;
}

/** Bytes that a ConfigMap may hold, less some room for its names. */
const largestConfigMap = 1_000_000;
/** Nobody of the machine; the group may read the mounted key. */
const user = 10_001;

/** The genesis holds the code of the whole system, which is more than a ConfigMap takes; packed it is about a quarter of that. */
const packed = (genesis: string): Buffer => gzipSync(genesis, { level: 9 });

/** Why a topology cannot be rendered for Kubernetes, a sentence each. */
export function kubernetesProblems({ topology, organisation, genesis }: KubernetesPlan): string[] {
  return [
    ...(topology.client === "kaia"
      ? []
      : [
          `Containers of the client ${topology.client} are not rendered: its image comes from elsewhere.`,
        ]),
    ...(organisation === undefined || topology.organisations.some(({ id }) => id === organisation)
      ? []
      : [`"${organisation}" is no organisation of the topology.`]),
    ...(packed(genesis).length <= largestConfigMap
      ? []
      : [`The genesis of ${genesis.length} bytes does not fit into a ConfigMap, packed neither.`]),
  ];
}

/**
 * A network, or one organisation's part of it, as manifests: a StatefulSet a node with the enforcer in its pod, so that the client's
 * administration never leaves the pod's loopback. Keys and the database's password are Secrets that are named and not rendered.
 */
export function kubernetesManifests(plan: KubernetesPlan): string {
  const { topology, organisation } = plan;
  const isOurs = ({ organisation: owner }: { organisation: string }) =>
    organisation === undefined || owner === organisation;
  const app = new App();
  const chart = new Chart(app, "network", {
    namespace: namespaceOf(topology),
    disableResourceNameHashes: true,
    labels: { "app.kubernetes.io/part-of": "foedus", "foedus.eu/network": topology.name },
  });
  const add = (kind: string, apiVersion: string, name: string, rest: object) =>
    new ApiObject(chart, `${kind}-${name}`, { apiVersion, kind, metadata: { name }, ...rest });

  new ApiObject(chart, "namespace", {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: {
      name: namespaceOf(topology),
      namespace: undefined as never,
      // The cluster itself refuses a pod that asks for more.
      labels: { "pod-security.kubernetes.io/enforce": "restricted" },
    },
  });
  add("ConfigMap", "v1", "genesis", {
    binaryData: { "genesis.json.gz": packed(plan.genesis).toString("base64") },
  });
  const nodes = topology.nodes.filter(isOurs);
  const services = topology.services.filter(isOurs);
  for (const node of nodes) {
    add("ConfigMap", "v1", `${node.name}-enforcer`, {
      data: { "enforcer.json": plan.enforcers[node.name] ?? "" },
    });
    add("Service", "v1", node.name, {
      spec: {
        // Each node has a name of its own, and no address that is shared.
        clusterIP: "None",
        selector: { "foedus.eu/node": node.name },
        ports: [
          { name: "peers", port: node.port, protocol: "TCP" },
          { name: "enforcer", port: enforcerPort, protocol: "TCP" },
        ],
      },
    });
    add("StatefulSet", "apps/v1", node.name, { spec: nodeSet(plan, node) });
  }
  add("PodDisruptionBudget", "policy/v1", "validators", {
    spec: {
      // The nodes that all operators together can lose; a cluster with several of them drains one at a time.
      maxUnavailable: 1,
      selector: { matchLabels: { "foedus.eu/kind": "validator" } },
    },
  });
  for (const { kind } of services) serviceObjects(plan, kind, add);
  policies(plan, nodes, services, add);
  return app.synthYaml();
}

export const namespaceOf = ({ name }: Topology): string => `foedus-${name}`;

type Add = (kind: string, apiVersion: string, name: string, rest: object) => ApiObject;

function nodeSet(plan: KubernetesPlan, node: TopologyNode): object {
  const { topology, addresses } = plan;
  const { name, kind, port } = node;
  const program = kind === "validator" ? "kcn" : "ken";
  const kaia = image(plan, "kaia");
  const labels = {
    "foedus.eu/role": "node",
    "foedus.eu/node": name,
    "foedus.eu/kind": kind,
  };
  const run = kaiaRunArguments({
    program,
    dataFolder: "/data",
    keyFile: "/run/secrets/foedus/node-key",
    chainId: topology.chainId,
    address: addresses[name] ?? "0x",
    port,
    rpcHost: "127.0.0.1",
    rpcPort,
  });
  const attach = ["kcn", "attach", "--datadir", "/tmp", "--exec", "eth.blockNumber"];
  const nodeAnswers = { exec: { command: [...attach, `http://127.0.0.1:${rpcPort}`] } };
  const enforcerAnswers = probe(`http://127.0.0.1:${enforcerPort}/health`);
  const hasRpc = topology.services.some((service) => service.node === name);
  const temporary = { name: "tmp", mountPath: "/tmp" };
  return {
    serviceName: name,
    // Two with one key would seal against each other.
    replicas: 1,
    selector: { matchLabels: { "foedus.eu/node": name } },
    template: {
      metadata: { labels },
      spec: {
        ...podSecurity,
        // Time to close the database.
        terminationGracePeriodSeconds: 60,
        // Validators of one cluster stand on different machines as far as there are any.
        topologySpreadConstraints: [
          {
            maxSkew: 1,
            topologyKey: "kubernetes.io/hostname",
            whenUnsatisfiable: "ScheduleAnyway",
            labelSelector: { matchLabels: { "foedus.eu/kind": kind } },
          },
        ],
        initContainers: [
          {
            name: "genesis",
            image: kaia,
            command: [
              "sh",
              "-c",
              `gzip -dc /etc/foedus/genesis.json.gz > /tmp/genesis.json && exec ${[program, ...kaiaInitArguments("/data", "/tmp/genesis.json")].join(" ")}`,
            ],
            ...containerSecurity,
            resources: limits("1", "512Mi"),
            volumeMounts: [
              { name: "data", mountPath: "/data" },
              { name: "genesis", mountPath: "/etc/foedus", readOnly: true },
              temporary,
            ],
          },
        ],
        containers: [
          {
            name: "node",
            image: kaia,
            command: [program, ...run],
            ports: [{ name: "peers", containerPort: port, protocol: "TCP" }],
            ...containerSecurity,
            resources: limits("1", "768Mi"),
            ...probes(nodeAnswers),
            volumeMounts: [
              { name: "data", mountPath: "/data" },
              { name: "node-key", mountPath: "/run/secrets/foedus", readOnly: true },
              temporary,
            ],
          },
          {
            name: "enforcer",
            image: image(plan, "agent"),
            args: [
              ...["enforcer", "--settings", "/etc/foedus/enforcer.json"],
              ...["--state", "/state/last-known.json"],
            ],
            ports: [{ name: "enforcer", containerPort: enforcerPort, protocol: "TCP" }],
            ...containerSecurity,
            resources: limits("500m", "256Mi"),
            // 503 while it cannot look at its node, which restarting the enforcer does not help.
            startupProbe: {
              ...enforcerAnswers,
              periodSeconds: 5,
              failureThreshold: 60,
              timeoutSeconds: 5,
            },
            readinessProbe: { ...enforcerAnswers, periodSeconds: 10, timeoutSeconds: 5 },
            livenessProbe: {
              ...probe(`http://127.0.0.1:${enforcerPort}/metrics`),
              periodSeconds: 20,
              failureThreshold: 3,
              timeoutSeconds: 5,
            },
            volumeMounts: [
              { name: "enforcer", mountPath: "/etc/foedus", readOnly: true },
              // What it last knew, beside the chain.
              { name: "data", mountPath: "/state", subPath: "enforcer" },
            ],
          },
          ...(hasRpc
            ? [
                {
                  name: "json-rpc",
                  image: image(plan, "agent"),
                  command: ["node", "/opt/foedus/public-json-rpc.mjs"],
                  args: [`http://127.0.0.1:${rpcPort}`, String(publicRpcPort)],
                  ports: [{ name: "json-rpc", containerPort: publicRpcPort, protocol: "TCP" }],
                  ...containerSecurity,
                  resources: limits("500m", "256Mi"),
                  ...probes({ httpGet: { path: "/", port: publicRpcPort } }),
                },
              ]
            : []),
        ],
        volumes: [
          { name: "genesis", configMap: { name: "genesis" } },
          {
            name: "enforcer",
            projected: {
              // As for the node's key.
              defaultMode: 0o440,
              sources: [
                { configMap: { name: `${name}-enforcer` } },
                { secret: { name: `${name}-report-key` } },
              ],
            },
          },
          {
            name: "node-key",
            secret: {
              secretName: `${name}-node-key`,
              // The group of the pod may read it, and nobody else.
              defaultMode: 0o440,
              items: [{ key: "node-key", path: "node-key" }],
            },
          },
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "16Mi" } },
        ],
      },
    },
    volumeClaimTemplates: [claim("50Gi")],
  };
}

function serviceObjects(plan: KubernetesPlan, kind: ServiceKind, add: Add): void {
  const { topology } = plan;
  const labels = { "foedus.eu/role": kind };
  const has = (other: ServiceKind) => topology.services.some((one) => one.kind === other);
  /** Services with a role of their own in the database. */
  const clients = (["relayer", "webhooks", "app"] as const).filter(has);
  const service = (port: number, selector: object = labels) =>
    add("Service", "v1", kind, {
      spec: { selector, ports: [{ name: kind, port, targetPort: port, protocol: "TCP" }] },
    });
  const budget = () =>
    add("PodDisruptionBudget", "policy/v1", kind, {
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    });
  const temporary = { name: "tmp", mountPath: "/tmp" };
  const inMemory = { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } };
  const secret = (name: string, ...keys: string[]) => ({
    secret: { name, items: keys.map((key) => ({ key, path: key })) },
  });
  const passwords = (...sources: object[]) => ({
    name: "password",
    projected: { defaultMode: 0o440, sources },
  });
  const password = passwords(secret("database-password", "database-password"));
  const passwordMount = { name: "password", mountPath: "/run/secrets", readOnly: true };
  switch (kind) {
    case "json-rpc": {
      const node = topology.services.find((one) => one.kind === kind)?.node ?? "";
      service(publicRpcPort, { "foedus.eu/node": node });
      break;
    }
    case "database":
      service(5_432);
      add("StatefulSet", "apps/v1", kind, {
        spec: {
          serviceName: kind,
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              containers: [
                {
                  name: kind,
                  image: image(plan, kind),
                  ports: [{ name: kind, containerPort: 5_432, protocol: "TCP" }],
                  ...containerSecurity,
                  resources: limits("1", "512Mi"),
                  ...probes({
                    exec: { command: ["pg_ctl", "status", "--pgdata=/data/postgresql"] },
                  }),
                  volumeMounts: [{ name: "data", mountPath: "/data" }, passwordMount, temporary],
                },
              ],
              volumes: [
                passwords(
                  secret("database-password", "database-password"),
                  ...clients.map((client) => secret(`${client}-password`, `${client}-password`)),
                ),
                inMemory,
              ],
            },
          },
          volumeClaimTemplates: [claim("20Gi")],
        },
      });
      break;
    case "index":
      service(8_000);
      add("Deployment", "apps/v1", kind, {
        spec: {
          replicas: 1,
          // Two would index into one database.
          strategy: { type: "Recreate" },
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              containers: [
                {
                  name: kind,
                  image: image(plan, kind),
                  env: [{ name: "FOEDUS_RPC", value: `http://json-rpc:${publicRpcPort}` }],
                  ports: [{ name: kind, containerPort: 8_000, protocol: "TCP" }],
                  ...containerSecurity,
                  resources: limits("1", "1Gi"),
                  ...probes(probe("http://127.0.0.1:8090/health")),
                  volumeMounts: [
                    { name: "subgraph", mountPath: "/subgraph", readOnly: true },
                    passwordMount,
                    temporary,
                  ],
                },
              ],
              volumes: [
                // Compiled code is no text: `kubectl create configmap subgraph --from-file` makes it of the folder.
                { name: "subgraph", configMap: { name: "subgraph" } },
                password,
                inMemory,
              ],
            },
          },
        },
      });
      break;
    case "relayer":
    case "webhooks": {
      const port = kind === "relayer" ? relayerPort : webhooksPort;
      const answers = { ...probe(`http://127.0.0.1:${port}/health`), timeoutSeconds: 5 };
      service(port);
      add("ConfigMap", "v1", kind, { data: { [`${kind}.json`]: plan[kind] } });
      add("Deployment", "apps/v1", kind, {
        spec: {
          // One sends, by a lock in their database, and the other stands by; both take requests.
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              containers: [
                {
                  name: kind,
                  image: image(plan, "agent"),
                  args: [kind, "--settings", `/etc/foedus/${kind}.json`],
                  ports: [{ name: kind, containerPort: port, protocol: "TCP" }],
                  ...containerSecurity,
                  resources: limits("500m", "256Mi"),
                  // 503 while node or database is away, which restarting it does not help.
                  startupProbe: { ...answers, periodSeconds: 5, failureThreshold: 60 },
                  readinessProbe: { ...answers, periodSeconds: 10 },
                  livenessProbe: {
                    ...probe(`http://127.0.0.1:${port}/metrics`),
                    periodSeconds: 20,
                    failureThreshold: 3,
                    timeoutSeconds: 5,
                  },
                  volumeMounts: [{ name: "settings", mountPath: "/etc/foedus", readOnly: true }],
                },
              ],
              volumes: [
                {
                  name: "settings",
                  projected: {
                    defaultMode: 0o440,
                    sources: [{ configMap: { name: kind } }, secret(kind, "key", "database")],
                  },
                },
              ],
            },
          },
        },
      });
      budget();
      break;
    }
    case "simulator":
      service(simulatorPort);
      add("ConfigMap", "v1", kind, { data: { "simulator.json": plan.simulator } });
      add("Deployment", "apps/v1", kind, {
        spec: {
          // Another one would know nothing of what this one was asked.
          replicas: 1,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              containers: [
                {
                  name: kind,
                  image: image(plan, kind),
                  ports: [{ name: kind, containerPort: simulatorPort, protocol: "TCP" }],
                  ...containerSecurity,
                  // The service, and one simulation at a time.
                  resources: limits("1", "1Gi"),
                  ...probes(probe(`http://127.0.0.1:${simulatorPort}/health`)),
                  volumeMounts: [
                    { name: "settings", mountPath: "/etc/foedus", readOnly: true },
                    temporary,
                  ],
                },
              ],
              volumes: [{ name: "settings", configMap: { name: kind } }, inMemory],
            },
          },
        },
      });
      break;
    case "app":
      service(5_173);
      add("ConfigMap", "v1", "endpoints", { data: { "endpoints.json": plan.endpoints } });
      add("Deployment", "apps/v1", kind, {
        spec: {
          replicas: 2,
          selector: { matchLabels: labels },
          template: {
            metadata: { labels },
            spec: {
              ...podSecurity,
              containers: [
                {
                  name: kind,
                  image: image(plan, kind),
                  env: [
                    { name: "FOEDUS_ENDPOINTS", value: "/etc/foedus/endpoints.json" },
                    { name: "PROTOCOL_HEADER", value: "x-forwarded-proto" },
                    { name: "AUTHORISATION_KEY", value: "/run/secrets/authorisation/key" },
                    // Of an invoice with what is attached; every other path reads less, by bounds of its own.
                    { name: "BODY_SIZE_LIMIT", value: "6M" },
                    { name: "INVOICE_DATABASE", value: "/run/secrets/database/address" },
                    ...(has("relayer")
                      ? [{ name: "RELAYER_URL", value: `http://relayer:${relayerPort}` }]
                      : []),
                    ...(has("webhooks")
                      ? [{ name: "WEBHOOKS_URL", value: `http://webhooks:${webhooksPort}` }]
                      : []),
                    ...(has("simulator")
                      ? [{ name: "SIMULATOR_URL", value: `http://simulator:${simulatorPort}` }]
                      : []),
                  ],
                  ports: [{ name: kind, containerPort: 5_173, protocol: "TCP" }],
                  ...containerSecurity,
                  resources: limits("1", "512Mi"),
                  startupProbe: { ...alive, periodSeconds: 5, failureThreshold: 24 },
                  readinessProbe: {
                    httpGet: { path: "/healthz", port: 5_173 },
                    periodSeconds: 10,
                    timeoutSeconds: 5,
                  },
                  // Restarting it does not help a chain that is away.
                  livenessProbe: { ...alive, periodSeconds: 20, failureThreshold: 3 },
                  volumeMounts: [
                    { name: "endpoints", mountPath: "/etc/foedus", readOnly: true },
                    {
                      name: "authorisation",
                      mountPath: "/run/secrets/authorisation",
                      readOnly: true,
                    },
                    { name: "database", mountPath: "/run/secrets/database", readOnly: true },
                    temporary,
                  ],
                },
              ],
              volumes: [
                { name: "endpoints", configMap: { name: "endpoints" } },
                {
                  name: "authorisation",
                  projected: { defaultMode: 0o440, sources: [secret("authorisation", "key")] },
                },
                {
                  name: "database",
                  projected: { defaultMode: 0o440, sources: [secret("app-database", "address")] },
                },
                inMemory,
              ],
            },
          },
        },
      });
      budget();
      break;
  }
}

const alive = { tcpSocket: { port: 5_173 }, timeoutSeconds: 5 };

/** Nobody reaches anybody but where a line says so; the port of a client's administration is in none. */
function policies(
  { topology }: KubernetesPlan,
  nodes: readonly TopologyNode[],
  services: readonly { kind: ServiceKind }[],
  add: Add,
): void {
  const policy = (name: string, spec: object) =>
    add("NetworkPolicy", "networking.k8s.io/v1", name, { spec });
  const role = (name: string) => ({ podSelector: { matchLabels: { "foedus.eu/role": name } } });
  const tcp = (...ports: number[]) => ports.map((port) => ({ port, protocol: "TCP" }));

  policy("default-deny", { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
  policy("names", {
    podSelector: {},
    policyTypes: ["Egress"],
    egress: [
      {
        to: [
          {
            namespaceSelector: {
              matchLabels: { "kubernetes.io/metadata.name": "kube-system" },
            },
            podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
          },
        ],
        ports: [
          { port: 53, protocol: "UDP" },
          { port: 53, protocol: "TCP" },
        ],
      },
    ],
  });
  const elsewhere = topology.nodes
    .filter((node) => !nodes.includes(node) && /^[\d.]+$/.test(node.host))
    .map(({ host }) => ({ ipBlock: { cidr: `${host}/32` } }));
  const everyNode = [role("node"), ...elsewhere];
  const peerPorts = tcp(...new Set(topology.nodes.map(({ port }) => port)));
  policy("peers", {
    podSelector: role("node").podSelector,
    policyTypes: ["Ingress", "Egress"],
    ingress: [{ from: everyNode, ports: peerPorts }],
    egress: [{ to: everyNode, ports: peerPorts }],
  });
  const way = (from: string, to: string, port: number) => {
    policy(`${from}-to-${to}`, {
      podSelector: role(from).podSelector,
      policyTypes: ["Egress"],
      egress: [{ to: [target(to)], ports: tcp(port) }],
    });
    policy(`${to}-from-${from}`, {
      podSelector: target(to).podSelector,
      policyTypes: ["Ingress"],
      ingress: [{ from: [role(from)], ports: tcp(port) }],
    });
  };
  const rpcNode = topology.services.find(({ kind }) => kind === "json-rpc")?.node ?? "";
  const target = (name: string) =>
    name === "json-rpc"
      ? { podSelector: { matchLabels: { "foedus.eu/node": rpcNode } } }
      : role(name);
  const has = (kind: ServiceKind) => services.some((service) => service.kind === kind);
  if (has("index")) {
    way("index", "json-rpc", publicRpcPort);
    way("index", "database", 5_432);
  }
  if (has("relayer")) {
    way("relayer", "json-rpc", publicRpcPort);
    way("relayer", "database", 5_432);
  }
  if (has("webhooks")) {
    way("webhooks", "json-rpc", publicRpcPort);
    way("webhooks", "index", 8_000);
    way("webhooks", "database", 5_432);
    // Receivers: the public net, and of it what deliveries may go to.
    policy("webhooks-to-receivers", {
      podSelector: role("webhooks").podSelector,
      policyTypes: ["Egress"],
      egress: [
        {
          to: [
            { ipBlock: { cidr: "0.0.0.0/0", except: closedNetworks } },
            { ipBlock: { cidr: "2000::/3" } },
          ],
          ports: tcp(443, 8_443),
        },
      ],
    });
  }
  if (has("simulator")) way("simulator", "json-rpc", publicRpcPort);
  if (has("app")) {
    if (has("simulator")) way("app", "simulator", simulatorPort);
    if (has("relayer")) way("app", "relayer", relayerPort);
    if (has("webhooks")) way("app", "webhooks", webhooksPort);
    way("app", "json-rpc", publicRpcPort);
    way("app", "index", 8_000);
    way("app", "database", 5_432);
    way("app", "node", enforcerPort);
    // The public: by way of the cluster's ingress, which ends TLS.
    policy("app-from-everybody", {
      podSelector: role("app").podSelector,
      policyTypes: ["Ingress"],
      ingress: [{ ports: tcp(5_173) }],
    });
  }
}

/** Of IPv4: what is no part of the public net and may be of the cluster or its machines. */
const closedNetworks = [
  "10.0.0.0/8",
  "100.64.0.0/10",
  "127.0.0.0/8",
  "169.254.0.0/16",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "198.18.0.0/15",
];

const image = ({ registry = "" }: KubernetesPlan, name: Parameters<typeof imageTag>[0]): string =>
  `${registry}${imageTag(name)}`;

const podSecurity = {
  // No program of a node talks to the cluster.
  automountServiceAccountToken: false,
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    seccompProfile: { type: "RuntimeDefault" },
  },
};

const containerSecurity = {
  imagePullPolicy: "IfNotPresent",
  securityContext: {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    privileged: false,
    capabilities: { drop: ["ALL"] },
  },
};

const limits = (cpu: string, memory: string): object => ({
  requests: { cpu: "100m", memory },
  limits: { cpu, memory },
});

const claim = (storage: string): object => ({
  metadata: { name: "data" },
  spec: { accessModes: ["ReadWriteOncePod"], resources: { requests: { storage } } },
});

/** A question that the image itself can ask. */
const probe = (url: string): object => ({
  exec: { command: ["node", "/opt/foedus/probe.mjs", url] },
});

const probes = (question: object): object => ({
  // Five minutes for the first answer: a client reads its database first.
  startupProbe: { ...question, periodSeconds: 5, failureThreshold: 60, timeoutSeconds: 5 },
  readinessProbe: { ...question, periodSeconds: 10, failureThreshold: 3, timeoutSeconds: 5 },
  livenessProbe: { ...question, periodSeconds: 20, failureThreshold: 6, timeoutSeconds: 5 },
});

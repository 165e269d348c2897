import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { expect } from "chai";
import type { Address } from "viem";
import { parse, parseAllDocuments } from "yaml";

import { imageTag, images, type ImageName } from "../../../deploy/images/images.ts";
import { evaluation } from "../../../deploy/networks/evaluation/topology.ts";
import {
  composeFile,
  composeProblems,
  containersOf,
  rpcPort,
} from "../../../deploy/render/compose.ts";
import {
  kubernetesManifests,
  type KubernetesPlan,
  kubernetesProblems,
} from "../../../deploy/render/kubernetes.ts";
import type { TopologyNode } from "../../../deploy/render/topology.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const newcomer: TopologyNode = {
  name: "epsilon-1",
  organisation: "omicron",
  kind: "validator",
  host: "10.77.0.16",
  port: 30_303,
};
const topology = { ...evaluation, nodes: [...evaluation.nodes, newcomer] };
const founders = evaluation.nodes.map(({ name }) => name);
const addresses = Object.fromEntries(
  topology.nodes.map(
    ({ name }, index) => [name, `0x${String(index + 1).padStart(40, "0")}`] as const,
  ),
) as Record<string, Address>;

describe("Images of a network", () => {
  for (const name of Object.keys(images) as ImageName[]) {
    const dockerfile = fs.readFileSync(
      path.join(root, "deploy/images", name, "Dockerfile"),
      "utf8",
    );

    it(`${name} takes its base as an argument and runs as nobody`, () => {
      expect(dockerfile).to.match(/^ARG (BASE|NODE_IMAGE)\nFROM \$\{(BASE|NODE_IMAGE)\}$/m);
      expect(dockerfile).to.match(/^USER 10001:10001$/m);
      expect(imageTag(name)).to.not.contain("latest");
    });

    it(`${name} says its program as a list, not for a shell, and fetches nothing while it is made`, () => {
      const instructions = dockerfile.split("\n").filter((line) => /^[A-Z]+ /.test(line));
      for (const line of instructions) {
        expect(line).to.not.match(/^(RUN|ADD|SHELL) /);
        if (/^(CMD|ENTRYPOINT) /.test(line)) expect(line).to.match(/^\w+ \[".*"\]$/);
      }
    });
  }

  it("have a check each, but for the one that only others are made from", () => {
    for (const name of Object.keys(images) as ImageName[]) {
      const text = fs.readFileSync(path.join(root, "deploy/images", name, "Dockerfile"), "utf8");
      expect(/^HEALTHCHECK [^]*? CMD \["/m.test(text), name).to.equal(name !== "node");
    }
  });
});

interface ComposeService {
  image: string;
  user: string;
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
  restart: string;
  mem_limit: string;
  cpus: number;
  pids_limit: number;
  healthcheck: { test?: string[]; disable?: boolean };
  network_mode?: string;
  dns_opt?: string[];
  networks?: Record<string, { ipv4_address?: string; aliases?: string[] } | null> | string[];
  ports?: string[];
  environment?: Record<string, string>;
  privileged?: boolean;
  profiles?: string[];
  command?: string[];
  volumes?: string[];
  secrets?: unknown[];
}

interface Compose {
  services: Record<string, ComposeService>;
  networks: Record<string, { internal?: boolean } | null>;
  secrets: Record<string, { file: string }>;
}

describe("Compose file of a network", () => {
  const plan = { topology, founders, addresses, user: { uid: 10_001, gid: 10_001 } };
  const text = composeFile(plan);
  const compose = parse(text, { merge: true }) as Compose;
  const services = Object.entries(compose.services);
  const holdersOf = (secret: string) =>
    services
      .filter(([, { secrets }]) => JSON.stringify(secrets ?? []).includes(`"${secret}"`))
      .map(([service]) => service);

  it("has a place, a client and an enforcer for each node, and each service once", () => {
    const expected = topology.nodes.flatMap(({ name }) => Object.values(containersOf(name)));
    const kinds = topology.services.map(({ kind }) => kind);
    expect(Object.keys(compose.services)).to.have.members([...expected, ...kinds]);
  });

  for (const [name, service] of services) {
    it(`gives ${name} no power, and bounds`, () => {
      expect(service.user).to.match(/^[1-9]\d*:[1-9]\d*$/);
      expect(service.read_only).to.equal(true);
      expect(service.cap_drop).to.deep.equal(["ALL"]);
      expect(service.security_opt).to.deep.equal(["no-new-privileges:true"]);
      expect(service.privileged).to.equal(undefined);
      expect(service.mem_limit).to.match(/^\d+[mg]$/);
      expect(service.cpus).to.be.above(0);
      expect(service.pids_limit).to.be.above(0);
      expect(service.image).to.match(/:\d/);
    });
  }

  it("does not let the dApp wait long for the name of a service that is down", () => {
    expect(compose.services["app"]?.dns_opt).to.deep.equal(["timeout:1", "attempts:1"]);
  });

  it("checks every program that stays, from inside and without a shell", () => {
    for (const [name, { healthcheck, restart, command }] of services) {
      const isPlace = command?.[0] === "sleep";
      if (isPlace || restart === "no") expect(healthcheck.disable, name).to.equal(true);
      else expect(healthcheck.test?.[0], name).to.equal("CMD");
    }
  });

  it("publishes on the machine's loopback only, and never a client's own port", () => {
    const published = services.flatMap(([, { ports = [] }]) => ports);
    expect(published).to.have.length(3);
    for (const port of published) {
      expect(port).to.match(/^127\.0\.0\.1:\d+:\d+$/);
      expect(port).to.not.contain(`:${rpcPort}`);
    }
  });

  it("puts each node at its address in a network without a way out", () => {
    expect(compose.networks["peers"]?.internal).to.equal(true);
    expect(compose.networks["services"]?.internal).to.equal(true);
    expect(compose.networks["watch"]?.internal).to.equal(true);
    expect(compose.networks["database"]?.internal).to.equal(true);
    for (const { name, host } of topology.nodes) {
      const { place, client, enforcer } = containersOf(name);
      const networks = compose.services[place]?.networks as Record<string, object>;
      expect(networks["peers"]).to.deep.equal({ ipv4_address: host });
      expect(compose.services[client]?.network_mode).to.equal(`service:${place}`);
      expect(compose.services[enforcer]?.network_mode).to.equal(`service:${place}`);
    }
  });

  it("lets the administration listen on the loopback of its place", () => {
    for (const { name } of topology.nodes) {
      const command = compose.services[containersOf(name).client]?.command ?? [];
      expect(command[command.indexOf("--rpcaddr") + 1]).to.equal("127.0.0.1");
    }
  });

  it("gives each key to its own client and to nobody else", () => {
    for (const { name, organisation } of topology.nodes) {
      expect(compose.secrets[`${name}-node-key`]?.file).to.equal(
        `./organisations/${organisation}/${name}/node-key`,
      );
      expect(holdersOf(`${name}-node-key`)).to.deep.equal([containersOf(name).client]);
      expect(holdersOf(`${name}-report-key`)).to.deep.equal([containersOf(name).enforcer]);
    }
  });

  it("gives the relayer's key and the address of its database to it alone, and the dApp its address", () => {
    expect(holdersOf("relayer-key")).to.deep.equal(["relayer"]);
    expect(holdersOf("relayer-database")).to.deep.equal(["relayer"]);
    expect(holdersOf("relayer-password")).to.deep.equal(["database"]);
    expect(holdersOf("database-password")).to.deep.equal(["database", "index"]);
    const { relayer, app } = compose.services;
    expect(relayer?.networks).to.deep.equal(["services", "database"]);
    expect(app?.environment?.["RELAYER_URL"]).to.equal("http://relayer:9547");
  });

  it("gives the webhooks their key and their database alone, and them alone a way out", () => {
    expect(holdersOf("webhooks-key")).to.deep.equal(["webhooks"]);
    expect(holdersOf("webhooks-database")).to.deep.equal(["webhooks"]);
    expect(holdersOf("webhooks-password")).to.deep.equal(["database"]);
    const { webhooks, app } = compose.services;
    expect(webhooks?.networks).to.deep.equal(["services", "database", "out"]);
    const outside = services.filter(([, { networks = [] }]) =>
      (Array.isArray(networks) ? networks : Object.keys(networks)).includes("out"),
    );
    expect(outside.map(([name]) => name)).to.deep.equal(["webhooks"]);
    expect(app?.environment?.["WEBHOOKS_URL"]).to.equal("http://webhooks:9549");
    const without = topology.services.filter(({ kind }) => kind !== "webhooks");
    const file = composeFile({ ...plan, topology: { ...topology, services: without } });
    expect(file).to.not.match(/webhooks-|WEBHOOKS_URL|^ {2}(webhooks|out):/m);
  });

  it("lets the dApp alone reach the simulator, which reaches the node that it copies and nobody else", () => {
    const members = (network: string) =>
      services
        .filter(([, { networks = [] }]) =>
          (Array.isArray(networks) ? networks : Object.keys(networks)).includes(network),
        )
        .map(([service]) => service);
    const { simulator, app } = compose.services;
    expect(simulator?.networks).to.deep.equal({
      simulations: { aliases: ["simulations"] },
      copies: {},
    });
    expect(members("simulations")).to.have.members(["simulator", "app"]);
    expect(members("copies")).to.have.members(["simulator", "alpha-1"]);
    for (const network of ["simulations", "copies"])
      expect(compose.networks[network]?.internal, network).to.equal(true);
    expect(app?.environment?.["SIMULATOR_URL"]).to.equal("http://simulations:9548");
  });

  it("gives the simulator no secret and no port, and lets the nodes go first", () => {
    const { simulator } = compose.services;
    expect(simulator).to.not.have.any.keys("secrets", "ports", "environment", "network_mode");
    expect(simulator?.volumes).to.deep.equal([
      "./services/simulator/simulator.json:/etc/foedus/simulator.json:ro",
    ]);
    expect(simulator).to.include({ mem_limit: "1g", cpus: 1, cpu_shares: 256, oom_score_adj: 500 });
  });

  it("has no simulator where the topology has none", () => {
    const without = topology.services.filter(({ kind }) => kind !== "simulator");
    const file = composeFile({ ...plan, topology: { ...topology, services: without } });
    expect(file).to.not.match(/SIMULATOR_URL|simulations|copies:|^ {2}simulator:/m);
  });

  it("gives the key of the access tokens to the dApp's server alone", () => {
    expect(holdersOf("authorisation-key")).to.deep.equal(["app"]);
    const { app } = compose.services;
    expect(app?.environment?.["AUTHORISATION_KEY"]).to.equal("/run/secrets/authorisation-key");
  });

  it("gives the dApp a database of its own, by a role that nobody else has, and room for an invoice", () => {
    expect(holdersOf("app-database")).to.deep.equal(["app"]);
    expect(holdersOf("app-password")).to.deep.equal(["database"]);
    const { app } = compose.services;
    expect(app?.environment?.["INVOICE_DATABASE"]).to.equal("/run/secrets/app-database");
    expect(app?.environment?.["BODY_SIZE_LIMIT"]).to.equal("6M");
    expect(app?.networks).to.include("database");
    expect(compose.networks["database"]?.internal).to.equal(true);
    const onDatabase = services.filter(
      ([, { networks = [] }]) => Array.isArray(networks) && networks.includes("database"),
    );
    expect(onDatabase.map(([name]) => name)).to.have.members([
      "database",
      "relayer",
      "webhooks",
      "index",
      "app",
    ]);
  });

  it("has no relayer where the topology has none", () => {
    const without = topology.services.filter(({ kind }) => kind !== "relayer");
    const file = composeFile({ ...plan, topology: { ...topology, services: without } });
    expect(file).to.not.match(/relayer-|RELAYER_URL|^ {2}relayer:/m);
  });

  it("keeps what an enforcer last knew outside its container, and lets it count where that is asked for", () => {
    const commandOf = ({ services: all }: Compose, name: string) =>
      all[containersOf(name).enforcer]?.command ?? [];
    for (const { name, organisation } of topology.nodes) {
      const command = commandOf(compose, name);
      expect(command[command.indexOf("--state") + 1]).to.equal("/state/last-known.json");
      expect(command).to.not.contain("--break-glass");
      expect(compose.services[containersOf(name).enforcer]?.volumes).to.contain(
        `./organisations/${organisation}/${name}/enforcer:/state`,
      );
    }
    const [first, second] = topology.nodes.map(({ name }) => name) as [string, string];
    const halted = parse(composeFile({ ...plan, breakGlass: [first] }), { merge: true }) as Compose;
    expect(commandOf(halted, first)).to.contain("--break-glass");
    expect(commandOf(halted, second)).to.deep.equal(commandOf(compose, second));
  });

  it("starts nobody by itself whom the contracts have to admit first", () => {
    for (const { name, kind } of topology.nodes) {
      const waits = kind !== "validator" || name === newcomer.name;
      expect(compose.services[containersOf(name).client]?.profiles, name).to.deep.equal(
        waits ? [name] : undefined,
      );
    }
  });

  it("explains every setting in a comment above it or above its part", () => {
    const lines = text.split("\n");
    for (const setting of ["user:", "read_only:", "cap_drop:", "security_opt:", "restart:"]) {
      const at = lines.findIndex((line) => line.trim().startsWith(setting));
      expect(lines[at - 1]?.trim(), setting).to.match(/^# [A-Z].*[.]$/);
    }
  });

  it("is refused where it could not run", () => {
    expect(composeProblems({ ...evaluation, client: "besu" })).to.have.length(1);
    const { subnet, ...without } = evaluation;
    expect(subnet).to.equal("10.77.0.0/24");
    expect(composeProblems(without)).to.deep.equal([
      "The topology has no subnet for the addresses of its nodes.",
    ]);
  });
});

interface Manifest {
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  spec: Record<string, unknown>;
}

interface Pod {
  automountServiceAccountToken: boolean;
  securityContext: Record<string, unknown>;
  containers: PodContainer[];
  initContainers?: PodContainer[];
  volumes?: object[];
}

interface PodContainer {
  name: string;
  image: string;
  command?: string[];
  ports?: { containerPort: number }[];
  securityContext: Record<string, unknown>;
  resources: { limits: Record<string, string>; requests: Record<string, string> };
  startupProbe?: object;
  readinessProbe?: object;
  livenessProbe?: object;
  volumeMounts?: { name: string; mountPath: string }[];
}

describe("Kubernetes manifests of a network", () => {
  const plan: KubernetesPlan = {
    topology,
    addresses,
    enforcers: Object.fromEntries(topology.nodes.map(({ name }) => [name, "{}"])),
    genesis: "{}",
    endpoints: "{}",
    relayer: "{}",
    webhooks: "{}",
    simulator: "{}",
    registry: "registry.example/",
  };
  const read = (of: KubernetesPlan) =>
    parseAllDocuments(kubernetesManifests(of)).map((one) => one.toJS() as Manifest);
  const manifests = read(plan);
  const ofKind = (kind: string) => manifests.filter((one) => one.kind === kind);
  const podOf = ({ spec }: Manifest) => (spec["template"] as { spec: Pod }).spec;
  const workloads = [...ofKind("StatefulSet"), ...ofKind("Deployment")];

  it("has a StatefulSet of one for each node, with its enforcer in the pod", () => {
    for (const { name } of topology.nodes) {
      const set = ofKind("StatefulSet").find(({ metadata }) => metadata.name === name);
      expect(set?.spec["replicas"], name).to.equal(1);
      const containers = podOf(set as Manifest).containers.map((one) => one.name);
      expect(containers.slice(0, 2)).to.deep.equal(["node", "enforcer"]);
    }
  });

  for (const workload of workloads) {
    it(`gives ${workload.metadata.name} no power, bounds, and probes`, () => {
      const pod = podOf(workload);
      expect(pod.automountServiceAccountToken).to.equal(false);
      expect(pod.securityContext).to.include({ runAsNonRoot: true, runAsUser: 10_001 });
      expect(pod.securityContext["seccompProfile"]).to.deep.equal({ type: "RuntimeDefault" });
      for (const container of [...(pod.initContainers ?? []), ...pod.containers]) {
        expect(container.securityContext).to.deep.include({
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ["ALL"] },
        });
        expect(container.resources.limits).to.have.all.keys("cpu", "memory");
        expect(container.image).to.match(/^registry\.example\/foedus\/[a-z]+:\d/);
      }
      for (const container of pod.containers) {
        for (const probe of ["startupProbe", "readinessProbe", "livenessProbe"] as const)
          expect(container[probe], `${container.name} ${probe}`).to.be.an("object");
      }
    });
  }

  it("denies all traffic but what a policy names, and names no client's administration", () => {
    const policies = ofKind("NetworkPolicy");
    const [denial] = policies.filter(({ metadata }) => metadata.name === "default-deny");
    expect(denial?.spec).to.deep.equal({ podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    for (const policy of policies) {
      expect(JSON.stringify(policy)).to.not.contain(`"port":${rpcPort}`);
      if (policy.metadata.name === "default-deny") continue;
      const rules = [policy.spec["ingress"], policy.spec["egress"]].flat().filter(Boolean);
      for (const rule of rules)
        expect((rule as { ports?: unknown[] }).ports).to.not.equal(undefined);
    }
    for (const workload of workloads)
      for (const { ports = [] } of podOf(workload).containers)
        expect(ports.map(({ containerPort }) => containerPort)).to.not.include(rpcPort);
  });

  it("holds no secret, and names those that it needs", () => {
    expect(ofKind("Secret")).to.deep.equal([]);
    for (const { name } of topology.nodes) {
      expect(JSON.stringify(manifests)).to.contain(`"secretName":"${name}-node-key"`);
      expect(JSON.stringify(manifests)).to.contain(`{"secret":{"name":"${name}-report-key"}}`);
    }
  });

  it("gives the relayer its key, its database, and the dApp's questions", () => {
    const relayer = workloads.find(({ metadata }) => metadata.name === "relayer") as Manifest;
    expect(podOf(relayer).volumes).to.deep.equal([
      {
        name: "settings",
        projected: {
          defaultMode: 0o440,
          sources: [
            { configMap: { name: "relayer" } },
            {
              secret: {
                name: "relayer",
                items: ["key", "database"].map((key) => ({ key, path: key })),
              },
            },
          ],
        },
      },
    ]);
    for (const workload of workloads) {
      const { name } = workload.metadata;
      const text = JSON.stringify(workload);
      expect(text.includes('"name":"relayer-password"'), name).to.equal(name === "database");
      expect(text.includes("http://relayer:9547"), name).to.equal(name === "app");
    }
    const ways = ofKind("NetworkPolicy").map(({ metadata }) => metadata.name);
    expect(ways.filter((name) => name.includes("relayer"))).to.have.members([
      "relayer-to-json-rpc",
      "json-rpc-from-relayer",
      "relayer-to-database",
      "database-from-relayer",
      "app-to-relayer",
      "relayer-from-app",
    ]);
    const without = topology.services.filter(({ kind }) => kind !== "relayer");
    expect(
      JSON.stringify(read({ ...plan, topology: { ...topology, services: without } })),
    ).to.not.match(/relayer/);
  });

  it("gives the dApp the address of a database of its own, and a way to it", () => {
    const text = (name: string) =>
      JSON.stringify(workloads.find(({ metadata }) => metadata.name === name));
    expect(text("app")).to.contain(
      '{"name":"INVOICE_DATABASE","value":"/run/secrets/database/address"}',
    );
    expect(text("app")).to.contain('{"name":"BODY_SIZE_LIMIT","value":"6M"}');
    expect(text("app")).to.contain('"mountPath":"/run/secrets/database"');
    for (const workload of workloads) {
      const { name } = workload.metadata;
      expect(text(name).includes('"name":"app-database"'), name).to.equal(name === "app");
      expect(text(name).includes('"name":"app-password"'), name).to.equal(name === "database");
    }
    const ways = ofKind("NetworkPolicy").map(({ metadata }) => metadata.name);
    expect(ways).to.include.members(["app-to-database", "database-from-app"]);
  });

  it("lets the webhooks reach the public net at two ports, and of the cluster what they need", () => {
    const ways = ofKind("NetworkPolicy");
    expect(
      ways.map(({ metadata }) => metadata.name).filter((name) => name.includes("webhooks")),
    ).to.have.members([
      "webhooks-to-json-rpc",
      "json-rpc-from-webhooks",
      "webhooks-to-index",
      "index-from-webhooks",
      "webhooks-to-database",
      "database-from-webhooks",
      "webhooks-to-receivers",
      "app-to-webhooks",
      "webhooks-from-app",
    ]);
    const out = ways.find(({ metadata }) => metadata.name === "webhooks-to-receivers");
    const [rule] = out?.spec["egress"] as {
      to: { ipBlock: { cidr: string; except?: string[] } }[];
      ports: { port: number }[];
    }[];
    expect(rule?.ports.map(({ port }) => port)).to.deep.equal([443, 8_443]);
    expect(rule?.to[0]?.ipBlock.except).to.include.members(["10.0.0.0/8", "169.254.0.0/16"]);
    for (const workload of workloads) {
      const { name } = workload.metadata;
      const text = JSON.stringify(workload);
      expect(text.includes('"name":"webhooks-password"'), name).to.equal(name === "database");
      expect(text.includes("http://webhooks:9549"), name).to.equal(name === "app");
    }
  });

  it("gives the simulator the dApp's questions, its node, and no secret", () => {
    const simulator = workloads.find(({ metadata }) => metadata.name === "simulator") as Manifest;
    expect(simulator.spec["replicas"]).to.equal(1);
    const pod = podOf(simulator);
    expect(pod.volumes).to.deep.equal([
      { name: "settings", configMap: { name: "simulator" } },
      { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "64Mi" } },
    ]);
    expect(pod.containers[0]?.resources.limits).to.deep.equal({ cpu: "1", memory: "1Gi" });
    for (const workload of workloads) {
      const { name } = workload.metadata;
      const isTold = JSON.stringify(workload).includes("http://simulator:9548");
      expect(isTold, name).to.equal(name === "app");
    }
    const ways = ofKind("NetworkPolicy").map(({ metadata }) => metadata.name);
    expect(ways.filter((name) => name.includes("simulator"))).to.have.members([
      "simulator-to-json-rpc",
      "json-rpc-from-simulator",
      "app-to-simulator",
      "simulator-from-app",
    ]);
    const without = topology.services.filter(({ kind }) => kind !== "simulator");
    expect(
      JSON.stringify(read({ ...plan, topology: { ...topology, services: without } })),
    ).to.not.match(/simulator/i);
  });

  it("lets a cluster drain one validator at a time, and admits restricted pods only", () => {
    const [budget] = ofKind("PodDisruptionBudget");
    expect(budget?.spec["maxUnavailable"]).to.equal(1);
    const [namespace] = ofKind("Namespace");
    expect(namespace?.metadata.labels?.["pod-security.kubernetes.io/enforce"]).to.equal(
      "restricted",
    );
    for (const one of manifests)
      if (one.kind !== "Namespace")
        expect(one.metadata.namespace, one.metadata.name).to.equal("foedus-evaluation");
  });

  it("gives one organisation its own nodes, which reach the others at their addresses", () => {
    const own = read({ ...plan, organisation: "beta" });
    expect(
      own.filter(({ kind }) => kind === "StatefulSet").map(({ metadata }) => metadata.name),
    ).to.deep.equal(["beta-1"]);
    const peers = own.find(
      ({ kind, metadata }) => kind === "NetworkPolicy" && metadata.name === "peers",
    );
    expect(JSON.stringify(peers)).to.contain('"cidr":"10.77.0.11/32"');
  });

  it("is refused where it could not run", () => {
    expect(kubernetesProblems(plan)).to.deep.equal([]);
    expect(kubernetesProblems({ ...plan, organisation: "omega" })).to.deep.equal([
      '"omega" is no organisation of the topology.',
    ]);
    // What does not get smaller by packing.
    const noise = randomBytes(600_000).toString("hex");
    expect(kubernetesProblems({ ...plan, genesis: noise })).to.deep.equal([]);
    expect(kubernetesProblems({ ...plan, genesis: noise + noise })).to.have.length(1);
  });

  it("gives nodes the genesis packed, byte for byte", () => {
    const genesis = `{"alloc":"${"ab".repeat(800_000)}"}\n`;
    const config = read({ ...plan, genesis }).find(
      ({ kind, metadata }) => kind === "ConfigMap" && metadata.name === "genesis",
    ) as unknown as { binaryData: Record<string, string> };
    const data = Buffer.from(config.binaryData["genesis.json.gz"]!, "base64");
    // By the program that the container runs.
    expect(execFileSync("gzip", ["-dc"], { input: data, maxBuffer: 2 ** 22 }).toString()).to.equal(
      genesis,
    );
  });
});

import assert from "node:assert/strict";
import { once } from "node:events";
import fs from "node:fs";
import net from "node:net";
import os from "node:os";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";

import { expect } from "../../app/e2e/expect.ts";
import pg from "pg";
import { type Hex, keccak256, type LocalAccount, toHex, zeroHash } from "viem";

import { containersOf } from "../../deploy/render/compose.ts";
import { DockerEngine } from "../../scripts/test/docker-engine.ts";
import { NodePage } from "../../app/e2e/pages/node-page.ts";
import { ProposalPage } from "../../app/e2e/pages/proposal-page.ts";
import { Site } from "../../app/e2e/pages/site.ts";
import { memberAccount } from "../../deploy/networks/local/members.ts";
import { readAccountKey } from "../../scripts/foedus/node-key-file.ts";
import {
  nodeKeyFile,
  nodeOf,
  relayerAccountOf,
  relayerKeyFile,
  relayerSecretFiles,
} from "../../scripts/network/network-folder.ts";
import { Assembly, operatorId } from "./assembly.ts";
import { Visitors } from "./visitors.ts";
import { ContainerNetwork, refusal } from "./container-network.ts";
import { until } from "./kaia-network.ts";

/** Why no Docker engine can be had here, with the remedy. */
const missing = process.env["FOEDUS_NO_ENGINE"];
const browser = process.env["CHROME_PATH"] ?? "";
/** For what blocks, an index and a busy machine take their time with. */
const patiently = { timeout: 60_000 };
const founders = ["alpha-1", "beta-1", "gamma-1", "delta-1"];
const observer = "omicron-1";
const newcomer = "epsilon-1";

if (missing === undefined) describe("A network of containers", { timeout: 1_500_000 }, journey);
else it("A network of containers", { skip: missing }, () => undefined);

/** An operator's way by the command line alone, on an engine of this run's own; each step goes on where the one before has ended. */
function journey(): void {
  let engine: DockerEngine | undefined;
  let folder: string;
  let network: ContainerNetwork;
  let assembly: Assembly;
  /** Who acts for the members, one each. */
  let representatives: LocalAccount[];
  let visitors: Visitors | undefined;
  /** A ballot that the relayer has brought. */
  let relayed: Hex;

  before(async () => {
    engine = await DockerEngine.start();
    process.env["DOCKER_HOST"] = engine.host;
    folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-containers-"));
    network = await ContainerNetwork.found(path.join(folder, "network"));
  });

  after(async () => {
    await visitors?.leave();
    await engine?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const timed = async (
    test: TestContext,
    what: string,
    condition: () => Promise<boolean>,
  ): Promise<void> => {
    const milliseconds = await until(what, condition);
    test.diagnostic(`${what}: ${(milliseconds / 1_000).toFixed(1)} s`);
  };

  it("says what helps when it is not up yet", async () => {
    const { error, remedy } = await network.refusal("network add-node", "--name", observer);
    assert.match(error, /No node of the network answers/);
    assert.match(remedy, /network up/);
    assert.equal((await network.verb("network down"))["removed"], 0);
  });

  it("names a port that another program has, before anything is built", async () => {
    const other = net.createServer().listen(network.port("json-rpc"), "127.0.0.1");
    try {
      await once(other, "listening");
      const { error, remedy } = await network.refusal("network up", "--nodes-only");
      assert.match(error, /Another program has the port \d+ of the service json-rpc/);
      assert.match(remedy, /topology\.json/);
      assert.deepEqual(await (await network.containers()).list(), []);
    } finally {
      other.close();
    }
  });

  it("is up by one command, and its nodes obey from the first block on", async (test) => {
    const began = performance.now();
    const { nodes, waiting } = await network.verb("network up", "--nodes-only");
    test.diagnostic(`network up: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    assert.deepEqual(nodes, founders);
    assert.deepEqual(waiting, [observer]);
    await timed(test, "every enforcer finds its node in line", () => network.obey(founders));
    await until("its status says so", async () => {
      const all = await network.status();
      return all.every(({ node, state, peers, validates, enforcer }) =>
        node === observer
          ? state === "absent"
          : state === "healthy" && peers === 3 && validates === true && enforcer === "obeys",
      );
    });
    await until("it says why nobody reads of them on the chain", async () => {
      const all = await network.status();
      return all.every(
        ({ node, unreported }) =>
          unreported === (node === observer ? null : "nobody has registered the node"),
      );
    });
  });

  it("is not taken for another network of the same name", async (test) => {
    const other = new ContainerNetwork(path.join(folder, "other"));
    fs.cpSync(network.folder, other.folder, {
      recursive: true,
      filter: (source) => !["data", "services"].includes(path.basename(source)),
    });
    const { error, remedy } = await other.refusal("network up", "--nodes-only");
    assert.match(error, /runs on this machine already/);
    assert.ok(remedy.includes(network.folder));
    await timed(test, "every enforcer still finds its node in line", () => network.obey(founders));
  });

  it("runs every program without power over the machine", async () => {
    const list = await (await network.containers()).list();
    assert.equal(list.length, 4 * 3 + 1);
    await expectNoPower(network);
  });

  it("keeps the administration of a client from everybody but its enforcer", async () => {
    await assert.rejects(fetch("http://10.77.0.12:8551", { signal: AbortSignal.timeout(2_000) }));
    const response = await fetch(network.rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "admin_peers", params: [] }),
    });
    assert.equal(response.status, 403);
  });

  it("heals when a client crashes, and when an enforcer does", async (test) => {
    await network.crash(containersOf("delta-1").client);
    await timed(test, "the client is back, and in line", () => network.obey(founders));
    await network.crash(containersOf("beta-1").enforcer);
    await timed(test, "the enforcer is back", () => network.obey(founders));
  });

  it("starts an observer once a vote has admitted it, and not before", async (test) => {
    const { error, remedy } = await network.refusal("network add-node", "--name", observer);
    assert.match(error, /may not take part: nobody has registered it/);
    assert.match(remedy, /Register it first/);
    const { members } = await network.verb("network convene");
    const seats = members as { code: string; keyFile: string; isNew: boolean }[];
    assert.deepEqual(
      seats.map(({ code, isNew }) => [code, isNew]),
      [
        ["BE", true],
        ["DE", true],
        ["FR", true],
        ["NL", true],
      ],
    );
    // What is done already is not done again.
    const again = (await network.verb("network convene"))["members"] as typeof seats;
    assert.ok(again.every(({ isNew }) => !isNew));
    representatives = await Promise.all(seats.map(({ keyFile }) => readAccountKey(keyFile)));
    assembly = new Assembly(network.rpc, 77_003, network.files.addresses, representatives);
    await assembly.registerOperator();
    const id = await assembly.registerNode(await network.node(observer), 2);
    await assembly.decideOnNode("admitNode", id);
    const { seconds } = await network.verb("network add-node", "--name", observer);
    test.diagnostic(`it takes part: ${String(seconds)} s after the start`);
    assert.ok(await network.obey([...founders, observer]));
  });

  it("gets index and dApp by the same command", async (test) => {
    const began = performance.now();
    const { services } = await network.verb("network up");
    test.diagnostic(`network up: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    assert.deepEqual(Object.keys(services as object), ["json-rpc", "index", "app"]);
    assert.equal(fs.statSync(relayerKeyFile(network.files)).mode & 0o777, 0o600);
    visitors = await Visitors.arrive(browser, {
      origin: `http://127.0.0.1:${network.port("app")}`,
      rpc: network.rpc,
      chainId: 77_003,
    });
  });

  it("brings a signed ballot of somebody without a coin, though its relayer is killed in between", async (test) => {
    const [, , , voter] = representatives;
    const { id } = await assembly.propose(assembly.callOnNode("retireNode", zeroHash));
    const ballot = await assembly.signBallot(id, memberAccount("NL"), voter!);
    const taken = await network.postBallot(ballot);
    assert.equal(taken.status, "accepted");
    assert.equal(taken.receipt.relayer, await relayerAccountOf(network.files));
    await network.crash("relayer");
    await timed(test, "a block has the ballot", async () => {
      const { status } = await network.ballot(taken.id);
      assert.notEqual(status, "refused");
      return status === "counted";
    });
    assert.ok(await assembly.hasVoted(id, memberAccount("NL")));
    relayed = taken.id;
    await timed(test, "its status says so", async () => {
      const said = await network.relayer();
      return said.state === "healthy" && said.relayer?.status === "relays";
    });
    // Of the database it reaches its own part alone.
    const { password } = relayerSecretFiles(network.files);
    const host = await network.addressOf("database", "database");
    const own = `foedus_relayer:${fs.readFileSync(password, "utf8")}@${host}:5432`;
    for (const [database, expected] of [
      ["foedus_relayer", "connects"],
      ["postgres", 'permission denied for database "postgres"'],
    ]) {
      const client = new pg.Client({ connectionString: `postgresql://${own}/${database}` });
      const outcome = await client.connect().then(
        () => "connects",
        (error: unknown) => (error as Error).message,
      );
      await client.end().catch(() => undefined);
      assert.equal(outcome, expected);
    }
  });

  it("tries a proposal on a copy of the chain, though its simulator is killed in between", async (test) => {
    const { enode } = await network.node(observer);
    const call = assembly.callOnNode("retireNode", keccak256(enode.publicKey));
    const content = assembly.contentOf(call);
    const head = await network.head();
    const began = performance.now();
    const outcome = await network.simulate(content);
    test.diagnostic(`a simulation: ${((performance.now() - began) / 1_000).toFixed(1)} s`);
    assert.equal(outcome.would, "pass", JSON.stringify(outcome));
    assert.ok(outcome.differences.events.some(({ event }) => event === "NodeStatusChanged"));
    const refused = await network.simulate(
      assembly.contentOf(assembly.callOnNode("retireNode", zeroHash)),
    );
    assert.equal(refused.would, "be-refused", JSON.stringify(refused));

    const { id } = await network.postSimulation(content);
    await network.crash("simulator", async () => {
      const { status, type, body } = await network.simulation(id);
      assert.equal(status, 502, JSON.stringify(body));
      assert.equal(type, "application/problem+json");
      assert.match(String(body["detail"]), /proposal simulate/);
    });
    await timed(test, "the simulator is back, and says that it knows nothing of it", async () => {
      const { status, body } = await network.simulation(id);
      if (status === 404) assert.match(String(body["detail"]), /Start it anew/);
      return status === 404;
    });
    assert.equal((await network.simulate(content)).would, "pass");
    // Nothing of it has come to the chain, which has gone on meanwhile.
    assert.ok((await network.head()) > head);
    assert.ok(await network.obey([...founders, observer]));
  });

  it("lets the dApp alone reach the simulator, and the simulator the node that it copies", async () => {
    const health = "9548/health";
    const simulator = await network.addressOf("simulator", "simulations");
    const copy = await network.addressOf("simulator", "copies");
    for (const [service, url, isReached] of [
      ["app", `http://simulations:${health}`, true],
      ["index", `http://${simulator}:${health}`, false],
      // The node that is copied shares a network with it, in which it does not listen.
      ["json-rpc", `http://${copy}:${health}`, false],
      ["json-rpc", `http://${simulator}:${health}`, false],
      ["simulator", "http://json-rpc:8545", true],
      ["simulator", `http://${await network.addressOf("index", "services")}:8000`, false],
      ["simulator", "http://10.77.0.11:9545/health", false],
      ["simulator", "http://10.77.0.12:9545/health", false],
      ["simulator", `http://${await network.addressOf("relayer", "services")}:9547/health`, false],
    ] as const)
      assert.equal(await network.reaches(service, url), isReached, `${service} asks ${url}`);
    await expectNoPower(network);
  });

  it("takes a fifth validator from its key over a vote in the dApp to its first block", async (test) => {
    const prepared = await network.verb(
      "network add-node",
      ...["--name", newcomer, "--organisation", "epsilon"],
    );
    assert.equal(prepared["host"], "10.77.0.16");
    for (const file of ["keyFile", "reportKeyFile"])
      assert.equal(fs.statSync(prepared[file] as string).mode & 0o777, 0o600);
    await assembly.registerAccount(await readAccountKey(prepared["reportKeyFile"] as string));
    const id = await assembly.registerNode(await network.node(newcomer));
    const { error } = await network.refusal("network add-node", "--name", newcomer);
    assert.match(error, /may not take part: it is registered, and no vote has admitted it/);
    const { title } = await assembly.propose(assembly.callOnNode("admitNode", id));
    const before = await network.head();

    // In this body, three of four members decide.
    const voters = representatives.slice(1);
    for (const [place, voter] of voters.entries()) {
      await visitors!.visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open("/");
        // The index may have the proposal a block later than the chain.
        await proposal.main.getByRole("link", { name: title }).first().click();
        await visitors!.connect(page);
        await proposal.castVote("In favour");
        await expect(proposal.vote).toContainText(/Done: block [\d,]+ has it/, patiently);
        if (place < voters.length - 1) return;
        await expect(proposal.queueButton).toBeEnabled(patiently);
        await proposal.queueButton.click();
        await expect(proposal.executeButton).toBeEnabled(patiently);
        await proposal.executeButton.click();
        await expect(proposal.next).toContainText(/Done: block [\d,]+ has it/, patiently);
        await proposal.expectState("Executed");
        await visitors!.picture(page, "proposal");
      }, voter);
    }

    const { seconds } = await network.verb("network add-node", "--name", newcomer);
    test.diagnostic(`it takes part: ${String(seconds)} s after the start`);
    await timed(test, "it has proposed a block", () => network.hasProposed(newcomer, before));
    assert.ok(await network.obey([...founders, observer, newcomer]));
    await visitors!.visit(async (page) => {
      const node = new NodePage(page);
      const obedience = node.main.getByRole("region", { name: "Obedience" });
      await timed(test, "the dApp shows that its enforcer says so on the chain", async () => {
        await node.open(`/nodes/${id}`);
        return (await obedience.getByText("Obeys", { exact: true }).count()) > 0;
      });
      await node.expectStatus("Active");
      await expect(obedience.getByTitle(prepared["reporter"] as string)).toBeVisible();
      await visitors!.picture(page, "node");
      // The walk for newcomers: all done but the two steps that are about the reader's own wallet and machine.
      await node.open(`/join?organisation=${operatorId}&node=${id}`);
      const steps = node.main.getByRole("list").locator("[data-step]");
      for (const step of [
        "organisation",
        "registered",
        "proposal",
        "admitted",
        "enforcer",
        "validator",
      ])
        await expect(steps.and(page.locator(`[data-step=${step}]`))).toHaveAttribute(
          "data-state",
          "done",
        );
      await visitors!.picture(page, "join");
    });
  });

  it("shows in the dApp who is connected to whom, by what the enforcers see", async () => {
    await visitors!.visit(async (page) => {
      const site = new Site(page);
      await site.open("/networks/77003");
      await visitors!.picture(page, "network");
      const table = site.main.getByRole("region", { name: "Who is connected to whom" });
      await expect(table.getByRole("rowheader")).toHaveCount(6);
      for (const host of [...founders, "10.77.0.15", "10.77.0.16"]) {
        const row = table
          .getByRole("row")
          .filter({ has: page.getByRole("rowheader", { name: host }) });
        await expect(row).toContainText("Obeys");
        // Five others, and nobody missing.
        await expect(row.getByRole("cell").nth(2)).toContainText("10.77.0.1");
      }
    });
  });

  it("goes on without loss when two of five were cut off", async (test) => {
    await network.cutOff(["gamma-1", "delta-1"], true);
    // A block may be under way.
    await new Promise((resolve) => setTimeout(resolve, 3_000));
    const head = await network.head();
    await new Promise((resolve) => setTimeout(resolve, 5_000));
    assert.equal(await network.head(), head, "three of five made a block");
    await network.cutOff(["gamma-1", "delta-1"], false);
    await timed(test, "the chain goes on", async () => (await network.head()) > head + 1);
    await timed(test, "everybody is in line", () => network.obey([...founders, newcomer]));
    const containers = await network.containers();
    const block = [`0x${head.toString(16)}`, false];
    const hashes = await Promise.all(
      [...founders, newcomer].map((name) =>
        containers.ask<{ hash: string }>(name, "eth_getBlockByNumber", block),
      ),
    );
    assert.equal(new Set(hashes.map(({ hash }) => hash)).size, 1);
  });

  it("lets a validator go once a vote has retired it, and not before", async (test) => {
    const { error, remedy } = await network.refusal("network remove-node", "--name", newcomer);
    assert.match(error, /still takes part and validates/);
    assert.match(remedy, /retire it first/);
    const { enode } = await network.node(newcomer);
    await assembly.decideOnNode("retireNode", keccak256(enode.publicKey));
    await timed(test, "out of the consensus", async () => {
      const validators = await (
        await network.containers()
      ).ask<string[]>("alpha-1", "istanbul_getValidators", ["latest"]);
      return validators.length === 4;
    });
    const keyFile = path.join(folder, "retired-key");
    fs.copyFileSync(nodeKeyFile(network.files, nodeOf(network.files, newcomer)), keyFile);
    await network.verb("network remove-node", "--name", newcomer);
    assert.ok(!(await network.status()).some(({ node }) => node === newcomer));
    const options = ["--name", "zeta-1", "--organisation", "zeta", "--key-file", keyFile];
    const again = await network.refusal("network add-node", ...options);
    assert.match(again.error, /which the body has retired/);
    assert.match(again.remedy, /gets a new key/);
    await timed(test, "everybody is in line", () => network.obey([...founders, observer]));
  });

  it("lets a node go that was prepared and never started", async () => {
    const name = "zeta-1";
    await network.verb("network add-node", "--name", name, "--organisation", "zeta");
    await network.verb("network remove-node", "--name", name);
    assert.ok(!(await network.status()).some(({ node }) => node === name));
  });

  it("comes back from a backup, which is refused when it was damaged", async (test) => {
    const archive = path.join(folder, "backup.tar");
    const nowhere = path.join(folder, "missing", "backup.tar");
    assert.match(
      (await network.refusal("network backup", "--out", nowhere)).error,
      /There is no folder/,
    );
    const head = await network.head();
    const { seconds, paused } = await network.verb(
      "network backup",
      ...["--out", archive, "--with-keys"],
    );
    test.diagnostic(`backup: ${String(paused)} paused for ${String(seconds)} s`);
    const [, hash] = await Promise.all([
      network.refusal("network backup", "--out", archive),
      (await network.containers()).ask<{ hash: string }>("alpha-1", "eth_getBlockByNumber", [
        `0x${head.toString(16)}`,
        false,
      ]),
    ]);
    const restored = new ContainerNetwork(path.join(folder, "restored"));
    const from = ["--from", archive];
    assert.match((await network.refusal("network restore", ...from)).error, /is not empty/);
    assert.match(
      (await restored.refusal("network restore", ...from)).error,
      /runs on this machine/,
    );
    await network.verb("network down");

    const damaged = path.join(folder, "damaged.tar");
    fs.copyFileSync(archive, damaged);
    const bytes = fs.openSync(damaged, "r+");
    fs.writeSync(bytes, "!", Math.floor(fs.statSync(archive).size / 2));
    fs.closeSync(bytes);
    assert.match(
      (await refusal("network", "restore", "--from", damaged, "--folder", restored.folder)).error,
      /is damaged|no whole archive/,
    );
    await restored.verb("network restore", ...from);
    const began = performance.now();
    network = restored;
    const { services } = await network.verb("network up");
    test.diagnostic(
      `up from the backup with index and dApp: ${((performance.now() - began) / 1_000).toFixed(1)} s`,
    );
    assert.deepEqual(Object.keys(services as object), ["json-rpc", "index", "app"]);
    await timed(test, "the chain goes on from the backup", async () => {
      return (await network.head()) > head + 1;
    });
    const again = await (
      await network.containers()
    ).ask<{ hash: string }>("beta-1", "eth_getBlockByNumber", [`0x${head.toString(16)}`, false]);
    assert.equal(again.hash, hash.hash);
    await timed(test, "everybody is in line", () => network.obey([...founders, observer]));
    // The relayer knows what it has brought, and goes on under the next nonce.
    assert.equal((await network.ballot(relayed)).status, "counted");
    const { id } = await assembly.propose(
      assembly.callOnNode("retireNode", toHex(1, { size: 32 })),
    );
    const ballot = await assembly.signBallot(id, memberAccount("NL"), representatives[3]!);
    const taken = await network.postBallot(ballot);
    await timed(test, "the relayer brings another ballot", async () => {
      return (await network.ballot(taken.id)).status === "counted";
    });
    const account = taken.receipt.relayer;
    assert.equal(account, await relayerAccountOf(network.files));
    const chain = (await network.containers()).chainOf("beta-1");
    assert.equal(await chain.getTransactionCount({ address: account }), 2);
  });

  it("shows itself in the index and in the dApp", async (test) => {
    const head = await network.head();
    await timed(test, "the index has the newest block", async () => {
      const response = await fetch(
        `http://127.0.0.1:${network.port("index")}/subgraphs/name/foedus`,
        {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({
            query:
              '{ _meta { block { number } hasIndexingErrors } bodies(where: { name: "Assembly of Members" }) { memberRegistry { members { code } } } }',
          }),
        },
      );
      const { data } = (await response.json()) as {
        data: {
          _meta: { block: { number: number }; hasIndexingErrors: boolean };
          bodies: { memberRegistry: { members: { code: string }[] } }[];
        };
      };
      assert.equal(data._meta.hasIndexingErrors, false);
      // They stand in the first block, of which no event tells.
      assert.equal(data.bodies[0]?.memberRegistry.members.length, 4);
      return data._meta.block.number >= head;
    });
    const health = await fetch(`http://127.0.0.1:${network.port("app")}/healthz`);
    assert.equal(health.status, 200);
  });

  it("leaves no container behind", async () => {
    await network.verb("network down");
    assert.deepEqual(await (await network.containers()).list(), []);
  });
}

/** No container of a network is root, writes into its image, has a capability, or is without bounds. */
async function expectNoPower(network: ContainerNetwork): Promise<void> {
  const containers = await network.containers();
  const list = await containers.list();
  const text = await containers.engine.docker(["inspect", ...list.map(({ id }) => id)]);
  for (const { Name, Config, HostConfig } of JSON.parse(text) as Inspected[]) {
    assert.match(Config.User, /^[1-9]\d*:[1-9]\d*$/, Name);
    assert.equal(HostConfig.ReadonlyRootfs, true, Name);
    assert.deepEqual(HostConfig.CapDrop, ["ALL"], Name);
    assert.deepEqual(HostConfig.SecurityOpt, ["no-new-privileges:true"], Name);
    assert.equal(HostConfig.Privileged, false, Name);
    assert.ok(HostConfig.Memory > 0 && HostConfig.NanoCpus > 0 && HostConfig.PidsLimit > 0, Name);
  }
}

interface Inspected {
  Name: string;
  Config: { User: string };
  HostConfig: {
    ReadonlyRootfs: boolean;
    CapDrop: string[];
    SecurityOpt: string[];
    Privileged: boolean;
    Memory: number;
    NanoCpus: number;
    PidsLimit: number;
  };
}

import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";

import type { RelayerHealth } from "../../../deploy/agents/relayer/agent.ts";
import type { WebhooksHealth } from "../../../deploy/agents/webhooks/agent.ts";
import { evaluation } from "../../../deploy/networks/evaluation/topology.ts";
import { relayerPort, webhooksPort } from "../../../deploy/render/compose.ts";
import { networkStatusCommand } from "../../../scripts/foedus/network-status.ts";
import type { ServiceStatus } from "../../../scripts/network/service-status.ts";

const relayer: RelayerHealth = {
  status: "relays",
  account: "0x00000000000000000000000000000000000000aa",
  waiting: 2,
  underway: 1,
  failure: null,
};
const webhooks: WebhooksHealth = {
  status: "delivers",
  block: 1_212,
  behind: 0,
  waiting: 3,
  failing: 1,
  paused: 0,
  acceptedAt: 1_795_780_800,
  failure: null,
};

/**
 * A program `docker` that knows the containers of these services alone: their checks say that they are healthy, and what is asked from
 * inside them is answered as here.
 */
const docker = (answers: Readonly<Record<string, string>>) => `#!${process.execPath}
const [verb, id, , , url] = process.argv.slice(2);
const answers = ${JSON.stringify(answers)};
const container = (service) => ({
  Id: service,
  Config: { Labels: { "com.docker.compose.service": service } },
  State: { Status: "running", Health: { Status: "healthy" } },
});
if (verb === "ps") console.log(["relayer", "webhooks", "database"].join("\\n"));
if (verb === "inspect") console.log(JSON.stringify(process.argv.slice(3).map(container)));
if (verb === "exec") {
  const answer = answers[\`\${id} \${url}\`] ?? "";
  console.log(answer);
  // As the probe does for a status that is no success.
  process.exitCode = answer === "" || answer.includes('"fails"') ? 1 : 0;
}
`;

describe("Status of a network", function () {
  this.timeout(30_000);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-status-"));
  const { PATH } = process.env;

  before(() => {
    const write = (name: string, content: unknown) =>
      fs.writeFileSync(path.join(folder, name), JSON.stringify(content));
    write("topology.json", evaluation);
    write("founding.json", { nodes: {} });
    write("addresses.json", {});
    process.env["PATH"] = `${folder}:${PATH}`;
  });
  after(() => {
    process.env["PATH"] = PATH;
    fs.rmSync(folder, { recursive: true });
  });

  /** What it says while relayer and webhooks answer so; nothing for what does not answer. */
  async function status(said: WebhooksHealth | undefined) {
    const answers = {
      [`relayer http://127.0.0.1:${relayerPort}/health`]: JSON.stringify(relayer),
      ...(said && { [`webhooks http://127.0.0.1:${webhooksPort}/health`]: JSON.stringify(said) }),
    };
    fs.writeFileSync(path.join(folder, "docker"), docker(answers), { mode: 0o755 });
    const { text, json } = await networkStatusCommand.run({ folder });
    const { services } = json as { services: ServiceStatus[] };
    return {
      line: (service: string) => text.split("\n").find((line) => line.startsWith(service)),
      services,
      webhooks: services.find(({ service }) => service === "webhooks"),
    };
  }

  it("tells of relayer and webhooks what they say of themselves, and of others their containers", async () => {
    const { line, services } = await status(webhooks);
    expect(services.map(({ service }) => service)).to.deep.equal(
      evaluation.services.map(({ kind }) => kind),
    );
    const of = (kind: string) => services.find(({ service }) => service === kind);
    expect(of("relayer")).to.deep.equal({ service: "relayer", state: "healthy", relayer });
    expect(of("webhooks")).to.deep.equal({ service: "webhooks", state: "healthy", webhooks });
    expect(of("database")).to.deep.equal({ service: "database", state: "healthy" });
    expect(of("simulator")).to.deep.equal({ service: "simulator", state: "absent" });
    expect(line("relayer")).to.equal(
      `relayer         healthy    relays as ${relayer.account}: 2 ballots wait, 1 batches are underway`,
    );
    expect(line("webhooks")).to.equal(
      "webhooks        healthy    delivers: block 1212, 3 deliveries wait, 1 endpoints fail, 0 are paused, last accepted 2026-11-27T12:00:00Z",
    );
  });

  it("tells why webhooks fail, and how far they are behind", async () => {
    const failing: WebhooksHealth = {
      ...webhooks,
      status: "fails",
      behind: 40,
      paused: 2,
      acceptedAt: null,
      failure: "The index gives no answer.",
    };
    const told = await status(failing);
    expect(told.webhooks?.webhooks).to.deep.equal(failing);
    expect(told.line("webhooks")).to.equal(
      "webhooks        healthy    fails: The index gives no answer; block 1212 (40 behind), 3 deliveries wait, 1 endpoints fail, 2 are paused, last accepted never",
    );
  });

  it("tells of webhooks that stand by that they do, and nothing of those that give no answer", async () => {
    const idle = { block: null, behind: null, waiting: 0, failing: 0, paused: 0, acceptedAt: null };
    const standing = await status({ status: "stands-by", ...idle, failure: null });
    expect(standing.line("webhooks")).to.equal("webhooks        healthy    stands-by");
    const silent = await status(undefined);
    expect(silent.webhooks).to.deep.equal({
      service: "webhooks",
      state: "healthy",
      webhooks: null,
    });
    expect(silent.line("webhooks")).to.equal("webhooks        healthy");
  });
});

import { execFile } from "node:child_process";
import { chmod, chown, mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

import { pino } from "pino";

import { startEnforcerAgent } from "../../../deploy/agents/enforcer/agent.ts";
import { enodeUrl } from "../../../deploy/agents/clients/node-client.ts";
import { parseSettings, readSettings } from "../../../deploy/agents/enforcer/settings.ts";
import { SettingsError } from "../../../deploy/agents/settings.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../../..");
const key = "ab".repeat(64);
const address = "0x5FbDB2315678afecb367f032d93F642f64180aa3";

const settings = {
  node: { client: "kaia", rpc: "http://127.0.0.1:8551" },
  addresses: { NodeRegistry: address, ValidatorSet: address },
  founders: [`enode://${key}@node-1.example:30303`],
  listen: { host: "127.0.0.1", port: 9_545 },
};

describe("Settings of an enforcer", () => {
  it("are read as they are written", () => {
    expect(parseSettings(settings)).to.deep.equal({
      ...settings,
      founders: [{ publicKey: `0x${key}`, host: "node-1.example", port: 30_303 }],
      neighbours: [],
    });
  });

  it("name a filter, and neighbours", () => {
    const filter = {
      ports: [30_303, 30_304],
      nftables: "peers.nft",
      netrestrict: "peers.txt",
      also: ["198.51.100.0/24"],
      apply: ["/usr/sbin/nft", "-f"],
    };
    const neighbours = [
      { node: settings.founders[0], health: "http://node-1.example:9545/health" },
    ];
    expect(parseSettings({ ...settings, filter, neighbours })).to.deep.include({
      filter,
      neighbours: [{ publicKey: `0x${key}`, health: "http://node-1.example:9545/health" }],
    });
  });

  it("name the contract that says who may send transactions", () => {
    const addresses = { ...settings.addresses, PermissionViews: address };
    expect(parseSettings({ ...settings, addresses }).addresses).to.deep.equal(addresses);
  });

  it("name it where the client can refuse transactions, or the enforcer does not start", async () => {
    const parsed = parseSettings({ ...settings, node: { ...settings.node, client: "besu" } });
    const started = startEnforcerAgent(parsed, pino({ enabled: false }), { state: "unused.json" });
    const failure: unknown = await started.then(
      () => undefined,
      (error: unknown) => error,
    );
    expect(failure).to.be.instanceOf(SettingsError);
    expect(String(failure)).to.include("The setting addresses.PermissionViews is missing.");
  });

  it("name a founder by an IPv6 address, too", () => {
    const url = `enode://${key}@[2001:db8::1]:30303`;
    const [founder] = parseSettings({ ...settings, founders: [url] }).founders;
    expect(founder?.host).to.equal("2001:db8::1");
    expect(founder && enodeUrl(founder)).to.equal(url);
  });

  const wrong: [name: string, value: unknown][] = [
    ["settings", []],
    ["node", { ...settings, node: undefined }],
    ["node.client", { ...settings, node: { ...settings.node, client: "geth" } }],
    ["node.rpc", { ...settings, node: { ...settings.node, rpc: "127.0.0.1:8551" } }],
    ["addresses.ValidatorSet", { ...settings, addresses: { NodeRegistry: address } }],
    [
      "addresses.PermissionViews",
      { ...settings, addresses: { ...settings.addresses, PermissionViews: "0x12" } },
    ],
    ["founders", { ...settings, founders: "none" }],
    ["founders", { ...settings, founders: [`enode://${key.slice(2)}@node-1.example:30303`] }],
    ["founders", { ...settings, founders: [`enode://${key}@node 1:30303`] }],
    ["founders", { ...settings, founders: [`enode://${key}@node-1.example:70000`] }],
    ["filter.ports", { ...settings, filter: { ports: [] } }],
    ["filter.also", { ...settings, filter: { ports: [30_303], also: ["0.0.0.0/0"] } }],
    ["filter.also", { ...settings, filter: { ports: [30_303], also: ["any"] } }],
    ["filter.apply", { ...settings, filter: { ports: [30_303], apply: ["/usr/sbin/nft", "-f"] } }],
    [
      "filter.apply",
      { ...settings, filter: { ports: [30_303], nftables: "peers.nft", apply: ["nft", "-f"] } },
    ],
    ["neighbours.node", { ...settings, neighbours: [{ node: "node-1", health: "http://a" }] }],
    [
      "neighbours.health",
      { ...settings, neighbours: [{ node: settings.founders[0], health: "file:///etc/passwd" }] },
    ],
    ["listen.port", { ...settings, listen: { host: "127.0.0.1", port: "9545" } }],
  ];
  for (const [name, value] of wrong) {
    it(`say what is wrong with ${name}: ${JSON.stringify(value).slice(0, 60)}`, () => {
      expect(() => parseSettings(value))
        .to.throw(SettingsError, `The setting ${name} is `)
        .with.property("remedy")
        .that.matches(/^Give /);
    });
  }

  it("find the key that reports from where they stand, and take it from no file that others can read", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-settings-"));
    try {
      const file = path.join(folder, "enforcer.json");
      const keyFile = path.join(folder, "report-key");
      const addresses = { ...settings.addresses, NodeMonitoring: address };
      const reporting = { ...settings, addresses, report: { key: "report-key" } };
      await writeFile(file, JSON.stringify(reporting));
      await writeFile(keyFile, `${"1".repeat(64)}\n`, { mode: 0o600 });
      expect(readSettings(file).report?.account.address).to.match(/^0x/);
      for (const mode of [0o640, 0o604]) {
        await chmod(keyFile, mode);
        expect(() => readSettings(file), mode.toString(8)).to.throw(
          SettingsError,
          "can be read by others",
        );
      }
      if (process.getuid?.() === 0) {
        // As clusters mount a secret: its owner is another one, and the group is the only way to it.
        await chown(keyFile, 65_534, 65_534);
        await chmod(keyFile, 0o440);
        expect(readSettings(file).report?.account.address).to.match(/^0x/);
        await chmod(keyFile, 0o444);
        expect(() => readSettings(file)).to.throw(SettingsError, "can be read by others");
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("that cannot be used end the command with the remedy", async () => {
    const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-settings-"));
    try {
      const file = path.join(folder, "enforcer.json");
      await writeFile(file, JSON.stringify({ ...settings, founders: null }));
      for (const [given, text] of [
        [path.join(folder, "missing.json"), "cannot be read"],
        [file, "The setting founders is null."],
      ] as const) {
        const args = [
          path.join(root, "scripts/foedus/foedus.ts"),
          "agent",
          "enforcer",
          "--settings",
        ];
        const failure = await run(process.execPath, [...args, given]).then(
          () => undefined,
          (error: unknown) => error as { code: number; stderr: string },
        );
        expect(failure?.code).to.equal(1);
        expect(failure?.stderr).to.contain(text).and.to.contain("Remedy: Give ");
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

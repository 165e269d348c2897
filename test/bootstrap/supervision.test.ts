import assert from "node:assert/strict";
import fs from "node:fs";
import { after, before, describe, it } from "node:test";

import type { Endpoints } from "../../scripts/start/endpoints.ts";
import {
  eventually,
  freeOffset,
  isAlive,
  Launcher,
  processesOf,
  queryIndex,
  temporaryFolder,
} from "./launcher.ts";

describe("The launcher", { timeout: 600_000 }, () => {
  const home = temporaryFolder("supervision");
  let offset: number;
  let launcher: Launcher;
  let endpoints: Endpoints;

  before(async () => {
    offset = await freeOffset();
    launcher = new Launcher(home, offset);
    endpoints = await launcher.ready();
  });

  after(async () => {
    await launcher.end();
    fs.rmSync(home, { recursive: true, force: true });
  });

  it("announces a chain, an index and a dApp that answer", async () => {
    const response = await fetch(endpoints.rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "eth_getCode",
        params: [endpoints.addresses["Council"], "latest"],
      }),
    });
    const { result } = (await response.json()) as { result: string };
    assert.ok(result.length > 1_000, "the Council has code");
    assert.ok((await queryIndex(endpoints.graphql)) > 0);
    assert.equal((await fetch(endpoints.app)).status, 200);
    assert.equal(endpoints.chainId, 31_337);
    assert.match(endpoints.graphql, /\/subgraphs\/name\/foedus$/);
  });

  it("keeps the chain's clock at the present", async () => {
    const response = await fetch(endpoints.rpc, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        jsonrpc: "2.0",
        id: 1,
        method: "eth_getBlockByNumber",
        params: ["latest", false],
      }),
    });
    const { result } = (await response.json()) as { result: { timestamp: string } };
    const lag = Date.now() / 1000 - Number(result.timestamp);
    assert.ok(Math.abs(lag) < 10, `the chain is ${lag} s behind`);
  });

  it("refuses a second start beside the first, and leaves the first alone", async () => {
    const second = new Launcher(home, await freeOffset());
    const { code } = await second.exited;
    assert.equal(code, 1);
    assert.match(
      second.output,
      new RegExp(`running already in this folder \\(process ${launcher.pid}`),
    );
    assert.match(second.output, /Remedy: use that one/);
    assert.ok((await queryIndex(endpoints.graphql)) > 0);
    assert.ok(fs.existsSync(`${launcher.local}/endpoints.json`));
  });

  for (const name of ["graph-node", "postgres", "dapp"]) {
    it(`starts a killed ${name} again`, async () => {
      const blockBefore = await queryIndex(endpoints.graphql);
      const pid = launcher.children().get(name);
      assert.ok(pid !== undefined, `${name} is running`);
      process.kill(pid, "SIGKILL");
      await eventually(`A new ${name}`, async () => {
        const next = launcher.children().get(name);
        assert.ok(next !== undefined && next !== pid);
      });
      await eventually("Further indexing", async () =>
        assert.ok((await queryIndex(endpoints.graphql)) > blockBefore + 1),
      );
      await eventually("An answer of the dApp", async () =>
        assert.equal((await fetch(endpoints.app)).status, 200),
      );
      assert.match(launcher.output, new RegExp(`${name} ended \\(SIGKILL\\); it is started again`));
    });
  }

  it("ends at the next start what a killed launcher left behind", async () => {
    const left = [...launcher.children().values()];
    process.kill(launcher.pid, "SIGKILL");
    await launcher.exited;
    assert.ok(left.some(isAlive), "the parts outlive a killed launcher");

    launcher = new Launcher(home, offset);
    endpoints = await launcher.ready();
    assert.match(launcher.output, /Ended what an earlier start had left behind/);
    assert.deepEqual(left.filter(isAlive), []);
  });

  it("stops everything when the command that started it is gone, and leaves no process and no data", async () => {
    const left = [...launcher.children().values()];
    launcher.child.disconnect();
    const { code } = await launcher.exited;
    assert.equal(code, 0);
    assert.match(launcher.output, /no process and no data is left/);
    assert.deepEqual(left.filter(isAlive), []);
    assert.deepEqual(processesOf(home), []);
    assert.deepEqual(fs.readdirSync(launcher.local), ["logs"]);
  });
});

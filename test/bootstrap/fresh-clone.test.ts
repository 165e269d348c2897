import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import type { Endpoints } from "../../scripts/start/endpoints.ts";
import {
  freeOffset,
  processesOf,
  Program,
  queryIndex,
  readyEndpoints,
  root,
  temporaryFolder,
} from "./launcher.ts";
import { oldMachine } from "./old-node.ts";

/** What a newcomer does: clone, `npm start`, look, Ctrl-C. Everything is installed and built for this one run. */
describe("A fresh clone on a machine with an old Node", { timeout: 1_200_000 }, () => {
  const folder = temporaryFolder("clone");
  const clone = path.join(folder, "foedus");
  const endpointsFile = path.join(clone, ".foedus", "local", "endpoints.json");
  let machine: ReturnType<typeof oldMachine>;
  let offset: number;
  let running: Program | undefined;

  before(async () => {
    machine = oldMachine();
    offset = await freeOffset();
    execFileSync("git", ["clone", "--quiet", "--no-hardlinks", root, clone]);
  });
  after(async () => {
    await running?.end();
    machine.remove();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  async function start(within: number): Promise<{ endpoints: Endpoints; seconds: number }> {
    const began = performance.now();
    running = new Program(path.join(machine.bin, "npm"), ["start"], {
      cwd: clone,
      env: { ...machine.env, FOEDUS_PORT_OFFSET: String(offset) },
    });
    const endpoints = await readyEndpoints(running, endpointsFile, within);
    return { endpoints, seconds: Math.round((performance.now() - began) / 100) / 10 };
  }

  async function interrupt(): Promise<void> {
    assert.ok(running !== undefined);
    running.interrupt();
    await running.exited;
    assert.match(running.output, /no process and no data is left/);
    assert.deepEqual(processesOf(clone), []);
    assert.deepEqual(fs.readdirSync(path.join(clone, ".foedus", "local")), ["logs"]);
  }

  it("starts with one command", async (test) => {
    const { endpoints, seconds } = await start(900_000);
    test.diagnostic(`fresh clone to "ready": ${seconds} s`);
    assert.ok((await queryIndex(endpoints.graphql)) > 0);
    assert.equal((await fetch(endpoints.app)).status, 200);
    assert.match(running?.output ?? "", /too old: installing Node 24/);
    assert.match(running?.output ?? "", /Open http:\/\/127\.0\.0\.1:\d+/);
  });

  it("leaves no process and no data after Ctrl-C", async () => {
    await interrupt();
  });

  it("keeps the work tree clean", () => {
    assert.equal(
      execFileSync("git", ["status", "--porcelain"], { cwd: clone, encoding: "utf8" }),
      "",
    );
  });

  it("starts again without installing or building anything", async (test) => {
    const { endpoints, seconds } = await start(120_000);
    test.diagnostic(`prepared checkout to "ready": ${seconds} s`);
    assert.ok((await queryIndex(endpoints.graphql)) > 0);
    assert.doesNotMatch(running?.output ?? "", /Installing|Building/);
    await interrupt();
  });
});

import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";

import { chromium } from "playwright";

import { provideBrowser } from "../../scripts/test/browser.ts";
import { Launch } from "../launch.ts";
import { limit, type Result } from "../result.ts";

const run = promisify(execFile);
const suite = "start";
const root = path.resolve(import.meta.dirname, "../..");

/**
 * How long it takes until a vote is possible: the index knows an open proposal and the dApp answers. Limits, said as such; the
 * fresh clone against `npm ci` of the same lock file in the same run.
 */
export async function start(): Promise<Result[]> {
  const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-bench-"));
  try {
    // The first start brings the builds up to date, which is what "prepared" means.
    await (await Launch.of(root)).stop();
    const prepared = await Launch.of(root);
    const script = await firstPageScript(prepared.endpoints.app).finally(() => prepared.stop());

    const packages = await seconds(async () => {
      const clone = await cloneTo(path.join(folder, "packages"));
      await run("npm", ["ci"], { cwd: clone, maxBuffer: 64 * 2 ** 20 });
    });
    const fresh = await Launch.of(await cloneTo(path.join(folder, "fresh")));
    await fresh.stop();
    return [
      limit({
        suite,
        id: "prepared checkout to vote possible",
        unit: "s",
        ours: prepared.seconds,
        limit: 10,
      }),
      limit({
        suite,
        id: "fresh clone to vote possible, limit 2.5 x npm ci",
        unit: "s",
        ours: fresh.seconds,
        limit: 2.5 * packages,
      }),
      limit({
        suite,
        id: "JavaScript of the first page, gzip",
        unit: "kB",
        ours: script / 1000,
        limit: 120,
      }),
    ];
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function cloneTo(folder: string): Promise<string> {
  await run("git", ["clone", "--quiet", root, folder]);
  return folder;
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return (performance.now() - began) / 1000;
}

/** Bytes of JavaScript, gzip, that the first page transfers before anybody does anything. */
async function firstPageScript(app: string): Promise<number> {
  const found = await provideBrowser(() => undefined);
  if ("missing" in found) throw new Error(found.missing);
  const browser = await chromium.launch({
    executablePath: found.file,
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await browser.newPage();
    const bodies: Promise<Buffer>[] = [];
    page.on("response", (response) => {
      if (response.request().resourceType() === "script") bodies.push(response.body());
    });
    await page.goto(app, { waitUntil: "networkidle" });
    return (await Promise.all(bodies)).reduce((sum, body) => sum + gzipSync(body).length, 0);
  } finally {
    await browser.close();
  }
}

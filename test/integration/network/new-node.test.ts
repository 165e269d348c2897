import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";

import { expect } from "chai";

import { parseEnode } from "../../../deploy/agents/clients/node-client.ts";

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, "../../..");

const foedus = async (...args: string[]): Promise<Record<string, unknown>> => {
  const program = path.join(root, "scripts/foedus/foedus.ts");
  const { stdout } = await run(process.execPath, [program, ...args, "--json"]);
  return JSON.parse(stdout) as Record<string, unknown>;
};

describe("A node that is prepared for a network", () => {
  let place: string;
  let folder: string;

  before(async () => {
    place = await mkdtemp(path.join(os.tmpdir(), "foedus-new-node-"));
    folder = path.join(place, "network");
    await foedus("network", "init", "--members", "BE,DE,FR,NL", "--out", folder);
  });

  after(async () => {
    await rm(place, { recursive: true });
  });

  const prepare = async (name: string, organisation = "e") =>
    await foedus(
      ...["network", "add-node", "--folder", folder, "--name", name],
      ...["--organisation", organisation],
    );

  it("is refused under a name that cannot be one, and nothing is written", async () => {
    const before = await readFile(path.join(folder, "topology.json"), "utf8");
    const failure = await prepare("Epsilon 1").then(
      () => undefined,
      (error: unknown) => error as { stderr: string },
    );
    const { error, remedy } = JSON.parse(failure?.stderr ?? "{}") as Record<string, string>;
    expect(error).to.contain("Epsilon 1");
    expect(remedy).to.contain("what you gave");
    expect(await readFile(path.join(folder, "topology.json"), "utf8")).to.equal(before);
  });

  it("is told by the enode that the dApp asks for", async () => {
    const { publicKey, host, port, enode } = await prepare("epsilon-1");
    expect(parseEnode(enode as string)).to.deep.equal({ publicKey, host, port });
  });

  it("is not taken for another organisation's of the same name", async () => {
    const failure = await prepare("epsilon-1", "zeta").then(
      () => undefined,
      (error: unknown) => error as { stderr: string },
    );
    expect(JSON.parse(failure?.stderr ?? "{}")).to.deep.equal({
      error: "epsilon-1 is prepared for e, not for zeta.",
      remedy: "Leave --organisation out to let epsilon-1 join, or give the new node another name.",
    });
  });

  it("has its keys where no commit takes them", async () => {
    await run("git", ["init", "--quiet", folder]);
    const { stdout } = await run("git", ["ls-files", "--others", "--exclude-standard"], {
      cwd: folder,
    });
    const open = stdout.trim().split("\n");
    expect(open).to.include("topology.json");
    expect(open.filter((file) => file.includes("/"))).to.deep.equal([]);
  });
});

describe("The operator's command line", () => {
  it("lists the verbs of a group that is asked for help", async () => {
    const program = path.join(root, "scripts/foedus/foedus.ts");
    const { stdout } = await run(process.execPath, [program, "network", "--help"]);
    expect(stdout).to.contain("network add-node").and.not.to.contain("proposal new");
  });
});

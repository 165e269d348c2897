import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";

import { afterAll, beforeAll, describe, expect, it } from "vitest";

import {
  checkProof,
  type NodeKind,
  proofCommand,
  type Registration,
} from "./registration-proof.ts";

/** The operator's command line, run as a person would run it: the page hands out its commands and takes its output. */
const commandLine = resolve(import.meta.dirname, "../../../../../scripts/foedus/foedus.ts");
const run = promisify(execFile);
const foedus = (...args: string[]) => run(process.execPath, [commandLine, ...args]);

async function failure(...args: string[]): Promise<string> {
  try {
    await foedus(...args);
  } catch (error) {
    return (error as { stderr: string }).stderr;
  }
  throw new Error("The command succeeded.");
}

const now = Math.floor(Date.now() / 1000);
const deadline = now + 3600;
const registration: Registration = {
  organisation: `0x${"ab".repeat(32)}`,
  network: 31337n,
  kind: "boot",
  nonce: 3n,
  registry: "0x5FbDB2315678afecb367f032d93F642f64180aa3",
  chainId: 31337,
};

let folder: string;
let keyFile: string;
let publicKey: `0x${string}`;

/** The words of the command that the page shows, without `npm run --silent foedus --`. */
function words(change: Partial<Registration> = {}, until = deadline, file = keyFile): string[] {
  return proofCommand({ ...registration, ...change }, until, file)
    .split(" ")
    .slice(5);
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "foedus-node-key-"));
  keyFile = join(folder, "key");
  const { stdout } = await foedus("node", "key", "--out", keyFile, "--json");
  ({ publicKey } = JSON.parse(stdout) as { publicKey: `0x${string}` });
});

afterAll(async () => {
  await rm(folder, { recursive: true });
});

describe("foedus node key", () => {
  it("writes 64 hexadecimal digits that only the owner can read", async () => {
    expect(await readFile(keyFile, "utf8")).toMatch(/^[0-9a-f]{64}\n$/);
    expect((await stat(keyFile)).mode & 0o777).toBe(0o600);
  });

  it("never overwrites a key", async () => {
    const before = await readFile(keyFile, "utf8");
    expect(await failure("node", "key", "--out", keyFile)).toMatch(
      /exists already.*\nRemedy: Give another path/,
    );
    expect(await readFile(keyFile, "utf8")).toBe(before);
  });
});

describe("foedus node proof", () => {
  it.each(["validator", "boot", "observer", "bridge"] satisfies NodeKind[])(
    "prints what the page accepts for a %s",
    async (kind) => {
      const { stdout } = await foedus(...words({ kind }));
      const expected = { registration: { ...registration, kind }, publicKey, clock: now };
      expect(await checkProof(stdout, expected)).toMatchObject({
        ok: true,
        output: { publicKey, deadline },
      });
    },
  );

  it("accepts a key file with 0x in front, as Besu writes it", async () => {
    const besuKey = join(folder, "besu-key");
    await writeFile(besuKey, `0x${(await readFile(keyFile, "utf8")).trim()}`);
    const { stdout } = await foedus(...words({}, deadline, besuKey));
    expect(await checkProof(stdout, { registration, publicKey, clock: now })).toMatchObject({
      ok: true,
    });
  });

  it("says what is wrong and what to do, and never repeats the key", async () => {
    const notAKey = join(folder, "not-a-key");
    await writeFile(notAKey, "5".repeat(63));
    const output = await failure(...words({}, deadline, notAKey));
    expect(output).toMatch(
      /expected 64 hexadecimal digits, found 63 characters.\nRemedy: Give the node's private key/,
    );
    expect(output).not.toContain("5".repeat(8));
    expect(await failure(...words({}, deadline, join(folder, "missing")))).toMatch(
      /cannot be read \(ENOENT\)/,
    );
    expect(await failure(...words({}, now - 1))).toMatch(
      /has passed.*\nRemedy: Copy the command from the page again/,
    );
    expect(await failure(...words({ organisation: "0xab" }))).toMatch(
      /--organisation "0xab" is not 32 bytes/,
    );
    expect(await failure(...words({ kind: "miner" as NodeKind }))).toMatch(
      /"miner" is no kind of node/,
    );
    expect(await failure("node", "proof", "--nonsense")).toMatch(/nonsense.*\nRemedy: .*--help/);
    expect(await failure("node", "proof")).toMatch(/--key-file, --organisation, .* missing/);
    expect(await failure("nodes", "prove")).toMatch(
      /"nodes prove" is no verb.*\nRemedy: Give one of: .*node key, node proof/,
    );
  });

  it("says it in JSON for machines", async () => {
    const output = JSON.parse(await failure("node", "proof", "--json")) as {
      error: string;
      remedy: string;
    };
    expect(output.error).toContain("--key-file");
    expect(output.remedy).toContain("--help");
  });

  it("explains every option", async () => {
    const { stdout } = await foedus("node", "proof", "--help");
    for (const word of words().filter((part) => part.startsWith("--")))
      expect(stdout).toContain(word);
  });
});

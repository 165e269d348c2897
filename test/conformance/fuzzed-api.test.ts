import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";

import { ApiClient, type ChainRegisters, type Scope } from "@foedus/client";
import { readEntityFolder } from "@foedus/client/files";

import type { IdentityRecord } from "../../deploy/networks/local/sample-identities.ts";
import { type Stack, startStack } from "../../scripts/start/stack.ts";
import { provideSchemathesis } from "../../scripts/test/schemathesis.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".foedus", "fuzzed-api");
const portOffset = 720;

/** Cases for each operation that make more than `promised` in all. */
const usual = 80;
const promised = 10_000;

/** Cases for each operation at most, beside those that Schemathesis always makes of a schema's edges. */
const examples = Number(process.env["FOEDUS_FUZZ_EXAMPLES"] ?? usual);

/** What an answer must hold, whatever was asked. */
const checks = [
  "not_a_server_error",
  "status_code_conformance",
  "content_type_conformance",
  "response_schema_conformance",
];

/** Sides for writing, each with the scope that opens it. */
const writes: [path: string, scope: Scope][] = [
  ["/did-registry/v5/jsonrpc", "didr_write"],
  ["/did-registry/v6/jsonrpc", "didr_write"],
  ["/trusted-issuers-registry/v5/jsonrpc", "tir_write"],
  ["/trusted-policies-registry/v3/jsonrpc", "tpr_write"],
  ["/trusted-schemas-registry/v3/jsonrpc", "tsr_write"],
  ["/timestamp/v4/jsonrpc", "timestamp_write"],
];

const provided = provideSchemathesis();

describe(
  "The public API under a fuzzer that reads its description",
  { timeout: 1_200_000, ...("missing" in provided ? { skip: provided.missing } : {}) },
  () => {
    let stack: Stack | undefined;
    const rate = process.env["REQUESTS_PER_SECOND"];

    before(async () => {
      // The fuzzer is one client, and asks as often as it can.
      process.env["REQUESTS_PER_SECOND"] = "100000";
      stack = await startStack({ portOffset, folder, report: () => undefined });
    });
    after(async () => {
      await stack?.stop();
      fs.rmSync(folder, { recursive: true, force: true });
      if (rate === undefined) delete process.env["REQUESTS_PER_SECOND"];
      else process.env["REQUESTS_PER_SECOND"] = rate;
    });

    /** Of all runs. */
    let generated = 0;

    async function fuzz(t: TestContext, ...args: string[]): Promise<void> {
      assert.ok(stack && "program" in provided);
      const { api } = stack.endpoints;
      const { code, output } = await run(provided.program, [
        "run",
        `${api}/openapi.json`,
        ...["--url", api, "--max-examples", String(examples), "--seed", "1"],
        ...["--phases", "examples,coverage,fuzzing", "--checks", checks.join(",")],
        // Whatever takes longer hangs.
        // One worker a process: Python 3.11 may fail where two parse programs at once ("AST constructor recursion depth mismatch").
        ...["--request-timeout", "20", "--workers", "1", "--continue-on-failure"],
        ...["--warnings", "off", ...args],
      ]);
      const [, cases] = /Test cases:\s*([\d,]+) generated/.exec(output) ?? [];
      assert.equal(code, 0, output.slice(-20_000));
      assert.ok(cases, output.slice(-500));
      const count = Number(cases.replaceAll(",", ""));
      assert.ok(count > 0, output.slice(-500));
      t.diagnostic(`Cases: ${count}.`);
      generated += count;
    }

    describe("from two processes at a time", { concurrency: 2 }, () => {
      const registers = "^/(did-registry|trusted-)";
      it("answers every read of DIDs and trust as it says", async (t) => {
        await fuzz(t, "--include-path-regex", registers, "--exclude-path-regex", "/jsonrpc$");
      });

      it("answers every other read, every ballot and every call of the node as it says", async (t) => {
        await fuzz(t, "--exclude-path-regex", `${registers}|/jsonrpc$`);
      });

      for (const [place, scope] of writes) {
        it(`answers whoever writes to ${place} as it says`, async (t) => {
          assert.ok(stack);
          const { api, chainId, addresses } = stack.endpoints;
          const places = addresses as unknown as ConstructorParameters<typeof ChainRegisters>[1];
          const identities = path.join(folder, "identities", "identities.json");
          const { tao } = JSON.parse(fs.readFileSync(identities, "utf8")) as IdentityRecord;
          const { did, signing } = await readEntityFolder(tao.folder);
          const client = new ApiClient(api, { chainId, addresses: places });
          const token = await client.token({ holder: did, key: signing, scope });
          await fuzz(t, "--include-path", place, "--header", `Authorization: Bearer ${token}`);
        });
      }
    });

    it("was asked as often as the setting promises", (t) => {
      t.diagnostic(`Cases of all runs: ${generated}.`);
      // Fewer are for trying something out: then each run has had some.
      const least = examples >= usual ? promised : writes.length + 1;
      assert.ok(generated >= least, `${generated} of ${least}, with ${examples} for an operation`);
    });
  },
);

function run(
  program: string,
  args: readonly string[],
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    // Away from the sources: it leaves a folder of examples where it runs.
    const child = spawn(program, args, { cwd: folder, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
  });
}

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { ApiClient, type ChainRegisters, type Scope } from "@foedus/client";
import { readEntityFolder } from "@foedus/client/files";

import type { IdentityRecord } from "../../deploy/networks/local/sample-identities.ts";
import { type Stack, startStack } from "../../scripts/start/stack.ts";
import { provideSchemathesis } from "../../scripts/test/schemathesis.ts";

const root = path.resolve(import.meta.dirname, "../..");
const folder = path.join(root, ".foedus", "fuzzed-api");
const portOffset = 720;

/**
 * Cases for each operation at most, beside those that Schemathesis always makes of a schema's edges. With 10 these are about 5,000
 * requests, with 40 about 10,000.
 */
const examples = process.env["FOEDUS_FUZZ_EXAMPLES"] ?? "10";

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

    async function fuzz(...args: string[]): Promise<void> {
      assert.ok(stack && "program" in provided);
      const { api } = stack.endpoints;
      const { code, output } = await run(provided.program, [
        "run",
        `${api}/openapi.json`,
        ...["--url", api, "--max-examples", examples, "--seed", "1"],
        ...["--phases", "examples,coverage,fuzzing", "--checks", checks.join(",")],
        // Whatever takes longer hangs.
        ...["--request-timeout", "20", "--workers", "2", "--continue-on-failure"],
        ...["--warnings", "off", ...args],
      ]);
      process.stdout.write(`${/Test cases:\s*(.*)/.exec(output)?.[1] ?? output.slice(-500)}\n`);
      assert.equal(code, 0, output.slice(-20_000));
      assert.match(output, /Test cases:\s*[1-9][\d,]* generated/);
    }

    it("answers every read, every ballot and every call of the node as it says", async () => {
      await fuzz("--exclude-path-regex", "/jsonrpc$");
    });

    for (const [place, scope] of writes) {
      it(`answers whoever writes to ${place} as it says`, async () => {
        assert.ok(stack);
        const { api, chainId, addresses } = stack.endpoints;
        const places = addresses as unknown as ConstructorParameters<typeof ChainRegisters>[1];
        const identities = path.join(folder, "identities", "identities.json");
        const { tao } = JSON.parse(fs.readFileSync(identities, "utf8")) as IdentityRecord;
        const { did, signing } = await readEntityFolder(tao.folder);
        const client = new ApiClient(api, { chainId, addresses: places });
        const token = await client.token({ holder: did, key: signing, scope });
        await fuzz("--include-path", place, "--header", `Authorization: Bearer ${token}`);
      });
    }
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

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { it } from "node:test";

import { nftablesFile } from "../../deploy/agents/enforcer/network-filter.ts";
import { nft } from "../../scripts/test/nftables.ts";

/** In the network of the suite, which nobody else has. */
it("the network's own filter is taken by nftables itself, again and again", async (test) => {
  const missing = process.env["FOEDUS_NO_NFT"];
  if (missing !== undefined) {
    test.skip(missing);
    return;
  }
  const rules = { ports: [30_303], sources: ["192.0.2.1", "198.51.100.0/24", "2001:db8::1"] };
  const folder = await mkdtemp(path.join(os.tmpdir(), "foedus-filter-"));
  try {
    const file = path.join(folder, "peers.nft");
    for (const sources of [rules.sources, [], rules.sources]) {
      await writeFile(file, nftablesFile({ ...rules, sources }));
      execFileSync(nft, ["-f", file]);
    }
    const ruleset = execFileSync(nft, ["list", "ruleset"], { encoding: "utf8" });
    assert.equal(ruleset.match(/table inet foedus/g)?.length, 1);
    assert.match(ruleset, /198\.51\.100\.0\/24/);
  } finally {
    execFileSync(nft, ["delete", "table", "inet", "foedus"]);
    await rm(folder, { recursive: true });
  }
});

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";

import { committeeOperators } from "../../../deploy/networks/local/bodies.ts";
import { states } from "../../../deploy/networks/local/members.ts";
import { foedus, refusal } from "../command-line.ts";
import type { Session } from "../session.ts";

/** A network is founded by its operators, and each of them can check what it is asked to start. */
export function founding(session: () => Session): void {
  describe("can be founded by anybody", () => {
    const folder = (): string => path.join(session().network.folder, "founding");
    const read = (name: string): string => fs.readFileSync(path.join(folder(), name), "utf8");
    const write = (name: string, text: string): void =>
      fs.writeFileSync(path.join(folder(), name), text);

    it("makes keys for their owners only, and one genesis for all", async () => {
      await foedus("network", "init", "--out", folder());
      const files = fs.readdirSync(folder(), { recursive: true, encoding: "utf8" });
      const keys = files.filter((file) => /(node|mandate)-key$|relayer\/key$/.test(file));
      assert.equal(keys.length, 5 + states.length + committeeOperators.length + 1);
      for (const key of keys)
        assert.equal(fs.statSync(path.join(folder(), key)).mode & 0o777, 0o600, key);
      const secrets = keys.map((key) => read(key).trim());
      for (const file of files.filter((name) => /[.](json|txt)$/.test(name)))
        for (const secret of secrets)
          assert.ok(!read(file).includes(secret), `${file} holds a key`);
    });

    it("never overwrites", async () => {
      assert.match(await refusal("network", "init", "--out", folder()), /exists already/);
    });

    it("an operator computes the same genesis and its hash", async () => {
      const answer = await foedus("verify", "genesis", "--folder", folder(), "--json");
      const { genesisHash } = JSON.parse(answer) as { genesisHash: string };
      assert.match(genesisHash, /^0x[0-9a-f]{64}$/);
    });

    it("a node that runs another network is told apart", async () => {
      const text = await refusal(
        ...["verify", "genesis", "--folder", folder()],
        ...["--rpc", session().founder(0).rpc],
      );
      assert.match(text, /began with block 0x/);
    });

    it("a genesis in which one balance was slipped is refused", async () => {
      const genuine = read("genesis.json");
      write("genesis.json", genuine.replace('"balance": "0x0"', '"balance": "0x1"'));
      assert.match(
        await refusal("verify", "genesis", "--folder", folder()),
        /not what this repository makes .* from line \d+ on/,
      );
      write("genesis.json", genuine);
    });

    it("logs of the deployment in which one member weighs more are refused, because the index begins with them", async () => {
      const genuine = read("genesis-logs.json");
      const [, weight] = /"MemberRegistered".*"(\d+)","\d+"\]\}/.exec(genuine) ?? [];
      assert.ok(weight !== undefined);
      write("genesis-logs.json", genuine.replace(`"${weight}"`, `"${weight}0"`));
      assert.match(
        await refusal("verify", "genesis", "--folder", folder()),
        /genesis-logs\.json is not what this repository makes .* from line \d+ on/,
      );
      write("genesis-logs.json", genuine);
    });

    it("two validators on one key are refused", async () => {
      const genuine = read("founding.json");
      const { nodes, ...rest } = JSON.parse(genuine) as { nodes: Record<string, string> };
      write(
        "founding.json",
        JSON.stringify({ ...rest, nodes: { ...nodes, "beta-1": nodes["alpha-1"] } }),
      );
      assert.match(
        await refusal("verify", "genesis", "--folder", folder()),
        /Node beta-1 has the key of another node/,
      );
      write("founding.json", genuine);
    });

    it("the network that runs here is what its own genesis says", async () => {
      const first = await session().founder(0).blockHash(0n);
      for (const founder of session().founders) assert.equal(await founder.blockHash(0n), first);
    });
  });
}

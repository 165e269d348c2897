import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { setTimeout as pause } from "node:timers/promises";

import { expect } from "chai";

import {
  FilterKeeper,
  type FilterSettings,
} from "../../../deploy/agents/enforcer/filter-keeper.ts";
import { HostAddresses } from "../../../deploy/agents/enforcer/host-addresses.ts";
import {
  canonicalSource,
  canonicalSources,
  netrestrictList,
  nftablesFile,
} from "../../../deploy/agents/enforcer/network-filter.ts";

describe("The network's own filter", () => {
  describe("takes as source", () => {
    const sources: [given: string, taken: string | undefined][] = [
      ["192.0.2.1", "192.0.2.1"],
      ["192.0.2.0/24", "192.0.2.0/24"],
      ["192.0.2.1/32", "192.0.2.1"],
      ["2001:DB8:0::0:1", "2001:db8::1"],
      ["2001:db8::/32", "2001:db8::/32"],
      ["::ffff:192.0.2.1", "192.0.2.1"],
      ["0.0.0.0", undefined],
      ["::", undefined],
      ["0.0.0.0/0", undefined],
      ["::/0", undefined],
      ["::ffff:0:0/96", undefined],
      ["fe80::1%eth0", undefined],
      ["192.0.2.1/33", undefined],
      ["192.0.2.1/", undefined],
      ["192.0.2.1/24/24", undefined],
      ["192.0.2.1, 0.0.0.0/0", undefined],
      ["node-1.example", undefined],
    ];
    for (const [given, taken] of sources) {
      it(`${given}: ${taken ?? "not"}`, () => {
        expect(canonicalSource(given)).to.equal(taken);
      });
    }

    it("each only once, in the same order", () => {
      expect(canonicalSources(["192.0.2.2", "192.0.2.1", "192.0.2.1/32", "x"])).to.deep.equal([
        "192.0.2.1",
        "192.0.2.2",
      ]);
    });
  });

  const rules = {
    ports: [30_303, 30_304],
    sources: ["192.0.2.1", "198.51.100.0/24", "2001:db8::1"],
  };

  it("is a list for --netrestrict", () => {
    expect(netrestrictList(rules)).to.equal("192.0.2.1/32,198.51.100.0/24,2001:db8::1/128\n");
  });

  it("is a file for nftables that replaces one table at once, and drops who is not in its sets", () => {
    const file = nftablesFile(rules);
    expect(file).to.match(/^table inet foedus\ndelete table inet foedus\ntable inet foedus \{$/m);
    expect(file).to.include("elements = { 192.0.2.1, 198.51.100.0/24 }");
    expect(file).to.include("elements = { 2001:db8::1 }");
    expect(file).to.include("th dport { 30303, 30304 } jump members");
    expect(file).to.match(/ip saddr @members4 accept\n.*\n\s+counter drop/);
    // An empty set is written without elements, which nftables demands.
    expect(nftablesFile({ ...rules, sources: [] })).to.not.include("elements");
  });

  describe("is kept", () => {
    let folder: string;
    beforeEach(async () => {
      folder = await mkdtemp(path.join(os.tmpdir(), "foedus-filter-"));
    });
    afterEach(() => rm(folder, { recursive: true }));

    const at = (name: string) => path.join(folder, name);
    const settings = (changes: Partial<FilterSettings> = {}): FilterSettings => ({
      ports: [30_303],
      nftables: at("peers.nft"),
      netrestrict: at("peers.txt"),
      also: ["198.51.100.0/24"],
      ...changes,
    });
    const never = () => new Promise<never>(() => undefined);
    const addresses = (names: Record<string, string[] | undefined> = {}) =>
      new HostAddresses((name) => {
        const known = names[name];
        return known === undefined
          ? Promise.reject(new Error("ENOTFOUND"))
          : Promise.resolve(known);
      });

    it("with the hosts of members, those that are connected from elsewhere, and what its operator adds", async () => {
      const state = new FilterKeeper(settings(), addresses()).keep(["192.0.2.1"], ["203.0.113.9"]);
      expect(state).to.deep.equal({ sources: 3, unresolved: [], failure: null });
      expect(await readFile(at("peers.txt"), "utf8")).to.equal(
        "192.0.2.1/32,198.51.100.0/24,203.0.113.9/32\n",
      );
      expect((await stat(at("peers.nft"))).mode & 0o777).to.equal(0o644);
    });

    it("with the addresses of names, but not before each had its chance", async () => {
      const filter = new FilterKeeper(
        settings(),
        addresses({ "node-1.example": ["192.0.2.7", "0.0.0.0"] }),
      );
      const keep = () => filter.keep(["node-1.example", "node-2.example"], []);
      expect(keep().sources).to.equal(null);
      await pause(20);
      expect(keep()).to.deep.equal({ sources: 2, unresolved: ["node-2.example"], failure: null });
      expect(await readFile(at("peers.txt"), "utf8")).to.equal("192.0.2.7/32,198.51.100.0/24\n");
    });

    it("while a name gets no answer in time: it is told, and nobody waits for it for ever", async () => {
      const filter = new FilterKeeper(settings(), new HostAddresses(never));
      filter.keep(["node-1.example"], []);
      await pause(2_200);
      expect(filter.keep(["node-1.example"], []).unresolved).to.deep.equal(["node-1.example"]);
    }).timeout(5_000);

    it("and put in force by the program of its operator, without a shell", async () => {
      const program = at("apply.sh");
      await writeFile(program, `#!/bin/sh\nprintf '%s|' "$@" >> "${at("calls")}"\n`);
      await chmod(program, 0o755);
      const filter = new FilterKeeper(
        settings({ apply: [program, "-f; touch evil"] }),
        addresses(),
      );
      filter.keep(["192.0.2.1"], []);
      await pause(200);
      // Nothing has changed: nothing is run.
      filter.keep(["192.0.2.1"], []);
      await pause(200);
      expect(await readFile(at("calls"), "utf8")).to.equal(`-f; touch evil|${at("peers.nft")}|`);
      filter.keep(["192.0.2.2"], []);
      await pause(200);
      expect((await readFile(at("calls"), "utf8")).split("|")).to.have.lengthOf(5);
    });

    it("and a failure of that program, or of writing, is told", async () => {
      const program = at("missing");
      const filter = new FilterKeeper(settings({ apply: [program] }), addresses());
      filter.keep(["192.0.2.1"], []);
      await pause(200);
      expect(filter.keep(["192.0.2.1"], []).failure).to.match(/ENOENT/);
      const nowhere = new FilterKeeper(settings({ nftables: at("no/peers.nft") }), addresses());
      expect(nowhere.keep(["192.0.2.1"], []).failure).to.match(/ENOENT.*no\/peers\.nft/);
    });
  });
});

import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";

import { createPublicClient, http } from "viem";

import { councilAbi } from "../../../generated/contracts/Council.ts";
import { organisationRegistryAbi } from "../../../generated/contracts/OrganisationRegistry.ts";
import { readHeader } from "../../../result/header.ts";
import type { ResultPackage } from "../../../result/package.ts";
import { testKey } from "../../support/members.ts";
import { type Outcome, outcomeOf } from "../command-line.ts";
import type { Session } from "../session.ts";

/** A decision of a chain of validators is proved to whoever knows them, and asks no node. */
export function results(session: () => Session): void {
  describe("results are proved by validators", () => {
    let file: string;
    let known: string;
    const verify = async (name: string, validators = known): Promise<Outcome> =>
      await outcomeOf("verify", name, "--validators", validators);
    const inFolder = (name: string): string => path.join(session().network.folder, name);
    const read = (): ResultPackage => JSON.parse(fs.readFileSync(file, "utf8")) as ResultPackage;
    const write = (name: string, value: unknown): string => {
      fs.writeFileSync(inFolder(name), JSON.stringify(value));
      return inFolder(name);
    };

    before(async () => {
      const { network, assembly } = session();
      const { Council: address } = network.addresses;
      const executed = await assembly.decide({
        address: network.addresses.OrganisationRegistry,
        abi: organisationRegistryAbi,
        functionName: "registerOrganisation",
        args: ["SECOND-OPERATOR", "Second operator (fictitious)", testKey(902).address],
      });
      const { rpc } = session().founder(0);
      const chain = createPublicClient({ transport: http(rpc) });
      const [event] = await chain.getContractEvents({
        address,
        abi: councilAbi,
        eventName: "ProposalExecuted",
        fromBlock: executed,
        toBlock: executed,
      });
      const id = event?.args.proposalId;
      assert.ok(id !== undefined, "the decision was executed");
      file = inFolder("result.json");
      known = write(
        "validators.json",
        session().founders.map((founder) => founder.address),
      );
      const made = await outcomeOf(
        ...["proposal", "result", String(id), "--rpc", rpc],
        ...["--council", address, "--out", file],
      );
      assert.equal(made.code, 0, made.output);
    });

    it("with the founders known, every block is proved by enough of them", async (test) => {
      const { code, output } = await verify(file);
      assert.equal(code, 0, output);
      const { evidence, statement } = read();
      for (const { number } of evidence.blocks.slice(1))
        assert.match(output, new RegExp(`Block ${number} is proved by [3-9] of \\d+ validators`));
      assert.match(output, /adopted, executed/);
      assert.doesNotMatch(output, /Block hash 0x\w+ of block [1-9]/);
      test.diagnostic(
        `${evidence.blocks.length} blocks, ${statement.votes.length} votes, ${fs.statSync(file).size} bytes`,
      );
    });

    it("without them, it says which hashes are trusted", async () => {
      const { code, output } = await outcomeOf("verify", "result", file);
      assert.equal(code, 0, output);
      for (const { number, hash } of read().evidence.blocks)
        assert.match(output, new RegExp(`trusts +Block hash ${hash} of block ${number}`));
    });

    it("validators who did not seal prove nothing", async () => {
      const strangers = write(
        "strangers.json",
        [1, 2, 3, 4].map((number) => testKey(number).address),
      );
      const { code, output } = await verify(file, strangers);
      assert.equal(code, 1);
      assert.match(output, /is sealed by 0 of the 4 validators that are known, and 3 are needed/);
    });

    it("a seal with one byte changed is refused, with and without known validators", async () => {
      const changed = read();
      const block = changed.evidence.blocks.at(-1);
      assert.ok(block);
      const seal = readHeader(block.header).seals?.committed[0];
      assert.ok(seal);
      const other = `${seal.slice(0, 20)}${seal[20] === "0" ? "1" : "0"}${seal.slice(21)}`;
      block.header = block.header.replace(seal.slice(2), other.slice(2)) as `0x${string}`;
      const name = write("forged-seal.json", changed);
      for (const { code, output } of [await verify(name), await outcomeOf("verify", name)]) {
        assert.equal(code, 1);
        assert.match(
          output,
          /Seal 1 of block \d+ was not made by a validator that the block names/,
        );
      }
    });

    it("a vote, a weight, a transaction or a receipt that was changed is refused", async () => {
      const changes: [string, (result: ResultPackage) => void, RegExp][] = [
        [
          "vote",
          ({ statement: { votes } }) => (votes[0]!.support = "against"),
          /votes\[0\].support/,
        ],
        [
          "weight",
          ({ statement: { members } }) => (members[0]!.weight = "11"),
          /members\[0\].weight/,
        ],
        [
          "transaction",
          ({ evidence: { blocks } }) => {
            const block = blocks.find(({ indexes }) => indexes.length > 0)!;
            block.transactions[0] =
              `${block.transactions[0]!.slice(0, -1)}${block.transactions[0]!.endsWith("0") ? "1" : "0"}` as `0x${string}`;
          },
          /The transactions of block \d+ are not what its header commits to/,
        ],
        [
          "receipt",
          ({ evidence: { blocks } }) => {
            const block = blocks.find(({ indexes }) => indexes.length > 0)!;
            block.receipts[0] =
              `${block.receipts[0]!.slice(0, -1)}${block.receipts[0]!.endsWith("0") ? "1" : "0"}` as `0x${string}`;
          },
          /The receipts of block \d+ are not what its header commits to/,
        ],
      ];
      for (const [name, change, expected] of changes) {
        const changed = read();
        change(changed);
        const { code, output } = await verify(write(`changed-${name}.json`, changed));
        assert.equal(code, 1, name);
        assert.match(output, expected);
      }
    });
  });
}

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import type { Address } from "viem";

import { findGraphNode } from "../../../scripts/start/graph-node.ts";
import { comparisons } from "../../../subgraph/tests/deployed-system.ts";
import { NetworkIndex } from "../network-index.ts";
import type { Session } from "../session.ts";
import { isIndexed } from "../../../subgraph/manifest.ts";

/** `NodeKind` of a node that only listens, so that nobody misses it as a validator. */
const observer = 2;
const lagBlocks = 10;

/** What of the system already stands in the first block. */
const fromTheBeginning = [
  "Members",
  "Settings of the bodies",
  "Roles",
  "Classes of decisions",
  "Groups, pauses",
];

const noIndex =
  findGraphNode() === undefined
    ? `gnd exists for Linux on x64 only, and this is ${process.platform} on ${process.arch}`
    : false;

/** The index of a network whose contracts stand in the first block, where no event tells of them. */
export function indexing(session: () => Session): void {
  describe("is indexed from its first block on", { skip: noIndex }, () => {
    let started: NetworkIndex | undefined;
    const current = (): NetworkIndex => {
      if (started === undefined) throw new Error("The index has not started.");
      return started;
    };

    before(async () => {
      started = await NetworkIndex.start(session().network);
      await started.indexed(await session().head());
    });

    after(async () => {
      await started?.stop();
    });

    for (const beginning of fromTheBeginning) {
      it(`${beginning}: the index says what the contracts say`, async () => {
        const { network } = session();
        const index = current();
        const compared = comparisons({
          rpc: session().founder(0).rpc,
          graphql: index.url,
          addresses: network.addresses,
          indexed: (block) => index.indexed(BigInt(block)),
        }).filter(({ name }) => name.startsWith(beginning));
        assert.equal(compared.length, 1);
        for (const { compare } of compared) await compare();
      });
    }

    it("the founders validate, before any node is registered", async () => {
      const { validators } = await current().ask<{ validators: { id: Address }[] }>(
        "{ validators(where: { inSet: true }) { id } }",
      );
      const known = new Set(validators.map(({ id }) => id));
      for (const { address } of session().founders)
        assert.ok(known.has(address.toLowerCase() as Address), `${address} is a validator`);
    });

    it("what was deployed stands in the event log, at the first block", async () => {
      const { events } = await current().ask<{
        events: { block: string; logIndex: number; transaction: { id: string } }[];
      }>(
        "{ events(first: 1000, orderBy: ordinal, where: { block: 0 }) { block logIndex transaction { id } } }",
      );
      assert.deepEqual(
        events.map(({ logIndex }) => logIndex),
        session()
          .network.genesisLogs.filter(({ contract }) => isIndexed(contract))
          .map((_, line) => line),
      );
      const genesis = await session().founder(0).blockHash(0n);
      for (const { transaction } of events) assert.equal(transaction.id, genesis);
    });

    it("follows a vote: an admitted node is active", async (test) => {
      const { network, assembly } = session();
      const index = current();
      const listener = network.addNode();
      const id = await assembly.registerNode(listener, observer);
      await index.indexed(await session().head());
      const status = async () => {
        const { node } = await index.ask<{ node: { status: string } | null }>(
          `{ node(id: "${id}") { status } }`,
        );
        return node?.status;
      };
      assert.equal(await status(), "PENDING");
      const admitted = await assembly.decideOnNode("admitNode", id);
      const began = performance.now();
      await index.indexed(admitted);
      test.diagnostic(
        `known ${Math.round(performance.now() - began)} ms after the receipt of the execution`,
      );
      assert.equal(await status(), "ACTIVE");
      const retired = await assembly.decideOnNode("retireNode", id);
      await index.indexed(retired);
      assert.equal(await status(), "RETIRED");
    });

    it("follows the newest block", async (test) => {
      const lags = (await current().lags(lagBlocks)).map(Math.round).toSorted((a, b) => a - b);
      test.diagnostic(`milliseconds behind the node, ${lagBlocks} blocks: ${lags.join(", ")}`);
      const { _meta } = await current().ask<{ _meta: { hasIndexingErrors: boolean } }>(
        "{ _meta { hasIndexingErrors } }",
      );
      assert.equal(_meta.hasIndexingErrors, false);
    });
  });
}

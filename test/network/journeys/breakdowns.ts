import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { isAddressEqual } from "viem";

import { type KaiaNode, seconds, until } from "../kaia-network.ts";
import { heal, partition } from "../machine.ts";
import type { Session } from "../session.ts";

const mebibyte = 1_024 * 1_024;

/** What surrounds the nodes fails: the network between them, their time, their disks. What heals is timed. */
export function breakdowns(session: () => Session): void {
  describe("survives, when what is around its nodes fails:", () => {
    const heads = async (): Promise<bigint[]> =>
      await Promise.all(session().founders.map((node) => node.client.head()));

    /** The newest block that any of them has. */
    const newest = async (): Promise<bigint> =>
      (await heads()).reduce((high, head) => (head > high ? head : high));

    /** All founders have the chain and agree on it. */
    async function agree(test: TestContext, after: bigint): Promise<void> {
      await session().healed(test, "the chain goes on", async () => {
        return (await session().head()) >= after + 2n;
      });
      // While a validator catches up, Kaia refuses messages of the consensus and drops the peers that send them: it takes several attempts.
      await session().healed(
        test,
        "everybody has the whole chain",
        async () => {
          const [first = 0n, ...others] = await heads();
          return others.every((head) => head >= first - 1n && head > after);
        },
        180_000,
      );
      const common = (await heads()).reduce((low, head) => (head < low ? head : low));
      const hashes = await Promise.all(session().founders.map((node) => node.blockHash(common)));
      assert.deepEqual(new Set(hashes).size, 1, `different blocks ${common}: ${hashes.join(", ")}`);
    }

    const machines = (...indices: number[]) =>
      indices.map((index) => session().founder(index).machine);

    it("a network cut in two halves makes no block, and goes on as one", async (test) => {
      let highest: bigint;
      partition(machines(0, 1), machines(2, 3));
      try {
        // A block may be under way.
        await pause(1_500);
        highest = await newest();
        await pause(6_500);
        // Who has missed that block may still get it from the other one of its half.
        assert.equal(await newest(), highest, "half of the validators made a block");
      } finally {
        heal(machines(0, 1, 2, 3));
      }
      await agree(test, highest);
      await session().foundersObey();
    });

    it("one cut off from three: they go on, it does not, and follows when it is back", async (test) => {
      partition(machines(0, 1, 2), machines(3));
      await pause(1_500);
      const alone = await session().founder(3).client.head();
      await session().healed(
        test,
        "three go on",
        async () => (await session().head()) >= alone + 3n,
      );
      assert.equal(await session().founder(3).client.head(), alone, "one validator made a block");
      heal(machines(0, 1, 2, 3));
      await agree(test, await session().head());
      await session().foundersObey();
    });

    for (const [what, count] of [
      ["one validator stands still for half a minute", 1],
      ["two validators stand still for half a minute", 2],
    ] as const) {
      it(what, async (test) => {
        const stopped = session().founders.slice(-count);
        for (const node of stopped) node.signal("SIGSTOP");
        const head = await session().head();
        await pause(30_000);
        const meanwhile = (await session().head()) - head;
        test.diagnostic(`blocks meanwhile: ${meanwhile}`);
        if (count > 1) assert.ok(meanwhile <= 1n, "two of four made blocks");
        else assert.ok(meanwhile > 0n, "three of four made no block");
        for (const node of stopped) node.signal("SIGCONT");
        await agree(test, await session().head());
        await session().foundersObey();
      });
    }

    it("a disk that is full: its node stops, which is told, and follows when there is room", async (test) => {
      const node = session().founder(3);
      await node.kill();
      node.wipe();
      fs.mkdirSync(node.chainFolder);
      try {
        execFileSync("mount", ["-t", "tmpfs", "-o", "size=64m", "disk", node.chainFolder]);
      } catch (error) {
        node.init();
        await node.start();
        await session().foundersObey();
        const [, reason = ""] = (error instanceof Error ? error.message : "").split("\n");
        test.skip(`nobody may mount a small disk here: ${reason}`);
        return;
      }
      try {
        node.init();
        await node.start();
        await until("it has the chain", async () => {
          return (await node.client.head()) >= (await session().head()) - 1n;
        });
        const ballast = path.join(node.chainFolder, "ballast");
        fillDisk(ballast);
        const began = performance.now();
        const kinds = async () => {
          const { status, drift } = await node.health();
          return status === "unreachable" ? [status] : drift.map(({ kind }) => kind);
        };
        await until("its enforcer tells", async () =>
          (await kinds()).some((kind) => /^(unreachable|stale-head|behind)$/.test(kind)),
        );
        test.diagnostic(
          `told after ${seconds(performance.now() - began)}: ${(await kinds()).join(", ")}; the node ${node.runs ? "still runs" : "has ended"}`,
        );
        fs.rmSync(ballast);
        await node.kill();
        await node.start();
        await agree(test, await session().head());
        await session().foundersObey();
      } finally {
        await node.kill();
        execFileSync("umount", [node.chainFolder]);
        node.init();
        await node.start();
        await session().foundersObey();
      }
    });

    /** Starts a validator with a clock that is wrong by so many seconds; why that is impossible here, if it is. */
    async function startWithClock(node: KaiaNode, skew: number): Promise<string | undefined> {
      const library = path.join(session().network.folder, "skewed-clock.so");
      const source = path.join(import.meta.dirname, "../skewed-clock.c");
      const { status, error, stderr } = spawnSync(
        "cc",
        ["-O1", "-shared", "-fPIC", "-o", library, source],
        { encoding: "utf8" },
      );
      if (status !== 0 || process.arch !== "x64")
        return `a clock is set wrong with a C compiler on x86-64: ${error?.message ?? stderr}`;
      await node.kill();
      await node.start([], { LD_PRELOAD: library, CLOCK_SKEW_SECONDS: String(skew) });
      return undefined;
    }

    /** Until the others see that a validator proposes nothing any more. */
    async function seenSilent(test: TestContext, node: KaiaNode): Promise<void> {
      await session().healed(test, "others see that it proposes nothing", async () => {
        const { seen } = await session().founder(0).health();
        return seen.some(
          (one) => one.kind === "silent-validator" && isAddressEqual(one.validator, node.address),
        );
      });
    }

    async function startWithRightClock(test: TestContext, node: KaiaNode): Promise<void> {
      await node.kill();
      await node.start();
      await agree(test, await session().head());
      await session().foundersObey();
    }

    it("a clock that is half a minute ahead: nobody takes its blocks, and everybody sees that it makes none", async (test) => {
      const node = session().founder(3);
      const impossible = await startWithClock(node, 30);
      if (impossible !== undefined) {
        test.skip(impossible);
        return;
      }
      const head = await session().head();
      await seenSilent(test, node);
      test.diagnostic(`blocks meanwhile: ${(await session().head()) - head}`);
      assert.equal(await session().founder(0).hasSeenProposer(node, head), false);
      await startWithRightClock(test, node);
    });

    it("a clock that is half a minute behind: the node takes blocks late, says so, and the others go on without it", async (test) => {
      const node = session().founder(3);
      const impossible = await startWithClock(node, -30);
      if (impossible !== undefined) {
        test.skip(impossible);
        return;
      }
      const head = await session().head();
      await session().healed(test, "its own enforcer says that it is late", async () => {
        const { drift } = await node.health();
        return drift.some(({ kind }) => kind === "behind" || kind === "stale-head");
      });
      await seenSilent(test, node);
      const now = await session().head();
      test.diagnostic(`blocks meanwhile: ${now - head}`);
      assert.ok(now > head, "the others made no block");
      await startWithRightClock(test, node);
    });
  });
}

/** Writes until there is no room. */
function fillDisk(file: string): void {
  const handle = fs.openSync(file, "w");
  try {
    for (const size of [mebibyte, 4_096]) {
      try {
        for (;;) fs.writeSync(handle, Buffer.alloc(size));
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== "ENOSPC") throw error;
      }
    }
  } finally {
    fs.closeSync(handle);
  }
}

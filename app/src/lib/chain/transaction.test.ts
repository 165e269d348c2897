import { type Address, encodeErrorResult, type Hash } from "viem";
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";

import { errorsAbi } from "#generated/errors.ts";
import { type Addresses, contractNames } from "#lib/endpoints.ts";

import type { Call, Connected, Connections, Mined } from "./connections.ts";
import { failureOf, refusal } from "./failure.ts";
import { failureText } from "./failure-text.ts";
import type { TransactionRefusal } from "./permission.ts";
import { Transaction } from "./transaction.svelte.ts";
import { wallet } from "./wallet.svelte.ts";

const refreshAll = vi.hoisted(() => vi.fn(async () => undefined));
vi.mock("$app/navigation", () => ({ refreshAll }));
vi.mock("./wagmi-connections.ts", () => ({ openConnections: () => double }));

const account: Address = "0x00000000000000000000000000000000000000a1";
const council: Address = "0x00000000000000000000000000000000000000c1";
const hash: Hash = `0x${"12".repeat(32)}`;
const call: Call = { to: council, data: "0x12345678" };
const connected: Connected = { account, chainId: 31337, wallet: "development" };
/** `CouncilAlreadyVoted(7, account)`, as a node reports it. */
const revertData = encodeErrorResult({
  abi: errorsAbi,
  errorName: "CouncilAlreadyVoted",
  args: [7n, account],
});
const remedy = errorsAbi.find(({ name }) => name === "CouncilAlreadyVoted")?.remedy;

/** Stands for wallet and chain: answers what a test tells it, and keeps what it was asked. */
class ConnectionsDouble implements Connections {
  simulates!: () => Promise<void>;
  permits!: () => Promise<TransactionRefusal>;
  sends!: () => Promise<Hash>;
  mines!: () => Promise<Mined | undefined>;
  asked!: string[];
  /** Tells the page who is connected. */
  tell: (connected: Connected | null) => void = () => undefined;

  /** From now on all goes well, and nothing was asked. */
  begin(): void {
    this.simulates = async () => undefined;
    this.permits = async () => "none";
    this.sends = async () => hash;
    this.mines = async () => ({ result: "success", block: 7, hash });
    this.asked = [];
    this.tell(connected);
  }

  watch(onChange: (connected: Connected | null, offered: []) => void): () => void {
    this.tell = (who) => onChange(who, []);
    return () => undefined;
  }

  async simulate(asked: Call): Promise<void> {
    this.asked.push(`simulate ${asked.data}`);
    await this.simulates();
  }

  async permission(asked: Call): Promise<TransactionRefusal> {
    this.asked.push(`permission ${asked.data}`);
    return this.permits();
  }

  async send(asked: Call): Promise<Hash> {
    this.asked.push(`send ${asked.data}`);
    return this.sends();
  }

  async mined(asked: Hash): Promise<Mined | undefined> {
    this.asked.push(`mined ${asked}`);
    return this.mines();
  }

  failureOf = failureOf;
  sign = notAsked;
  connectOffered = notAsked;
  reconnectOffered = notAsked;
  connectDevelopment = notAsked;
  disconnect = notAsked;
  switchChain = notAsked;
  developmentAccounts = notAsked;
}

function notAsked(): never {
  throw new Error("A transaction has no business with this.");
}

/** The index of a page: at which block it stands; null while it gives no answer. */
const index = { block: 0 as number | null, failed: false };

const double = new ConnectionsDouble();
let transaction: Transaction;

beforeAll(async () => {
  const addresses = Object.fromEntries(contractNames.map((name) => [name, council])) as Addresses;
  await wallet.start({ chainId: 31337, addresses, development: true });
  await wallet.open();
});

beforeEach(() => {
  vi.useFakeTimers();
  double.begin();
  Object.assign(index, { block: 7, failed: false });
  refreshAll.mockClear();
  vi.spyOn(console, "error").mockImplementation(() => undefined);
  vi.stubGlobal("fetch", () =>
    index.block === null
      ? Promise.reject(new TypeError("fetch failed"))
      : Promise.resolve(
          Response.json({
            data: {
              _meta: {
                hasIndexingErrors: index.failed,
                block: { number: index.block, timestamp: 1_785_000_000 },
              },
            },
          }),
        ),
  );
  transaction = new Transaction();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe("Transaction", () => {
  it("goes from the attempt over the block to the page that shows it", async () => {
    const steps: string[] = [];
    const note = () => steps.push(transaction.state.step);
    double.simulates = async () => void note();
    double.sends = async () => (note(), hash);
    double.mines = async () => (note(), { result: "success", block: 7, hash });
    refreshAll.mockImplementationOnce(async () => void note());

    await expect(transaction.send(call)).resolves.toEqual({
      outcome: "submitted",
      hash,
      block: 7,
      indexed: true,
    });
    expect([...steps, transaction.state.step]).toEqual([
      "simulating",
      "signing",
      "submitted",
      "mined",
      "indexed",
    ]);
    expect(double.asked).toEqual([
      "simulate 0x12345678",
      "permission 0x12345678",
      "send 0x12345678",
      `mined ${hash}`,
    ]);
    expect(transaction.state).toEqual({ step: "indexed", hash, block: 7 });
  });

  it("sends nothing that would be refused, and says why with the catalogue's remedy", async () => {
    double.simulates = () =>
      Promise.reject(Object.assign(new Error("reverted"), { data: revertData }));
    const failure = refusal(revertData);
    expect(failure).toMatchObject({ kind: "refused", error: "CouncilAlreadyVoted", remedy });
    await expect(transaction.send(call)).resolves.toEqual({ outcome: "cannot", failure });
    expect(transaction.state).toEqual({ step: "cannot", failure });
    expect(double.asked).toEqual(["simulate 0x12345678"]);
  });

  it("tells a stranger before the wallet opens that the network would not take it, and what helps", async () => {
    double.permits = async () => "no-access";
    const failure = { kind: "not-permitted", refusal: "no-access" } as const;
    await expect(transaction.send(call)).resolves.toEqual({ outcome: "cannot", failure });
    expect(transaction.state).toEqual({ step: "cannot", failure });
    expect(double.asked).toEqual(["simulate 0x12345678", "permission 0x12345678"]);
    const { cause, remedy: helps } = failureText(failure);
    expect(cause).toContain("would not take this transaction from you");
    expect(helps).toContain("register the account");
  });

  it("leaves it to the nodes when the permissions cannot be asked", async () => {
    const warned = vi.spyOn(console, "warn").mockImplementation(() => undefined);
    double.permits = () => Promise.reject(new Error("execution reverted"));
    await expect(transaction.send(call)).resolves.toMatchObject({ outcome: "submitted" });
    expect(warned).toHaveBeenCalledOnce();
  });

  it("tells a person's no from a failure of the wallet", async () => {
    double.sends = () => Promise.reject(Object.assign(new Error("no"), { code: 4001 }));
    await expect(transaction.send(call)).resolves.toEqual({ outcome: "rejected" });
    expect(transaction.state).toEqual({ step: "rejected" });

    double.sends = () => Promise.reject(new Error("nonce too low"));
    const failure = { kind: "other", text: "nonce too low" };
    await expect(transaction.send(call)).resolves.toEqual({
      outcome: "failed",
      failure,
      hash: null,
    });
    expect(transaction.state).toEqual({ step: "failed", failure, hash: null });
  });

  it("says that nobody knows when no block has it in the time that is given", async () => {
    double.mines = () => Promise.resolve(undefined);
    await expect(transaction.send(call)).resolves.toEqual({ outcome: "unknown", hash });
    expect(transaction.state).toEqual({ step: "unknown", hash });
    // It may still come: the page is not made to look as if it had.
    expect(refreshAll).not.toHaveBeenCalled();
    expect(transaction.underWay).toBe(false);
  });

  it("says that nobody knows when the way to the chain breaks after sending", async () => {
    double.mines = () => Promise.reject(new Error("socket closed"));
    await expect(transaction.send(call)).resolves.toEqual({ outcome: "unknown", hash });
  });

  it("explains with the remedy what a block refused, and shows the page anew", async () => {
    const failure = refusal(revertData);
    const settled: Hash = `0x${"34".repeat(32)}`;
    double.mines = () => Promise.resolve({ result: "reverted", block: 9, hash: settled, failure });
    await expect(transaction.send(call)).resolves.toEqual({
      outcome: "failed",
      failure,
      hash: settled,
    });
    expect(transaction.state).toMatchObject({
      step: "failed",
      failure: { remedy },
      hash: settled,
    });
    expect(refreshAll).toHaveBeenCalledOnce();
  });

  it.each<[string, () => void]>([
    ["is behind", () => void (index.block = 6)],
    ["has failed", () => void (index.failed = true)],
    ["is silent", () => void (index.block = null)],
  ])("does not wait for ever for an index that %s", async (_, happens) => {
    happens();
    const outcome = transaction.send(call);
    await vi.advanceTimersByTimeAsync(14_000);
    expect(transaction.state).toEqual({ step: "mined", hash, block: 7, late: false });
    expect(transaction.underWay).toBe(true);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(transaction.state).toEqual({ step: "mined", hash, block: 7, late: true });
    expect(transaction.underWay).toBe(false);
    expect(refreshAll).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(16_000);
    // What the contracts say is shown all the same.
    expect(refreshAll).toHaveBeenCalledOnce();
    await expect(outcome).resolves.toEqual({
      outcome: "submitted",
      hash,
      block: 7,
      indexed: false,
    });
    expect(transaction.state).toEqual({ step: "mined", hash, block: 7, late: true });
  });

  it("shows it when a late index comes after all", async () => {
    index.block = 6;
    const outcome = transaction.send(call);
    await vi.advanceTimersByTimeAsync(16_000);
    index.block = 7;
    await vi.advanceTimersByTimeAsync(1_000);
    await expect(outcome).resolves.toMatchObject({ outcome: "submitted", indexed: true });
    expect(transaction.state).toEqual({ step: "indexed", hash, block: 7 });
  });

  it.each(["simulates", "sends", "mines"] as const)(
    "refuses a second sending while the first one %s",
    async (stage) => {
      let goOn: (value: never) => void = () => undefined;
      double[stage] = () => new Promise<never>((resolve) => (goOn = resolve));
      const first = transaction.send(call);
      await vi.advanceTimersByTimeAsync(0);
      const before = transaction.state;
      expect(transaction.underWay).toBe(true);
      await expect(transaction.send(call)).rejects.toThrow(/under way/);
      transaction.reset();
      expect(transaction.state).toBe(before);
      expect(double.asked.filter((asked) => asked.startsWith("send"))).toHaveLength(
        stage === "simulates" ? 0 : 1,
      );
      goOn((stage === "sends" ? hash : undefined) as never);
      await first;
    },
  );

  it("lets an attempt that waits for a late index not speak for the next one", async () => {
    index.block = 6;
    const first = transaction.send(call);
    await vi.advanceTimersByTimeAsync(16_000);
    double.mines = () => Promise.resolve(undefined);
    await transaction.send(call);
    await vi.advanceTimersByTimeAsync(20_000);
    await first;
    expect(transaction.state).toEqual({ step: "unknown", hash });
  });

  it("cannot without a wallet, nor with one on another chain", async () => {
    double.tell({ ...connected, chainId: 1 });
    await expect(transaction.send(call)).resolves.toEqual({
      outcome: "cannot",
      failure: { kind: "wrong-chain" },
    });
    double.tell(null);
    await expect(transaction.send(call)).resolves.toEqual({
      outcome: "cannot",
      failure: { kind: "no-wallet" },
    });
    expect(double.asked).toEqual([]);
  });
});

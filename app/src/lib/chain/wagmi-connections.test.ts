import { type Address, encodeErrorResult, type Hash, numberToHex } from "viem";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";

import { errorsAbi } from "#generated/errors.ts";
import { type Addresses, contractNames, type Deployment, deploymentOf } from "#lib/endpoints.ts";

import type { Connections } from "./connections.ts";
import { openConnections } from "./wagmi-connections.ts";

const account: Address = "0x00000000000000000000000000000000000000A1";
const council: Address = "0x00000000000000000000000000000000000000c1";
const hash: Hash = `0x${"12".repeat(32)}`;
const call = { to: council, data: "0x12345678" } as const;

function deployment(chainId: number): Deployment {
  const addresses = Object.fromEntries(contractNames.map((name) => [name, council])) as Addresses;
  return deploymentOf({
    chainId,
    rpc: "http://node.example",
    graphql: "http://index.example",
    addresses,
    startedAt: undefined,
    api: undefined,
    enforcers: {},
  });
}

type Answer = (params: readonly unknown[]) => unknown;

/** What a node says instead of a result. */
class Refusal {
  readonly error: { code: number; message: string; data: string };

  constructor(error: Refusal["error"]) {
    this.error = error;
  }
}

/** Stands for the node behind `/rpc`: answers by method, and keeps what it was asked. */
class NodeDouble {
  readonly asked: string[] = [];
  readonly answers: Record<string, Answer> = {
    eth_chainId: () => "0x7a69",
    eth_accounts: () => [account],
    eth_blockNumber: () => "0x9",
    eth_call: () => "0x",
    eth_estimateGas: () => "0x5208",
    eth_sendTransaction: () => hash,
    eth_getTransactionReceipt: () => null,
    eth_getTransactionByHash: () => null,
  };

  fetch = async (_url: unknown, request?: RequestInit): Promise<Response> => {
    const { id, method, params } = JSON.parse(request?.body as string) as {
      id: number;
      method: string;
      params: unknown[];
    };
    this.asked.push(method);
    const result = this.answers[method]?.(params) ?? null;
    return Response.json(
      result instanceof Refusal
        ? { jsonrpc: "2.0", id, error: result.error }
        : { jsonrpc: "2.0", id, result },
    );
  };
}

let node: NodeDouble;

function connect(chainId = 31337): Connections {
  return openConnections(deployment(chainId), "Test");
}

beforeEach(() => {
  node = new NodeDouble();
  vi.stubGlobal("location", new URL("http://dapp.example/proposals"));
  vi.stubGlobal("fetch", node.fetch);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe("the development wallet", () => {
  it("is an offer of the embedded chain alone", () => {
    expect(deployment(31337).development).toBe(true);
    for (const chainId of [1, 31336, 31338, 1337, 313370])
      expect(deployment(chainId).development).toBe(false);
  });

  it("acts there for an account of the node", async () => {
    const connections = connect();
    const seen: unknown[] = [];
    connections.watch((connected) => seen.push(connected));
    await expect(connections.developmentAccounts()).resolves.toEqual([account]);
    await connections.connectDevelopment(account);
    expect(seen.at(-1)).toEqual({ account, chainId: 31337, wallet: "development" });
  });

  it("does not exist on another chain, even for who asks for it by force", async () => {
    const connections = connect(1);
    const seen: unknown[] = [];
    connections.watch((connected) => seen.push(connected));
    await expect(connections.connectDevelopment(account)).rejects.toThrow(
      "The development wallet exists on the embedded chain only.",
    );
    await expect(connections.developmentAccounts()).resolves.toEqual([]);
    expect(seen).toEqual([null]);
    expect(node.asked).toEqual([]);
  });
});

describe("mined", () => {
  const receipt = (status: "0x0" | "0x1") => ({
    transactionHash: hash,
    blockNumber: "0x8",
    blockHash: `0x${"0".repeat(64)}`,
    transactionIndex: "0x0",
    from: account,
    to: council,
    status,
    logs: [],
    cumulativeGasUsed: "0x0",
    gasUsed: "0x0",
    effectiveGasPrice: "0x0",
    type: "0x2",
  });
  const transaction = {
    hash,
    from: account,
    to: council,
    input: call.data,
    value: "0x0",
    blockNumber: "0x8",
    blockHash: `0x${"0".repeat(64)}`,
    transactionIndex: "0x0",
    nonce: "0x0",
    gas: "0x5208",
    type: "0x2",
  };

  it("gives up after ninety seconds without a block, and says that it does not know", async () => {
    vi.useFakeTimers();
    let answer: unknown = "none yet";
    void connect()
      .mined(hash)
      .then((mined) => (answer = mined));
    await vi.advanceTimersByTimeAsync(89_000);
    expect(answer).toBe("none yet");
    expect(node.asked).toContain("eth_getTransactionReceipt");
    await vi.advanceTimersByTimeAsync(2_000);
    expect(answer).toBeUndefined();
  });

  it("says in which block it is", async () => {
    node.answers["eth_getTransactionReceipt"] = () => receipt("0x1");
    await expect(connect().mined(hash)).resolves.toEqual({ result: "success", block: 8, hash });
  });

  it("asks the block that refused it why, and names the remedy", async () => {
    const data = encodeErrorResult({
      abi: errorsAbi,
      errorName: "CouncilAlreadyVoted",
      args: [7n, account],
    });
    const calls: (readonly unknown[])[] = [];
    node.answers["eth_getTransactionReceipt"] = () => receipt("0x0");
    node.answers["eth_getTransactionByHash"] = () => transaction;
    node.answers["eth_call"] = (params) => {
      calls.push(params);
      return new Refusal({ code: 3, message: "execution reverted", data });
    };
    await expect(connect().mined(hash)).resolves.toMatchObject({
      result: "reverted",
      block: 8,
      hash,
      failure: {
        kind: "refused",
        error: "CouncilAlreadyVoted",
        remedy: errorsAbi.find(({ name }) => name === "CouncilAlreadyVoted")?.remedy,
        values: [{ name: "proposalId", value: "7" }, { name: "voter" }],
      },
    });
    expect(calls[0]?.[0]).toMatchObject({ from: account, to: council, data: call.data });
    expect(calls[0]?.[1]).toBe(numberToHex(8n));
  });

  it("says so when the same call would go through now", async () => {
    node.answers["eth_getTransactionReceipt"] = () => receipt("0x0");
    node.answers["eth_getTransactionByHash"] = () => transaction;
    await expect(connect().mined(hash)).resolves.toMatchObject({
      result: "reverted",
      failure: {
        kind: "other",
        text: "The transaction was reverted, but the same call goes through now.",
      },
    });
  });
});

import { describe, expect, it } from "vitest";

import { judgeRpc, largestBatch, largestRequest } from "./rpc-methods.ts";

function call(method: string, id: number | null = 1) {
  return { jsonrpc: "2.0", id, method, params: [] };
}

function judge(body: unknown, chainId = 1) {
  return judgeRpc(JSON.stringify(body), chainId);
}

describe("judgeRpc", () => {
  it("passes on reads and signed transactions, single and in batches", () => {
    expect(judge(call("eth_call"))).toMatchObject({ forward: true });
    expect(judge([call("eth_chainId"), call("eth_sendRawTransaction")])).toMatchObject({
      forward: true,
    });
  });

  it.each(["eth_sendTransaction", "eth_accounts", "eth_signTypedData_v4"])(
    "passes on %s to the embedded chain only",
    (method) => {
      expect(judge(call(method), 31337)).toMatchObject({ forward: true });
      expect(judge(call(method), 1)).toMatchObject({ forward: false, status: 403 });
    },
  );

  it.each([
    "eth_sign",
    "personal_unlockAccount",
    "hardhat_impersonateAccount",
    "evm_increaseTime",
    "debug_traceCall",
    "admin_addPeer",
    "ETH_CALL",
  ])("never passes on %s", (method) => {
    expect(judge(call(method, 7), 31337)).toEqual({
      forward: false,
      status: 403,
      answer: {
        jsonrpc: "2.0",
        id: 7,
        error: { code: -32601, message: expect.stringContaining(method) as string },
      },
    });
  });

  it("refuses a batch with one call that is not allowed", () => {
    expect(judge([call("eth_call"), call("evm_mine")], 31337)).toMatchObject({
      forward: false,
      status: 403,
    });
  });

  it("refuses what is no request", () => {
    expect(judgeRpc("{", 1)).toMatchObject({ status: 400, answer: { error: { code: -32700 } } });
    expect(judge([])).toMatchObject({ status: 400 });
    expect(judge(null)).toMatchObject({ status: 400 });
    expect(judge([null])).toMatchObject({ status: 400 });
    expect(judge({ id: 1 })).toMatchObject({ status: 400 });
  });

  it("refuses what is too much", () => {
    expect(judge(Array.from({ length: largestBatch + 1 }, () => call("eth_call")))).toMatchObject({
      status: 413,
    });
    expect(judgeRpc(" ".repeat(largestRequest + 1), 1)).toMatchObject({ status: 413 });
  });
});

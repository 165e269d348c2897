import { encodeErrorResult, type Hex } from "viem";
import { describe, expect, it } from "vitest";

import { errorsAbi } from "#generated/errors.ts";

import { failureOf, refusal } from "./failure.ts";

const voter = "0x5FbDB2315678afecb367f032d93F642f64180aa3";
const alreadyVoted = encodeErrorResult({
  abi: errorsAbi,
  errorName: "CouncilAlreadyVoted",
  args: [7n, voter],
});

function thrown(name: string, more: object = {}, cause?: unknown) {
  return Object.assign(new Error(`${name} message`, { cause }), { name, ...more });
}

describe("failureOf", () => {
  it("finds the revert data however deep it lies, and names the remedy of our catalogue", () => {
    const expected = {
      kind: "refused",
      error: "CouncilAlreadyVoted",
      remedy: errorsAbi.find(({ name }) => name === "CouncilAlreadyVoted")?.remedy,
      values: [
        { name: "proposalId", value: "7" },
        { name: "voter", value: voter },
      ],
    };
    expect(
      failureOf(
        thrown("CallExecutionError", {}, thrown("RpcRequestError", { data: alreadyVoted })),
      ),
    ).toMatchObject(expected);
    expect(
      failureOf(
        thrown("RpcRequestError", { code: 3, data: { message: "reverted", data: alreadyVoted } }),
      ),
    ).toMatchObject(expected);
  });

  it("tells a person's no from a failure", () => {
    expect(
      failureOf(thrown("TransactionExecutionError", {}, thrown("UserRejectedRequestError"))),
    ).toEqual({ kind: "rejected" });
    expect(failureOf({ code: 4001, message: "User denied" })).toEqual({ kind: "rejected" });
  });

  it("tells what a person can put right", () => {
    expect(
      failureOf(thrown("TransactionExecutionError", {}, thrown("ChainMismatchError"))),
    ).toEqual({ kind: "wrong-chain" });
    expect(failureOf(thrown("InsufficientFundsError"))).toEqual({ kind: "funds" });
    expect(
      failureOf(
        thrown("RpcRequestError", { details: "Sender doesn't have enough funds to send tx" }),
      ),
    ).toEqual({ kind: "funds" });
    expect(failureOf(thrown("HttpRequestError"))).toEqual({ kind: "no-answer" });
  });

  it("passes on what it does not know", () => {
    expect(failureOf(thrown("RpcRequestError", { details: "nonce too low" }))).toEqual({
      kind: "other",
      text: "nonce too low",
    });
    expect(failureOf("odd")).toEqual({ kind: "other", text: "odd" });
  });
});

describe("refusal", () => {
  it("reads a revert with a text", () => {
    const data = encodeErrorResult({
      abi: [{ type: "error", name: "Error", inputs: [{ name: "reason", type: "string" }] }],
      errorName: "Error",
      args: ["not today"],
    });
    expect(refusal(data)).toEqual({ kind: "refused-otherwise", text: "not today", data });
  });

  it.each<Hex>(["0x", "0x12", "0xdeadbeef", alreadyVoted.slice(0, 20) as Hex])(
    "does not stumble over %s",
    (data) => {
      expect(refusal(data)).toEqual({ kind: "refused-otherwise", text: "", data });
    },
  );
});

import { encodeErrorResult, getContractError, HttpRequestError, RpcRequestError } from "viem";
import { afterEach, describe, expect, it, vi } from "vitest";

import { didRegistryAbi } from "#generated/contracts/DidRegistry.ts";

import { EndpointsError } from "../parse-endpoints.ts";
import { Problem, problemOf } from "./problem-of.ts";

const did = "did:ebsi:zfEmvX5twhXjQJiCWsukvQA";

/** What viem makes of a node's word that a view reverted. */
function reverted(errorName: "DidRegistryNotYetInserted" | "PagedPageInvalid", args: unknown[]) {
  const data = encodeErrorResult({ abi: didRegistryAbi, errorName, args: args as never });
  const error = { code: 3, message: "execution reverted", data };
  const answered = new RpcRequestError({ body: {}, error, url: "http://node" });
  return getContractError(answered, { abi: didRegistryAbi, functionName: "getDids", args: [] });
}

async function told(error: unknown): Promise<Record<string, unknown>> {
  const response = problemOf(error, "GET /path");
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return (await response.json()) as Record<string, unknown>;
}

afterEach(() => vi.restoreAllMocks());

describe("problemOf", () => {
  it("tells what is not there, with the contract's name and values for it", async () => {
    expect(await told(reverted("DidRegistryNotYetInserted", [did, 20n, 10n]))).toMatchObject({
      status: 404,
      error: "DidRegistryNotYetInserted",
      values: [
        { name: "did", value: did },
        { name: "insertedAt", value: "20" },
        { name: "timestamp", value: "10" },
      ],
    });
  });

  it("takes any other refusal of a view for a question that cannot be meant", async () => {
    expect(await told(reverted("PagedPageInvalid", [1n, 51n, 50n]))).toMatchObject({ status: 400 });
  });

  it("tells a problem as it is, and a silent chain", async () => {
    expect(await told(new Problem(404, "None.", "Look elsewhere."))).toEqual({
      type: "about:blank",
      status: 404,
      title: "None.",
      detail: "Look elsewhere.",
    });
    expect(await told(new HttpRequestError({ url: "http://node" }))).toMatchObject({ status: 503 });
  });

  it("tells an operator what is not set up, and nobody else", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    const answered = await told(new EndpointsError("No key at /secret.", "Set it."));
    expect(answered).toMatchObject({ status: 503, title: "The server is not set up for this." });
    expect(JSON.stringify(answered)).not.toContain("/secret");
    expect(log).toHaveBeenCalledOnce();
  });

  it("keeps inner details in the log", async () => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    expect(JSON.stringify(await told(new Error("secret path")))).not.toContain("secret");
    expect(log).toHaveBeenCalledOnce();
  });
});

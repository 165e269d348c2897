import { afterEach, describe, expect, it, vi } from "vitest";

import { IndexError } from "./client.ts";
import { indexOrContract } from "./or-contract.ts";

const fromIndex = async () => ({ votes: 3 });
const fromContract = async () => ({ votes: 4 });
const silent = async (): Promise<{ votes: number }> => {
  throw new IndexError("unreachable", "no answer");
};
const late = Promise.resolve(true);

afterEach(() => vi.restoreAllMocks());

describe("indexOrContract", () => {
  it("believes an index that keeps up, and leaves the contracts alone", async () => {
    const asked = vi.fn(fromContract);
    const answers = [
      await indexOrContract(fromIndex, asked),
      await indexOrContract(fromIndex, asked, Promise.resolve(false)),
    ];
    expect(answers).toEqual([
      { source: "index", votes: 3 },
      { source: "index", votes: 3 },
    ]);
    expect(asked).not.toHaveBeenCalled();
  });

  it("asks the contracts when the index gives no answer, whether it is late or not", async () => {
    for (const isLate of [undefined, Promise.resolve(false), late])
      await expect(indexOrContract(silent, fromContract, isLate)).resolves.toEqual({
        source: "contracts",
        votes: 4,
      });
  });

  it("asks the contracts when the index is late", async () => {
    await expect(indexOrContract(fromIndex, fromContract, late)).resolves.toEqual({
      source: "contracts",
      votes: 4,
    });
  });

  it("does not wait to know how late the index is before it asks", async () => {
    const asked = vi.fn(fromIndex);
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const read = indexOrContract(asked, fromContract, promise);
    expect(asked).toHaveBeenCalledOnce();
    resolve(true);
    await expect(read).resolves.toMatchObject({ source: "contracts" });
  });

  it("shows the old answer when the contracts cannot be read either", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const failure = new Error("the chain gives no answer");
    await expect(indexOrContract(fromIndex, () => Promise.reject(failure), late)).resolves.toEqual({
      source: "index",
      votes: 3,
    });
    expect(log).toHaveBeenCalledWith(expect.any(String), failure);
  });

  it("hides neither a fault of the app nor the silence of both", async () => {
    const fault = new TypeError("x is not a function");
    await expect(indexOrContract(() => Promise.reject(fault), fromContract)).rejects.toBe(fault);
    const failure = new Error("the chain gives no answer");
    await expect(indexOrContract(silent, () => Promise.reject(failure))).rejects.toBe(failure);
  });
});

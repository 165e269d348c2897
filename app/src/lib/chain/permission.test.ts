import { readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { addressesDouble, ChainDouble } from "./chain-double.ts";
import { refusals, transactionRefusal } from "./permission.ts";

const sender = "0x00000000000000000000000000000000000000a1";
const views = addressesDouble.PermissionViews;

describe("refusals", () => {
  it("stand in the order of the contract", () => {
    const file = new URL("../../../../contracts/permissions/IPermissionViews.sol", import.meta.url);
    const [, body = ""] = /enum Refusal \{([^}]*)\}/.exec(readFileSync(file, "utf8")) ?? [];
    const names = body
      .replaceAll(/\/\/.*$/gm, "")
      .split(",")
      .map((name) =>
        name
          .trim()
          .replaceAll(/(?<=.)[A-Z]/g, "-$&")
          .toLowerCase(),
      );
    expect(names).toEqual(refusals);
  });
});

describe("transactionRefusal", () => {
  it("asks the contract about deployments under the address 0", async () => {
    const asked: unknown[] = [];
    const chain = new ChainDouble([], {
      transactionRefusal: (...args: never[]) => {
        asked.push(args);
        return 3;
      },
    });
    const question = { sender, target: null, gas: 21_000n } as const;
    await expect(transactionRefusal(chain.reader, views, question)).resolves.toBe("may-not-deploy");
    expect(asked).toEqual([[sender, `0x${"0".repeat(40)}`, 21_000n, "0x"]]);
  });

  it("takes no answer that it does not know for a yes", async () => {
    const chain = new ChainDouble([], { transactionRefusal: () => 7 });
    const question = { sender, target: null, gas: 0n } as const;
    await expect(transactionRefusal(chain.reader, views, question)).rejects.toThrow(/answered 7/);
  });
});

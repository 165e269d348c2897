import type { Abi } from "viem";

import { systemContracts, type SystemAddresses } from "../../../deploy/deploy.ts";
import { roleTable } from "../../../generated/roles.ts";
import { emptyCall } from "../../support/abi.ts";
import { bodyForEachTest } from "../../support/fixture.ts";
import { testKey } from "../../support/members.ts";
import { expectRefusal } from "../../support/refusal.ts";

/** What the authority answers is tested beside; here that every function with a line asks it. */
describe("Functions of the table of roles", () => {
  const body = bodyForEachTest({ represented: false });
  const stranger = testKey(1).address;

  for (const target of new Set(roleTable.map((line) => line.target))) {
    it(`refuse a stranger: ${target}`, async () => {
      const { chain, addresses, contracts } = body();
      const names = (Object.keys(addresses) as (keyof SystemAddresses)[]).filter(
        (name) => systemContracts[name] === target,
      );
      for (const { functionName, selector } of roleTable.filter((line) => line.target === target)) {
        for (const name of names) {
          const key = `${name.charAt(0).toLowerCase()}${name.slice(1)}` as keyof typeof contracts;
          const abi: Abi = contracts[key].abi;
          const call = { from: stranger, to: addresses[name], data: emptyCall(abi, selector) };
          await expectRefusal(
            chain.request("eth_call", call, "latest"),
            /AccessManagedUnauthorized/,
            `${name}.${functionName}`,
          );
        }
      }
    });
  }
});

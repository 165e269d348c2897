import { ContractFunctionExecutionError } from "viem";
import { describe, expect, it } from "vitest";

import { addressesDouble, ChainDouble, idDouble } from "#lib/chain/chain-double.ts";

import { type CouncilCheck, councilRemarks, fetchCouncilCheck } from "./council-check.ts";
import { readCouncil } from "./read-council.ts";

const register = idDouble(0x52);
const council: NonNullable<CouncilCheck["council"]> = {
  name: "Board of Auditors",
  register,
  authority: addressesDouble.Authority,
  deliberation: addressesDouble.Deliberation,
  vetoes: addressesDouble.Vetoes,
  members: 3,
};

describe("councilRemarks", () => {
  it.each<[Partial<typeof council> | null, string[]]>([
    [{}, ["good"]],
    [null, ["no-council"]],
    [{ register: idDouble(1) }, ["other-register"]],
    [{ authority: idDouble(1) }, ["other-authority"]],
    [{ vetoes: idDouble(1) }, ["other-companions"]],
    [{ deliberation: idDouble(1), register: idDouble(2) }, ["other-register", "other-companions"]],
  ])("says what matters of case %#", (change, remarks) => {
    const check = { council: change && { ...council, ...change } };
    expect(councilRemarks(check, register, addressesDouble)).toEqual(remarks);
  });
});

describe("readCouncil", () => {
  const views = {
    name: () => council.name,
    votingDelay: () => 1n,
    votingPeriod: () => 3_600n,
    baseDelaySeconds: () => 0,
    selfCallDelay: () => 0,
    limits: () => [0, 0, 0],
    companions: () => [council.deliberation, council.vetoes],
    memberRegistry: () => register,
    classTable: () => idDouble(0x53),
    accessManager: () => council.authority,
    expiration: () => 1,
    memberCount: () => 3n,
  };

  it("says what the Council says", async () => {
    await expect(readCouncil(new ChainDouble([], views).reader, idDouble(0x51))).resolves.toEqual({
      council,
    });
  });

  it("knows no Council where none answers, and does not take an outage for that", async () => {
    const error = Object.create(ContractFunctionExecutionError.prototype) as Error;
    Object.assign(error, { walk: () => null });
    const mute = {
      ...views,
      companions: () => {
        throw error;
      },
    };
    await expect(readCouncil(new ChainDouble([], mute).reader, idDouble(0x51))).resolves.toEqual({
      council: null,
    });
    const gone = {
      ...views,
      companions: () => {
        throw new Error("no way");
      },
    };
    await expect(readCouncil(new ChainDouble([], gone).reader, idDouble(0x51))).rejects.toThrow(
      "no way",
    );
  });
});

describe("fetchCouncilCheck", () => {
  it("says that nobody knows when the server cannot be asked", async () => {
    const silent = () => Promise.reject(new TypeError("fetch failed"));
    await expect(fetchCouncilCheck("0x1", silent)).resolves.toBeNull();
    const refuses = () => Promise.resolve(new Response("{}", { status: 503 }));
    await expect(fetchCouncilCheck("0x1", refuses)).resolves.toBeNull();
  });
});

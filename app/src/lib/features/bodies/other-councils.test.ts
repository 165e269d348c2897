import { describe, expect, it } from "vitest";

import {
  addressesDouble,
  ChainDouble,
  idDouble,
  type SaidDouble,
} from "#lib/chain/chain-double.ts";
import { indexDouble } from "#lib/index/index-double.ts";

import { type ListedCouncil, otherCouncils, readCouncils } from "./other-councils.ts";

const { Council, MemberRegistry, EmergencyCouncil, EmergencyMemberRegistry } = addressesDouble;
const [predecessor, mute] = [idDouble(0xa0), idDouble(0xb0)];
const actor = idDouble(9);
const councils: ListedCouncil[] = [
  { council: Council, memberRegistry: MemberRegistry, present: true },
  { council: EmergencyCouncil, memberRegistry: EmergencyMemberRegistry, present: true },
  { council: predecessor, memberRegistry: MemberRegistry, present: false },
];

describe("readCouncils", () => {
  // The network was founded in its first block, so that nothing was said of the first bodies.
  const said: SaidDouble[] = [
    {
      by: "PermissionViews",
      block: 3,
      event: "BodyAdded",
      args: { council: Council, memberRegistry: MemberRegistry, actor },
    },
    {
      by: "PermissionViews",
      block: 5,
      event: "BodyRemoved",
      args: { council: predecessor, actor },
    },
    // Taken back later, and what never answered as a Council.
    {
      by: "PermissionViews",
      block: 6,
      event: "BodyRemoved",
      args: { council: EmergencyCouncil, actor },
    },
    { by: "PermissionViews", block: 7, event: "BodyRemoved", args: { council: mute, actor } },
  ];
  class Chain extends ChainDouble {
    override async readContract(question: {
      address?: string;
      functionName: string;
    }): Promise<unknown> {
      if (question.functionName === "bodies")
        return councils.filter(({ present }) => present).map((one) => ({ ...one }));
      if (question.address === predecessor) return MemberRegistry;
      throw new Error("It is no Council.");
    }
  }
  const reading = (answers: Record<string, object>) => ({
    index: indexDouble(answers),
    chain: new Chain(said).reader,
    addresses: addressesDouble,
  });

  it("tells of those that were dismissed, alike from the index and from the contracts", async () => {
    const Councils = {
      privilegedBodies: councils.map(({ council, ...rest }) => ({ id: council, ...rest })),
    };
    expect(await readCouncils(reading({ Councils }))).toEqual(councils);
    expect(await readCouncils(reading({}))).toEqual(councils);
  });
});

describe("otherCouncils", () => {
  it("are those of the same members, whatever letters their addresses have", () => {
    const body = {
      Council: Council.toUpperCase().replace("X", "x") as `0x${string}`,
      MemberRegistry: MemberRegistry.toUpperCase().replace("X", "x") as `0x${string}`,
    };
    expect(otherCouncils(councils, body).map(({ council }) => council)).toEqual([predecessor]);
    const emergency = { Council: EmergencyCouncil, MemberRegistry: EmergencyMemberRegistry };
    expect(otherCouncils(councils, emergency)).toEqual([]);
  });
});

import { describe, expect, it, vi } from "vitest";

import { readBodies } from "./bodies.ts";
import { addressesDouble, ChainDouble, idDouble } from "./chain-double.ts";

const founding = [
  addressesDouble.Council,
  addressesDouble.EmergencyCouncil,
  addressesDouble.OperatorsCommittee,
];

describe("readBodies", () => {
  it("lists the bodies of the founding once, and what the Assembly added", async () => {
    const chain = new ChainDouble([], {
      bodies: () => [
        { council: addressesDouble.Council, memberRegistry: addressesDouble.MemberRegistry },
        { council: idDouble(0xabc), memberRegistry: idDouble(0xabd) },
      ],
      classTable: () => idDouble(0xabe),
    });
    const bodies = await readBodies(chain.reader, addressesDouble);
    expect(bodies.map(({ Council }) => Council)).toEqual([...founding, idDouble(0xabc)]);
    expect(bodies.at(-1)).toEqual({
      Council: idDouble(0xabc),
      MemberRegistry: idDouble(0xabd),
      DecisionClasses: idDouble(0xabe),
    });
  });

  it("has those of the founding while the chain gives no answer", async () => {
    const told = vi.spyOn(console, "error").mockImplementation(() => undefined);
    const bodies = await readBodies(new ChainDouble([]).reader, addressesDouble);
    expect(bodies.map(({ Council }) => Council)).toEqual(founding);
    expect(told).toHaveBeenCalledOnce();
    told.mockRestore();
  });
});

import { describe, expect, it } from "vitest";

import type { Accreditation, RootTao } from "#lib/index/issuers.ts";

import { branchRows, issuerTrees } from "./issuer-tree.ts";

type Hex = `0x${string}`;

const root = (id: Hex, admitted = true): RootTao => ({
  id,
  did: `did:${id}`,
  admitted,
  scope: [],
  changedAt: 1,
  changedIn: { id: "0x01", executedProposals: [] },
});

function accreditation(
  id: Hex,
  above: Hex,
  depth: number,
  changes: Partial<Accreditation> & { deactivatedAt?: number } = {},
): Accreditation {
  const { deactivatedAt = null, ...rest } = changes;
  return {
    id,
    issuer: { id, did: `did:${id}`, document: { deactivatedAt, organisations: [] } },
    issuerType: depth === 0 ? "root_tao" : "tao",
    reservedType: depth === 0 ? "root_tao" : "tao",
    depth,
    taoAttribute: { id: above },
    committed: null,
    accepted: "0xaa",
    scope: [],
    reservedAt: 1,
    acceptedAt: 1,
    revokedAt: null,
    ...rest,
  };
}

const standings = (roots: RootTao[], accreditations: Accreditation[]) =>
  branchRows(issuerTrees(roots, accreditations)).map(({ accreditation: { id }, standing }) => [
    id,
    standing,
  ]);

describe("issuerTrees", () => {
  const tree = [
    accreditation("0x01", "0x01", 0),
    accreditation("0x02", "0x01", 1),
    accreditation("0x03", "0x01", 1),
    accreditation("0x04", "0x02", 2),
  ];

  it("puts everybody below whom it rests on", () => {
    expect(standings([root("0x01")], tree)).toEqual([
      ["0x01", "counts"],
      ["0x02", "counts"],
      ["0x04", "counts"],
      ["0x03", "counts"],
    ]);
  });

  it("lets nothing count below what was revoked, and all beside it", () => {
    const revoked = tree.with(1, accreditation("0x02", "0x01", 1, { issuerType: "revoked" }));
    expect(standings([root("0x01")], revoked)).toEqual([
      ["0x01", "counts"],
      ["0x02", "revoked"],
      ["0x04", "above"],
      ["0x03", "counts"],
    ]);
  });

  it("lets nothing count below a root that no body admits", () => {
    expect(standings([root("0x01", false)], tree).map(([, standing]) => standing)).toEqual([
      "dismissed",
      "above",
      "above",
      "above",
    ]);
  });

  it("tells what ended and what was not accepted yet", () => {
    const changed = [
      accreditation("0x01", "0x01", 0),
      accreditation("0x02", "0x01", 1, { accepted: null }),
      accreditation("0x03", "0x01", 1, { deactivatedAt: 5 }),
      accreditation("0x04", "0x03", 2),
    ];
    expect(standings([root("0x01")], changed)).toEqual([
      ["0x01", "counts"],
      ["0x02", "reserved"],
      ["0x03", "deactivated"],
      ["0x04", "above"],
    ]);
  });

  describe("of two that accredit each other", () => {
    // The register takes this: each has one accreditation of the root and one of the other, by which nobody stands twice in a chain.
    const [byRootOne, byRootTwo, byOne, byTwo] = ["0x11", "0x12", "0x21", "0x22"] as const;
    const mutual = (changes: Partial<Record<Hex, Partial<Accreditation>>> = {}) =>
      (
        [
          ["0x01", "0x01", 0],
          [byRootOne, "0x01", 1],
          [byRootTwo, "0x01", 1],
          [byTwo, byRootTwo, 2],
          [byOne, byRootOne, 2],
        ] as const
      ).map(([id, above, depth]) => accreditation(id, above, depth, changes[id]));

    it("each counts by the root alone", () => {
      expect(standings([root("0x01")], mutual())).toEqual([
        ["0x01", "counts"],
        [byRootOne, "counts"],
        [byOne, "counts"],
        [byRootTwo, "counts"],
        [byTwo, "counts"],
      ]);
      const revoked = { issuerType: "revoked" } as const;
      expect(
        Object.fromEntries(
          standings([root("0x01")], mutual({ [byRootOne]: revoked, [byRootTwo]: revoked })),
        ),
      ).toEqual({
        "0x01": "counts",
        [byRootOne]: "revoked",
        [byOne]: "above",
        [byRootTwo]: "revoked",
        [byTwo]: "above",
      });
    });

    it("none is trusted where no root stands above them, and the tree has an end", () => {
      // No register gives this: it would be an index gone wrong.
      const circle = [accreditation(byOne, byTwo, 1), accreditation(byTwo, byOne, 2)];
      const own = accreditation("0x33", "0x33", 3);
      expect(standings([root("0x01")], [...circle, own])).toEqual([]);
      expect(standings([root("0x01")], [...mutual(), own]).length).toBe(5);
    });
  });
});

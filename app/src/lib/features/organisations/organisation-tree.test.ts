import { describe, expect, it } from "vitest";

import { ancestorsOf, organisationTree, stoppedBy } from "./organisation-tree.ts";

const organisation = (
  name: string,
  parent: string | null = null,
  status: "active" | "suspended" | "retired" = "active",
) => ({
  id: `0x${name}` as const,
  name,
  status,
  parent: parent === null ? null : { id: `0x${parent}` as const },
});
const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name);

const ministry = organisation("ministry");
const agency = organisation("agency", "ministry", "suspended");
const beta = organisation("beta", "agency");
const alpha = organisation("alpha", "agency");
const gamma = organisation("gamma");
const all = [gamma, beta, alpha, agency, ministry];
const byId = new Map(all.map((one) => [one.id, one]));

describe("organisationTree", () => {
  it("goes from the top down, children after their parent", () => {
    expect(organisationTree(all, byName).map((row) => [row.organisation.name, row.depth])).toEqual([
      ["gamma", 0],
      ["ministry", 0],
      ["agency", 1],
      ["alpha", 2],
      ["beta", 2],
    ]);
  });

  it("keeps at the top what stands under somebody unknown", () => {
    expect(organisationTree([beta], byName)).toEqual([
      { organisation: beta, depth: 0, stoppedBy: null },
    ]);
  });
});

describe("stoppedBy", () => {
  it("names the nearest above that is not active", () => {
    expect(stoppedBy(alpha, byId)).toBe(agency);
    expect(stoppedBy(gamma, byId)).toBeNull();
  });

  it("is of no interest where the organisation itself is not active", () => {
    expect(stoppedBy(agency, byId)).toBeNull();
  });
});

describe("ancestorsOf", () => {
  it("gives the nearest first", () => {
    expect(ancestorsOf(alpha, byId)).toEqual([agency, ministry]);
  });

  it("ends even where an answer goes round in circles", () => {
    const [one, two] = [organisation("one", "two"), organisation("two", "one")];
    expect(ancestorsOf(one, new Map([one, two].map((entry) => [entry.id, entry])))).toEqual([two]);
  });
});

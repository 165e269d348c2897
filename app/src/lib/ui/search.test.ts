import { describe, expect, it } from "vitest";

import { matches } from "./search.ts";

describe("matches", () => {
  it("disregards accents and case", () => {
    expect(matches("Représentant de l’Autriche", "REPRESENTANT autriche")).toBe(true);
    expect(matches("Österreich", "oster")).toBe(true);
  });

  it("asks for every word, in any order", () => {
    expect(matches("Representative of Belgium", "belg rep")).toBe(true);
    expect(matches("Representative of Belgium", "belgium france")).toBe(false);
  });

  it("finds everything for an empty search", () => {
    expect(matches("Malta", "")).toBe(true);
    expect(matches("Malta", "  ")).toBe(true);
  });
});

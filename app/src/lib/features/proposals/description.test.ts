import { describe, expect, it } from "vitest";

import { readDescription, writeDescription } from "./description.ts";

const document = { says: "nothing" };

describe("readDescription", () => {
  it("takes the heading and the paragraphs apart", () => {
    expect(
      readDescription("# Admit BE-3\n\nBecause.\nStill because.\n\n \n\nAnd therefore.\n"),
    ).toEqual({
      title: "Admit BE-3",
      paragraphs: ["Because.\nStill because.", "And therefore."],
      document,
    });
  });

  it.each([
    ["", { title: null, paragraphs: [] }],
    ["No heading", { title: null, paragraphs: ["No heading"] }],
    ["#hashtag is no heading", { title: null, paragraphs: ["#hashtag is no heading"] }],
    ["# Only a heading", { title: "Only a heading", paragraphs: [] }],
    ["# Windows\r\n\r\nLines", { title: "Windows", paragraphs: ["Lines"] }],
  ])("reads %j", (text, read) => {
    expect(readDescription(text)).toEqual({ ...read, document });
  });
});

describe("writeDescription", () => {
  it("writes what readDescription reads", () => {
    const written = writeDescription(" Admit \n BE-3 ", "One.\n\nTwo.\n");
    expect(written).toBe("# Admit BE-3\n\nOne.\n\nTwo.");
    expect(readDescription(written)).toEqual({
      title: "Admit BE-3",
      paragraphs: ["One.", "Two."],
      document,
    });
    expect(writeDescription("Admit", "  ")).toBe("# Admit");
  });
});

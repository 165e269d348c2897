import { createHash } from "node:crypto";

import { afterEach, describe, expect, it, vi } from "vitest";

import {
  cleanName,
  type DecisionDocument,
  documentIn,
  documentLine,
  documentOf,
  largestDocument,
  longestDocumentName,
  withDocument,
} from "#result/decision-document.ts";

import { pickFile } from "./decision-document.ts";
import { readDescription, writeDescription } from "./description.ts";

// The SHA-256 of "abc" in FIPS 180.
const abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
const document: DecisionDocument = { name: "Draft decision.pdf", size: 3, sha256: abc };
const line = `Document: Draft decision.pdf; 3 bytes; sha256 ${abc}`;

describe("The line of a document", () => {
  it("is what it reads", () => {
    expect(documentLine(document)).toBe(line);
    expect(documentIn(line)).toEqual({ says: "one", document, line });
  });

  it("stands last in a description, and is no paragraph of its reasons", () => {
    const description = writeDescription("Admit BE-3", "Because.\n", document);
    expect(description).toBe(`# Admit BE-3\n\nBecause.\n\n${line}`);
    expect(readDescription(description)).toEqual({
      title: "Admit BE-3",
      paragraphs: ["Because."],
      document: { says: "one", document, line },
    });
    expect(writeDescription("Admit", "", document)).toBe(`# Admit\n\n${line}`);
    expect(withDocument("# Admit\n", document)).toBe(`# Admit\n\n${line}\n`);
    expect(withDocument("# Admit\n", null)).toBe("# Admit\n");
  });

  it("is found whatever ends the lines", () => {
    for (const end of ["\n", "\r\n", "\r"])
      expect(documentIn(["# Admit", "", line, "More."].join(end))).toMatchObject({ document });
  });

  it.each([
    "",
    "Document: see the annex.",
    "The document: sha256 is a hash.",
    "Documents: all of them, sha256",
  ])("is none in %j", (text) => {
    expect(documentIn(text)).toEqual({ says: "nothing" });
  });

  it.each([
    line.toUpperCase(),
    ` ${line}`,
    `${line} `,
    `${line}0`,
    line.slice(0, -1),
    line.replace("Document:", "Document :"),
    line.replace("3 bytes", "0 bytes"),
    line.replace("3 bytes", "03 bytes"),
    line.replace("3 bytes", "-3 bytes"),
    line.replace("3 bytes", "9999999999999999 bytes"),
    line.replace("sha256 ", "sha256:"),
    line.replace("Draft decision.pdf", ""),
    line.replace("Draft decision.pdf", "a\u202efdp.exe"),
    line.replace("Draft decision.pdf", "x".repeat(longestDocumentName + 1)),
    "Document: sha-256",
  ])("is malformed in %j", (text) => {
    expect(documentIn(`# Title\n\n${text}\n`)).toEqual({ says: "malformed", lines: [text] });
  });

  it("does not choose between several, nor beside a malformed one", () => {
    const other = documentLine({ ...document, name: "Annex.pdf" });
    expect(documentIn(`${line}\n\n${other}`)).toEqual({ says: "several", lines: [line, other] });
    expect(documentIn(`${line}\n${line}`)).toMatchObject({ says: "several" });
    expect(documentIn(`${line}\n${line}0`)).toMatchObject({ says: "malformed" });
    // What is not understood stays to be read.
    const text = `# Title\n\nBecause.\n\n${line}\n\n${other}`;
    expect(readDescription(text).paragraphs).toEqual(["Because.", line, other]);
  });

  it.each([
    ["plain.pdf", "plain.pdf"],
    ["Beschluß (Entwurf); 3 bytes; sha256 00.pdf", "Beschluß (Entwurf); 3 bytes; sha256 00.pdf"],
    ["Απόφαση.pdf", "Απόφαση.pdf"],
    ["e\u0301.pdf", "é.pdf"],
    ["two\nlines\r\n.pdf", "two_lines__.pdf"],
    ["a\u202efdp.exe", "a_fdp.exe"],
    ["zero\u200bwidth\u0000.pdf", "zero_width_.pdf"],
    ["half\ud800.pdf", "half_.pdf"],
    ["para\u2029graph.pdf", "para_graph.pdf"],
    ["  many   spaces  ", "many spaces"],
    ["", "_"],
    [" \t ", "_"],
  ])("says the name %j as %j", (name, said) => {
    expect(cleanName(name)).toBe(said);
    const written = { ...document, name };
    expect(documentIn(documentLine(written))).toMatchObject({
      says: "one",
      document: { ...document, name: said },
    });
  });

  it("keeps the ends of a long name, by whole characters", () => {
    const said = cleanName(`${"😀".repeat(200)}.pdf`);
    expect([...said]).toHaveLength(longestDocumentName);
    expect(said).toMatch(/^😀+…😀+\.pdf$/u);
    expect(documentIn(documentLine({ ...document, name: said }))).toMatchObject({ says: "one" });
  });
});

describe("A picked file", () => {
  afterEach(() => vi.unstubAllGlobals());
  const file = (content: string | Uint8Array<ArrayBuffer>, name = "a.pdf") =>
    new File([content], name);

  it("is named by its SHA-256, whatever is in it", async () => {
    expect(await pickFile(file("abc", "Draft decision.pdf"))).toEqual({
      picked: "document",
      document,
    });
    const bytes = Uint8Array.from({ length: 100_000 }, (_, i) => (i * 7) % 256);
    const expected = createHash("sha256").update(bytes).digest("hex");
    expect(await pickFile(file(bytes))).toMatchObject({
      document: { size: 100_000, sha256: expected },
    });
    expect(await documentOf("a", bytes.slice(1))).not.toMatchObject({ sha256: expected });
  });

  it("is refused when nothing is in it, or too much", async () => {
    expect(await pickFile(file(""))).toEqual({ picked: "empty", name: "a.pdf" });
    const arrayBuffer = vi.fn();
    const size = largestDocument + 1;
    expect(await pickFile({ name: "b", size, arrayBuffer })).toEqual({
      picked: "too-large",
      name: "b",
      size,
    });
    expect(arrayBuffer).not.toHaveBeenCalled();
  });

  it("is refused when it cannot be read, or the browser does not hash", async () => {
    const gone = () => Promise.reject(new DOMException("gone", "NotFoundError"));
    expect(await pickFile({ name: "c", size: 1, arrayBuffer: gone })).toEqual({
      picked: "unreadable",
      name: "c",
    });
    vi.stubGlobal("crypto", {});
    expect(await pickFile(file("abc"))).toEqual({ picked: "no-hashing" });
  });
});

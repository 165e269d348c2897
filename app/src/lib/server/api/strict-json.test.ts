import { describe, expect, it } from "vitest";

import { deepestJson, parseStrictJson } from "./strict-json.ts";

describe("parseStrictJson", () => {
  it.each([
    "null",
    "1",
    '"a"',
    "[]",
    '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":"\\\\","b":"\\"","c":":"}',
    ' {\n"ä" : "a:b" , "a" : [ ] } ',
  ])("reads %s as everybody does", (text) => {
    expect(parseStrictJson(text)).toEqual(JSON.parse(text));
  });

  it.each([
    ['{"a":1,"a":2}', '"a"'],
    ['{"a":1,"\\u0061":2}', '"a"'],
    ['[{"b":{"did":1,"c":{},"did":1}}]', '"did"'],
    ['{"":1,"":1}', '""'],
  ])("refuses %s, which names a member twice", (text, name) => {
    expect(() => parseStrictJson(text)).toThrow(`${name} twice`);
  });

  it.each(["", "{", "{a:1}", "[1,]", '{"a" 1}', "'a'", '{"a":1}}', "\u0000", '{"a":1} x'])(
    "refuses %j, which is no JSON",
    (text) => {
      expect(() => parseStrictJson(text)).toThrow("not JSON");
    },
  );

  it("refuses what is nested too deeply, however long it is", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    expect(parseStrictJson(nested(deepestJson))).toBeInstanceOf(Array);
    expect(() => parseStrictJson(nested(deepestJson + 1))).toThrow("too deeply");
    expect(() => parseStrictJson(nested(100_000))).toThrow("too deeply");
    expect(() => parseStrictJson(`${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`)).toThrow(
      "too deeply",
    );
  });

  it("is not kept busy by quotes without an end", () => {
    expect(() => parseStrictJson(`"${'\\"'.repeat(100_000)}`)).toThrow("not JSON");
  });

  it("says what to do", () => {
    expect(() => parseStrictJson("{")).toThrow(
      expect.objectContaining({ remedy: expect.stringContaining("JSON") as string }),
    );
  });
});

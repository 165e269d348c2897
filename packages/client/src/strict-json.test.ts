import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { deepestJson, JsonFault, parseStrictJson, strictObject } from "./strict-json.ts";

const fault = (part: string) => (error: unknown) =>
  error instanceof JsonFault && error.message.includes(part) && error.remedy.includes("JSON");

describe("parseStrictJson", () => {
  it("reads JSON as everybody does", () => {
    const texts = [
      "null",
      "1",
      '"a"',
      "[]",
      '{"a":{"a":1},"b":[{"a":1},{"a":2}]}',
      '{"a":"{\\"a\\":1,\\"a\\":2}"}',
      '{"a":"\\\\","b":"\\"","c":":"}',
      ' {\n"ä" : "a:b" , "a" : [ ] } ',
    ];
    for (const text of texts) assert.deepEqual(parseStrictJson(text), JSON.parse(text), text);
  });

  it("refuses an object that names a member twice", () => {
    const texts = [
      ['{"a":1,"a":2}', '"a"'],
      ['{"a":1,"\\u0061":2}', '"a"'],
      ['[{"b":{"did":1,"c":{},"did":1}}]', '"did"'],
      ['{"":1,"":1}', '""'],
    ] as const;
    for (const [text, name] of texts) {
      assert.throws(
        () => parseStrictJson(text),
        (error: unknown) =>
          error instanceof JsonFault &&
          error.message.includes(`${name} twice`) &&
          error.remedy !== "",
        text,
      );
    }
  });

  it("refuses what is no JSON", () => {
    const texts = ["", "{", "{a:1}", "[1,]", '{"a" 1}', "'a'", '{"a":1}}', "\u0000", '{"a":1} x'];
    for (const text of texts) assert.throws(() => parseStrictJson(text), fault("not JSON"), text);
  });

  it("refuses what is nested too deeply, however long it is", () => {
    const nested = (depth: number) => "[".repeat(depth) + "]".repeat(depth);
    assert.ok(Array.isArray(parseStrictJson(nested(deepestJson))));
    const objects = `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`;
    for (const text of [nested(deepestJson + 1), nested(100_000), objects])
      assert.throws(() => parseStrictJson(text), fault("too deeply"));
  });

  it("is not kept busy by quotes without an end, nor by the longest text", () => {
    assert.throws(() => parseStrictJson(`"${'\\"'.repeat(100_000)}`), fault("not JSON"));
    const encodedList = "A".repeat(4 * 1024 * 1024);
    assert.deepEqual(parseStrictJson(JSON.stringify({ encodedList })), { encodedList });
  });
});

describe("strictObject", () => {
  it("answers with an object alone", () => {
    assert.deepEqual(strictObject('{"a":[1]}'), { a: [1] });
    for (const text of ["[]", "null", "1", '"a"', "{", '{"a":1,"a":1}'])
      assert.equal(strictObject(text), undefined, text);
  });
});

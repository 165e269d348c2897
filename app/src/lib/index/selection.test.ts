import { describe, expect, it } from "vitest";

import {
  asked,
  bigint,
  count,
  hex,
  int,
  list,
  nullable,
  query,
  record,
  renamed,
  text,
  word,
} from "./selection.ts";

const thing = query(
  "Thing",
  { id: "ID!", first: "Int!" },
  {
    thing: asked(
      "id: $id",
      nullable(
        record({
          id: hex,
          status: word("ACTIVE", "RETIRED"),
          weight: bigint,
          at: renamed("timestamp", count),
          parts: asked("first: $first", list(record({ name: text, size: int }))),
        }),
      ),
    ),
  },
);

const answer = {
  thing: {
    id: "0xab",
    status: "ACTIVE",
    weight: "9007199254740993",
    at: "12",
    parts: [{ name: "a", size: 1 }],
  },
};

describe("query", () => {
  it("writes the text", () => {
    expect(thing.text).toBe(
      "query Thing($id: ID!, $first: Int!) { thing(id: $id) { id status weight at: timestamp parts(first: $first) { name size } } }",
    );
  });

  it("reads an answer exactly", () => {
    expect(thing.read(answer)).toEqual({
      thing: {
        id: "0xab",
        status: "active",
        weight: 9007199254740993n,
        at: 12,
        parts: [{ name: "a", size: 1 }],
      },
    });
    expect(thing.read({ thing: null })).toEqual({ thing: null });
  });

  it.each([
    ["Thing", undefined],
    ["Thing.thing", { thing: undefined }],
    ["Thing.thing.id", { thing: { ...answer.thing, id: "ab" } }],
    ["Thing.thing.status", { thing: { ...answer.thing, status: "SOLD" } }],
    ["Thing.thing.weight", { thing: { ...answer.thing, weight: 5 } }],
    ["Thing.thing.at", { thing: { ...answer.thing, at: "99999999999999999999" } }],
    ["Thing.thing.parts", { thing: { ...answer.thing, parts: {} } }],
    [
      "Thing.thing.parts[0].size",
      { thing: { ...answer.thing, parts: [{ name: "a", size: 1.5 }] } },
    ],
  ])("names the place of a wrong shape: %s", (path, data) => {
    expect(() => thing.read(data)).toThrow(` at ${path}, where `);
  });
});

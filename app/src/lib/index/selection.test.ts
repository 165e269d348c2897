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
  variants,
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

describe("variants", () => {
  const said = query(
    "Said",
    {},
    {
      events: list(
        variants({ id: hex }, { Paid: { amount: bigint }, Ended: {}, Named: { name: text } }),
      ),
    },
  );

  it("asks for what all types have, and for what each has", () => {
    expect(said.text).toBe(
      "query Said { events { __typename id ... on Paid { amount } ... on Named { name } } }",
    );
  });

  it("reads each type with its own fields", () => {
    expect(
      said.read({
        events: [
          { __typename: "Paid", id: "0x01", amount: "3" },
          { __typename: "Ended", id: "0x02" },
        ],
      }),
    ).toEqual({
      events: [
        { __typename: "Paid", id: "0x01", amount: 3n },
        { __typename: "Ended", id: "0x02" },
      ],
    });
  });

  it("refuses a type that was not asked for, and one whose fields are missing", () => {
    expect(() => said.read({ events: [{ __typename: "toString", id: "0x01" }] })).toThrow(
      /Said\.events\[0\]\.__typename, where one of Paid, Ended, Named/,
    );
    expect(() => said.read({ events: [{ __typename: "Paid", id: "0x01" }] })).toThrow(
      /Said\.events\[0\]\.amount/,
    );
  });
});

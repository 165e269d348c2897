import { describe, expect, it } from "vitest";

import { judgeGraphql, largestQuery } from "./graphql-request.ts";

function judge(query: unknown) {
  return judgeGraphql(JSON.stringify({ query }));
}

describe("judgeGraphql", () => {
  it("passes on queries with nothing else than a query needs", () => {
    expect(judge("{ nodes { id } }")).toEqual({
      forward: true,
      body: '{"query":"{ nodes { id } }"}',
    });
    const verdict = judgeGraphql(
      '{"query":"query A { a }","variables":{"x":1},"operationName":"A","extensions":{}}',
    );
    expect(verdict).toEqual({
      forward: true,
      body: '{"query":"query A { a }","variables":{"x":1},"operationName":"A"}',
    });
  });

  it("passes on texts and names that only speak of writing", () => {
    expect(judge('{ proposals(where: { description: "mutation { x }" }) { id } }')).toMatchObject({
      forward: true,
    });
    expect(judge("# subscription { x }\n{ nodes { id } }")).toMatchObject({ forward: true });
  });

  it.each([
    "mutation { a }",
    "mutation Name($x: Int) { a }",
    "query A { a } subscription B { b }",
    'mutation"" { a }'.replace('""', " @x"),
  ])("refuses %s", (query) => {
    expect(judge(query)).toMatchObject({ forward: false, status: 403 });
  });

  it("refuses what is no query", () => {
    expect(judgeGraphql("{")).toMatchObject({ status: 400 });
    expect(judgeGraphql("null")).toMatchObject({ status: 400 });
    expect(judge(" ")).toMatchObject({ status: 400 });
    expect(judge(5)).toMatchObject({ status: 400 });
  });

  it("refuses what is too long", () => {
    expect(judge("x".repeat(largestQuery))).toMatchObject({ status: 413 });
  });
});

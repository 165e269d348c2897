import { globSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { openApi } from "./open-api.ts";

const routes = new URL("../../routes/", import.meta.url);
/** Paths of the routes below `api`, as OpenAPI writes them, with the methods that they export. */
const served = globSync("api/**/+server.ts", { cwd: routes })
  .map((file): [path: string, methods: string[]] => {
    const text = readFileSync(new URL(file, routes), "utf8");
    const methods = [...text.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)];
    return [
      `/${file.replace("/+server.ts", "").replaceAll(/\[(\w+)\]/g, "{$1}")}`,
      methods.map(([, method]) => (method ?? "").toLowerCase()).sort(),
    ];
  })
  .sort();

describe("openApi", () => {
  it("describes every route for programs and its methods, and no other", () => {
    expect(served.length).toBeGreaterThan(0);
    const described = Object.entries(openApi.paths).map(([path, item]) => [
      path,
      Object.keys(item).sort(),
    ]);
    expect(described.sort()).toEqual(served);
  });

  it("refers only to schemas that are there", () => {
    const text = JSON.stringify(openApi);
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name] of references) expect(openApi.components.schemas).toHaveProperty(name!);
  });
});

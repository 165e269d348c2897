import { globSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { ebsiServices } from "#lib/ebsi-paths.ts";

import { openApi, operations } from "./open-api.ts";

const routes = new URL("../../routes/", import.meta.url);
/** Paths of the routes for programs, as OpenAPI writes them, with the methods that they export. */
const served = ["api", ...ebsiServices]
  .flatMap((folder) => globSync(`${folder}/**/+server.ts`, { cwd: routes }))
  .map((file): [path: string, methods: string[]] => {
    const text = readFileSync(new URL(file, routes), "utf8");
    const methods = [...text.matchAll(/export const (GET|POST|PUT|PATCH|DELETE)\b/g)];
    return [
      `/${file
        .replace("/+server.ts", "")
        .replaceAll("[x+2e]", ".")
        .replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, "{$1}")}`,
      methods.map(([, method]) => (method ?? "").toLowerCase()).sort(),
    ];
  })
  .sort();

describe("openApi", () => {
  it("describes every route for programs and its methods, and no other", () => {
    expect(served.length).toBeGreaterThan(0);
    const paths = Object.entries(openApi.paths).map(([path, item]) => [
      path,
      Object.keys(item).sort(),
    ]);
    expect(paths.sort()).toEqual(served);
  });

  it("refers only to schemas that are there", () => {
    const text = JSON.stringify(openApi);
    const references = [...text.matchAll(/"#\/components\/schemas\/(\w+)"/g)];
    expect(references.length).toBeGreaterThan(0);
    for (const [, name] of references) expect(openApi.components.schemas).toHaveProperty(name!);
    expect(text).not.toContain("$defs");
  });

  it("says that a token is asked for with a form, and each of its parameters", () => {
    const body = openApi.paths["/authorisation/v5/token"]?.post?.requestBody;
    const types = Object.entries(body?.content ?? {});
    expect(types.map(([type]) => type)).toEqual(["application/x-www-form-urlencoded"]);
    expect(types[0]?.[1].schema).toMatchObject({
      required: ["grant_type", "scope", "vp_token", "presentation_submission"],
      properties: {
        grant_type: { const: "vp_token" },
        scope: { enum: expect.arrayContaining(["openid didr_write"]) as unknown },
        presentation_submission: {
          type: "string",
          contentMediaType: "application/json",
          contentSchema: { required: ["id", "definition_id", "descriptor_map"] },
        },
      },
    });
  });

  it("names every operation once, and describes each parameter of its path", () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    for (const { path, pathParameters } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(pathParameters?.shape ?? {}), path).toEqual(named);
    }
  });
});

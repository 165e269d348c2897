import { createHash } from "node:crypto";

import type { RequestEvent, RequestHandler } from "@sveltejs/kit";
import * as z from "zod";

import { endpoints } from "../endpoints.ts";
import { tooManyRequests } from "../limits.ts";
import { problem } from "../problem.ts";
import type { Operation } from "./operation.ts";
import { problemOf } from "./problem-of.ts";

/** How long others may keep an answer: until they have asked again, or as something that never changes. */
export type Freshness = "ask-again" | "unchanging";

const cacheControl: Readonly<Record<Freshness, string>> = {
  // What is registered may be revoked in the next block: a copy is good once the server has said that it is the same.
  "ask-again": "public, no-cache",
  unchanging: "public, max-age=86400, immutable",
};

export interface Told {
  body: unknown;
  /** Media type; JSON when left out. A text of another type is sent as it is. */
  type?: string;
  freshness?: Freshness;
  vary?: string;
  /** Name under which it is kept as a file, of letters, digits, hyphens and points. */
  file?: string;
}

export interface Asked<Path, Query> {
  path: Path;
  query: Query;
  /** What was asked for, under the address by which clients reach this server. */
  url: URL;
  event: RequestEvent;
}

/** The handler of a read: parameters are checked against the operation's shapes, and what goes wrong becomes a problem. */
export function serve<Path extends z.ZodObject, Query extends z.ZodObject>(
  operation: Operation<Path, Query>,
  tell: (asked: Asked<z.output<Path>, z.output<Query>>) => Promise<Told | Response>,
): RequestHandler {
  return async (event) => {
    const refused = tooManyRequests(event);
    if (refused) return refused;

    const path = read(operation.pathParameters, event.params);
    if (path instanceof Response) return path;
    const query = readQuery(operation.query, event.url.searchParams);
    if (query instanceof Response) return query;
    try {
      const told = await tell({
        path: path as z.output<Path>,
        query: query as z.output<Query>,
        url: await publicUrl(event.url),
        event,
      });
      return told instanceof Response ? told : answer(event.request, told);
    } catch (error) {
      return problemOf(error, `${event.request.method} ${event.url.pathname}`);
    }
  };
}

/**
 * The configured address stands in answers, never one that a request names: others may keep an answer, and behind a proxy the server
 * does not know how it was asked.
 */
async function publicUrl({ pathname, search, origin }: URL): Promise<URL> {
  const { api = origin } = await endpoints();
  return new URL(pathname + search, api);
}

/** Values checked against a shape; or the answer that refuses them. */
export function read(shape: z.ZodObject | undefined, values: unknown): unknown {
  if (!shape) return {};
  const result = shape.safeParse(values);
  return result.success ? result.data : badParameter(result.error);
}

export function readQuery(shape: z.ZodObject | undefined, parameters: URLSearchParams): unknown {
  const names = Object.keys(shape?.shape ?? {});
  const repeated = names.find((name) => parameters.getAll(name).length > 1);
  if (repeated !== undefined)
    return problem(400, `The parameter ${repeated} is given twice.`, "Give it once.");
  return read(shape, Object.fromEntries(parameters));
}

function badParameter({ issues }: z.ZodError): Response {
  const [issue] = issues;
  const name = String(issue?.path[0] ?? "");
  return problem(
    400,
    `The parameter ${name} is not valid.`,
    issue?.message ?? "See /openapi.json.",
  );
}

/** An answer that a client who has it already need not read again. */
export function answer(request: Pick<Request, "headers">, told: Told): Response {
  const { body, type = "application/json", freshness = "ask-again", vary, file } = told;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const etag = `"${createHash("sha256").update(type).update("\0").update(text).digest("base64url").slice(0, 27)}"`;
  const headers: Record<string, string> = {
    etag,
    "cache-control": cacheControl[freshness],
    ...(vary === undefined ? {} : { vary }),
    ...(file === undefined ? {} : { "content-disposition": `attachment; filename="${file}"` }),
  };
  if (knows(request.headers.get("if-none-match"), etag))
    return new Response(null, { status: 304, headers });
  return new Response(text, { headers: { ...headers, "content-type": type } });
}

function knows(ifNoneMatch: string | null, etag: string): boolean {
  if (ifNoneMatch === null) return false;
  if (ifNoneMatch.trim() === "*") return true;
  return ifNoneMatch.split(",").some((known) => known.trim().replace(/^W\//, "") === etag);
}

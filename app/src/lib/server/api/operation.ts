import type * as z from "zod";

import { problemShape, text } from "./shapes.ts";

/** What is answered with a status. */
export interface Answer {
  description: string;
  /** Shape by media type. */
  content?: Readonly<Record<string, z.ZodType>>;
  headers?: Readonly<Record<string, string>>;
}

/** One thing that programs may ask for: what `/openapi.json` says of it, and what its request is checked against. */
export interface Operation<
  Path extends z.ZodObject = z.ZodObject,
  Query extends z.ZodObject = z.ZodObject,
  Body extends z.ZodType = z.ZodType,
> {
  id: string;
  method: "get" | "post" | "delete";
  /** As OpenAPI writes it, with parameters in braces. */
  path: string;
  tag: string;
  summary: string;
  description?: string;
  pathParameters?: Path;
  query?: Query;
  headers?: z.ZodObject;
  /** JSON of the request. */
  body?: Body;
  /** Form of the request, where it is no JSON. */
  form?: z.ZodObject;
  /** Media types of the file that the request is, where it is neither. */
  file?: readonly string[];
  /** Whether a bearer token is needed; the description says with which scope. */
  token?: boolean;
  /** By status. */
  answers: Readonly<Record<string, Answer>>;
}

/** Keeps the shapes of the parts in the type. */
export function operation<
  Path extends z.ZodObject,
  Query extends z.ZodObject,
  Body extends z.ZodType,
>(described: Operation<Path, Query, Body>): Operation<Path, Query, Body> {
  return described;
}

export function json(shape: z.ZodType, description: string, headers?: Answer["headers"]): Answer {
  return { description, content: { "application/json": shape }, ...(headers ? { headers } : {}) };
}

export function problemAnswer(description: string): Answer {
  return { description, content: { "application/problem+json": problemShape } };
}

/** What every read may answer besides what it is asked for. */
export const readProblems = {
  "400": problemAnswer("The question cannot be understood."),
  "429": problemAnswer("This client asks too often; Retry-After says when to ask again."),
  "503": problemAnswer("The chain gives no answer now."),
};

/** Header of every write: what comes again with the same key is answered with the same. */
export const idempotencyKey = {
  "Idempotency-Key": text(/^[\x21-\x7e]{1,255}$/, "Give 1 to 255 visible characters of ASCII.")
    .optional()
    .describe(
      "A name that the client gives to this request. For 24 hours the same request with it is given the first answer again, another one is refused (422), and one that comes before the first is answered is too (409). Answers from 500 on and 429 are not kept: send the request again.",
    ),
};

export const notFound = problemAnswer("There is no such entry.");

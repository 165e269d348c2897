import { AnswerShapeError, type Query } from "./selection.ts";

/** The index cannot answer now: it is not there, or it refuses. What it would say may still be asked of the contracts. */
export class IndexError extends Error {
  override readonly name = "IndexError";
  readonly kind: "unreachable" | "refused" | "malformed";

  constructor(kind: IndexError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

export interface Index {
  ask<Variables, T>(query: Query<Variables, T>, variables: Variables): Promise<T>;
}

export interface IndexOptions {
  url: string;
  fetch?: typeof fetch;
  /** Milliseconds after which an answer is given up. */
  patience?: number;
}

export function createIndex({
  url,
  fetch: request = fetch,
  patience = 8_000,
}: IndexOptions): Index {
  return {
    async ask(query, variables) {
      let body: unknown;
      try {
        const response = await request(url, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify({ query: query.text, operationName: query.name, variables }),
          signal: AbortSignal.timeout(patience),
        });
        if (!response.ok) throw new Error(`HTTP status ${response.status}`);
        body = await response.json();
      } catch (cause) {
        throw new IndexError("unreachable", `The index gives no answer to ${query.name}.`, {
          cause,
        });
      }
      return readAnswer(query, body);
    },
  };
}

function readAnswer<Variables, T>(query: Query<Variables, T>, body: unknown): T {
  const { data, errors } = (body ?? {}) as { data?: unknown; errors?: { message?: unknown }[] };
  if (Array.isArray(errors) && errors.length > 0) {
    const reasons = errors.map(({ message }) => String(message)).join("; ");
    throw new IndexError("refused", `The index refuses ${query.name}: ${reasons}`);
  }
  try {
    return query.read(data);
  } catch (cause) {
    if (cause instanceof AnswerShapeError)
      throw new IndexError("malformed", cause.message, { cause });
    throw cause;
  }
}

export const largestQuery = 32 * 1024;

export type GraphqlVerdict =
  | { forward: true; body: string }
  | { forward: false; status: number; title: string; remedy: string };

/**
 * Whether a GraphQL request may go on to the index. The index itself bounds depth and size of answers
 * (GRAPH_GRAPHQL_* in production) and knows no writes; here stands what a proxy can judge cheaply.
 */
export function judgeGraphql(text: string): GraphqlVerdict {
  if (text.length > largestQuery) {
    return {
      forward: false,
      status: 413,
      title: "The query is too long.",
      remedy: `Send at most ${largestQuery} bytes.`,
    };
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return {
      forward: false,
      status: 400,
      title: "The request is not JSON.",
      remedy: 'Send {"query": "…", "variables": {…}}.',
    };
  }
  const { query, variables, operationName } = (body ?? {}) as Record<string, unknown>;
  if (typeof query !== "string" || query.trim() === "") {
    return {
      forward: false,
      status: 400,
      title: "The request has no query.",
      remedy: 'Send {"query": "…", "variables": {…}}.',
    };
  }
  if (/\b(?:mutation|subscription)\b\s*[\w({@]/.test(withoutTexts(query))) {
    return {
      forward: false,
      status: 403,
      title: "The index is only read.",
      remedy: "Write to the contracts; the index follows.",
    };
  }
  return { forward: true, body: JSON.stringify({ query, variables, operationName }) };
}

/** Comments and quoted texts may say what they like. */
function withoutTexts(query: string): string {
  return query.replace(/"""[\s\S]*?"""|"(?:\\.|[^"\\])*"|#[^\n\r]*/g, '""');
}

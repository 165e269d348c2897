/** RFC 9457: an error that programs can read, with what to do about it. */
export function problem(
  status: number,
  title: string,
  remedy: string,
  headers: Record<string, string> = {},
): Response {
  return new Response(JSON.stringify({ type: "about:blank", status, title, detail: remedy }), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

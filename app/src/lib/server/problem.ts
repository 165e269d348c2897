/**
 * RFC 9457: an error that programs can read, with what to do about it.
 * @param contracts Name and values of the contract's error, where a contract refused.
 */
export function problem(
  status: number,
  title: string,
  remedy: string,
  headers: Record<string, string> = {},
  contracts: { error?: string; values?: readonly { name: string; value: string }[] } = {},
): Response {
  const told = { type: "about:blank", status, title, detail: remedy, ...contracts };
  return new Response(JSON.stringify(told), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

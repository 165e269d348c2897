import type { Finding } from "./invoices/finding.ts";

/** What some problems say besides. */
interface ProblemDetails {
  /** Name and values of the contract's error, where a contract refused. */
  error?: string;
  values?: readonly { name: string; value: string }[];
  /** What is wrong with an invoice. */
  findings?: readonly Finding[];
}

/** RFC 9457: an error that programs can read, with what to do about it. */
export function problem(
  status: number,
  title: string,
  remedy: string,
  headers: Record<string, string> = {},
  details: ProblemDetails = {},
): Response {
  const told = { type: "about:blank", status, title, detail: remedy, ...details };
  return new Response(JSON.stringify(told), {
    status,
    headers: {
      "content-type": "application/problem+json",
      "cache-control": "no-store",
      ...headers,
    },
  });
}

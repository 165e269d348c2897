import type { FailureValue } from "#lib/chain/failure.ts";

import type { SignedBallot } from "./ballot.ts";

type Hex = `0x${string}`;

/** That a relayer has a ballot, signed by it: whoever is not counted can show it. */
export interface Receipt {
  id: string;
  council: Hex;
  proposalId: string;
  member: Hex;
  /** Seconds since 1970. */
  receivedAt: number;
  relayer: Hex;
  signature: Hex;
}

/** Why a relayer does not take a ballot, or why it was not counted. */
export interface RelayerRefusal {
  /** Name of the contract's error, or of the relayer's own; null where it says none. */
  error: string | null;
  values: FailureValue[];
  /** In the relayer's own words, which are English. */
  title: string | null;
  remedy: string | null;
}

/** What a relayer says of a ballot. */
export interface Relayed {
  id: string;
  status: "accepted" | "sent" | "counted" | "refused";
  transaction: Hex | null;
  /** Why it was refused; null when it was not. */
  refusal: RelayerRefusal | null;
  receipt: Receipt | null;
}

export type RelayerAnswer =
  | { answer: "relayed"; relayed: Relayed }
  /** It does not take the ballot, and says why. */
  | { answer: "refused"; refusal: RelayerRefusal }
  /** There is none, or it gives no answer: the ballot stays good. */
  | { answer: "away" };

const path = "/api/v1/ballots";
/** Milliseconds after which an answer is given up. */
const patience = 15_000;

/** Gives a signed ballot to the relayer of this server. */
export async function submitBallot(
  ballot: SignedBallot,
  request: typeof fetch = fetch,
): Promise<RelayerAnswer> {
  return ask(path, request, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(ballot),
  });
}

/** What has become of a ballot. */
export async function askBallot(id: string, request: typeof fetch = fetch): Promise<RelayerAnswer> {
  return ask(`${path}/${encodeURIComponent(id)}`, request, {});
}

async function ask(url: string, request: typeof fetch, init: RequestInit): Promise<RelayerAnswer> {
  let response: Response;
  let body: unknown;
  try {
    response = await request(url, { ...init, signal: AbortSignal.timeout(patience) });
    body = await response.json();
  } catch {
    return { answer: "away" };
  }
  if (response.ok) {
    const relayed = readRelayed(body);
    return relayed ? { answer: "relayed", relayed } : { answer: "away" };
  }
  const { title, detail, error, values } = (body ?? {}) as Record<string, unknown>;
  // One that does not know the ballot can be given it again; one that does not serve the body says no.
  const isUnknown = response.status === 404 && error !== "RelayerUnknownCouncil";
  if (isUnknown || response.status === 429 || response.status >= 500) return { answer: "away" };
  return {
    answer: "refused",
    refusal: {
      error: textOr(error),
      values: valuesIn(values),
      title: textOr(title) ?? `HTTP ${response.status}`,
      remedy: textOr(detail),
    },
  };
}

const statuses = ["accepted", "sent", "counted", "refused"] as const;
const textOr = (value: unknown) => (typeof value === "string" && value !== "" ? value : null);

function valuesIn(values: unknown): FailureValue[] {
  if (!Array.isArray(values)) return [];
  return values.flatMap((one) => {
    const { name, value } = (one ?? {}) as Record<string, unknown>;
    return typeof name === "string" && typeof value === "string" ? [{ name, value }] : [];
  });
}

/** What a relayer answers is never trusted to have the shape that was hoped for. */
export function readRelayed(body: unknown): Relayed | null {
  if (typeof body !== "object" || body === null) return null;
  const { id, status, transaction, error, values, explanation, remedy, receipt } = body as Record<
    string,
    unknown
  >;
  const known = statuses.find((name) => name === status);
  if (typeof id !== "string" || !known) return null;
  return {
    id,
    status: known,
    transaction: /^0x[0-9a-f]{64}$/i.test(String(transaction)) ? (transaction as Hex) : null,
    refusal:
      known === "refused"
        ? {
            error: textOr(error),
            values: valuesIn(values),
            title: textOr(explanation),
            remedy: textOr(remedy),
          }
        : null,
    receipt: typeof receipt === "object" ? (receipt as Receipt | null) : null,
  };
}

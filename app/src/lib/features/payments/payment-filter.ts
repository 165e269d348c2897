import { pageOf } from "#lib/ui/paging.ts";

/** What the list of payments can be narrowed to, by their facts and the chain's clock. */
export const listedStates = ["held", "disputed", "overdue", "refundable", "over"] as const;
export type ListedState = (typeof listedStates)[number];

/** What streams and subscriptions can be narrowed to. */
export const streamStatuses = ["running", "paused", "ended"] as const;
export const subscriptionStates = ["active", "over"] as const;

/** What the address of a list asks for. */
export interface PaymentFilter<State extends string = ListedState> {
  state: State | null;
  /** As it was typed; empty for everybody. */
  party: string;
  /** From 1. */
  page: number;
}

/** Reads the filter from the address; what it does not know counts as not asked for. */
export function readFilter<State extends string>(
  params: Pick<URLSearchParams, "get">,
  states: readonly State[],
): PaymentFilter<State> {
  return {
    state: states.find((state) => state === params.get("state")) ?? null,
    party: (params.get("party") ?? "").trim(),
    page: pageOf(params),
  };
}

/** The account that a filter asks for, in small letters; null for none, and for what is no address. */
export function partyOf({ party }: { party: string }): `0x${string}` | null {
  return /^0x[0-9a-f]{40}$/i.test(party) ? (party.toLowerCase() as `0x${string}`) : null;
}

/** The address of a list with a filter; what is as usual is left out. */
export function filterPath(path: string, { state, party, page }: PaymentFilter<string>): string {
  const params = new URLSearchParams();
  if (state !== null) params.set("state", state);
  if (party !== "") params.set("party", party);
  if (page > 1) params.set("page", String(page));
  return params.size === 0 ? path : `${path}?${params}`;
}

/** The same for the index. */
export function paymentWhere(
  filter: Pick<PaymentFilter, "state" | "party">,
  now: number,
): Record<string, unknown> {
  const party = partyOf(filter);
  const states = filter.state === null ? [{}] : stateWhere(filter.state, now);
  const parties: Record<string, unknown>[] =
    party === null
      ? [{}]
      : [
          { payer: party },
          { payee: party },
          { operator: party },
          { arbiter: party },
          { officials_contains: [party] },
          { shares_: { payee: party } },
        ];
  const branches = states.flatMap((state) => parties.map((one) => ({ ...state, ...one })));
  // The index takes an "or" by itself alone.
  return branches.length === 1 ? (branches[0] ?? {}) : { or: branches };
}

/** Streams, for the index. */
export function streamWhere({
  state,
  party,
}: Pick<PaymentFilter<(typeof streamStatuses)[number]>, "state" | "party">) {
  return ofParties(partyOf({ party }), state === null ? {} : { status: state.toUpperCase() });
}

/** Subscriptions, for the index: one is over when its last period is, though it may still be collected for. */
export function subscriptionWhere(
  { state, party }: Pick<PaymentFilter<(typeof subscriptionStates)[number]>, "state" | "party">,
  now: number,
) {
  const ends = state === "active" ? { end_gt: String(now) } : { end_lte: String(now) };
  return ofParties(partyOf({ party }), state === null ? {} : ends);
}

function ofParties(party: string | null, also: Record<string, unknown>): Record<string, unknown> {
  return party === null
    ? also
    : {
        or: [
          { ...also, payer: party },
          { ...also, payee: party },
        ],
      };
}

function stateWhere(state: ListedState, now: number): Record<string, unknown>[] {
  const second = String(now);
  switch (state) {
    case "held":
      return [{ phase: "OPEN", held_gt: "0", captureBy_gte: second }];
    case "overdue":
      return [{ phase: "OPEN", held_gt: "0", captureBy_lt: second }];
    case "disputed":
      return [{ phase: "DISPUTED" }];
    case "refundable":
      return [{ held: "0", refundable_gt: "0", refundBy_gte: second }];
    case "over":
      return [
        { held: "0", refundable: "0" },
        { held: "0", refundable_gt: "0", refundBy_lt: second },
      ];
  }
}

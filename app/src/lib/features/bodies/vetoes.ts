import type { Decided } from "#lib/index/bodies.ts";

type Hex = `0x${string}`;

/** Somebody was given a right to stop decisions of a body, or lost it. */
export interface VetoEvent extends Decided {
  /** Place in the chain: a later event has a larger one. */
  ordinal: bigint;
  at: number;
  council: Hex;
  holder: Hex;
  /** What was given; null where a right was taken away. */
  granted: { targets: Hex[]; notAfter: number } | null;
}

/** A right to stop decisions of one body, as it was given at one time. */
export interface VetoGrant {
  council: Hex;
  holder: Hex;
  /** Contracts that a call of the proposal must go to; none for a guardian, who may stop any. */
  targets: Hex[];
  /** Last second of the right. */
  notAfter: number;
  granted: Decided & { at: number };
  /** By what it ended before its time: it was taken away, or given anew in another form; null while neither happened. */
  over: (Decided & { at: number; how: "revoked" | "replaced" }) | null;
}

/** A proposal that was stopped. */
export interface Veto {
  council: Hex;
  proposalId: bigint;
  /** Its number and its text, which only the index tells beside the veto; else null. */
  proposal: { number: number; description: string } | null;
  holder: Hex;
  reason: string;
  at: number;
  transaction: Hex;
}

/** Every right that was ever given, the latest first. */
export function vetoGrants(events: readonly VetoEvent[]): VetoGrant[] {
  const grants: VetoGrant[] = [];
  for (const event of events.toSorted((a, b) => (a.ordinal < b.ordinal ? -1 : 1))) {
    const { council, holder, granted, at, transaction, decision } = event;
    const before = grants.find(
      (grant) => grant.over === null && grant.council === council && grant.holder === holder,
    );
    if (before) before.over = { at, transaction, decision, how: granted ? "replaced" : "revoked" };
    if (granted)
      grants.unshift({
        council,
        holder,
        ...granted,
        granted: { at, transaction, decision },
        over: null,
      });
  }
  return grants;
}

/** Whether the right can be used now; by the same comparison as `Vetoes`. */
export type VetoState =
  { state: "in-force"; until: number } | { state: "ended" | "revoked" | "replaced"; at: number };

export function vetoState(
  { notAfter, over }: Pick<VetoGrant, "notAfter" | "over">,
  now: number,
): VetoState {
  // What was taken away after its end had ended before.
  if (over !== null && over.at <= notAfter) return { state: over.how, at: over.at };
  return now > notAfter ? { state: "ended", at: notAfter } : { state: "in-force", until: notAfter };
}

/** What of a body a right of veto is measured against. */
export interface Reach {
  council: Hex;
  /** Contracts to which the body's table holds every call for reinforced for ever. */
  pinned: readonly Hex[];
  /** Address of `Vetoes`. */
  vetoes: Hex;
}

/** The first of the contracts whose decisions nobody can stop; null when there is none. */
export function protectedTarget(
  targets: readonly Hex[],
  { council, pinned, vetoes }: Reach,
): Hex | null {
  const isProtected = (target: Hex) =>
    [council, vetoes, ...pinned].some((address) => same(address, target));
  return targets.find(isProtected) ?? null;
}

/** Whether a right reaches a proposal with calls to these contracts; by the same comparisons as `Vetoes`. */
export function reaches(
  { targets: scope }: Pick<VetoGrant, "targets">,
  targets: readonly Hex[],
  reach: Reach,
): boolean {
  if (protectedTarget(targets, reach) !== null) return false;
  return scope.length === 0 || targets.some((target) => scope.some((named) => same(named, target)));
}

function same(a: Hex, b: Hex): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

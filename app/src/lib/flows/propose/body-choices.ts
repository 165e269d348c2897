import { keccak256, toBytes } from "viem";

import type { BodyContracts, BodyName } from "#lib/chain/bodies.ts";
import type { Times } from "#lib/features/bodies/read-parameters.ts";
import type { Mandates } from "#lib/features/proposals/standing.ts";
import type { DecisionClass, Rules } from "#lib/features/proposals/voting-rules.ts";

type Hex = `0x${string}`;

/** A member of some body. */
export interface ChoosableMember {
  account: Hex;
  code: string;
  /** Place in the body. */
  index: number;
  class: "member" | "observer";
  status: "active" | "suspended" | "left";
  weight: bigint;
  weightYear: number;
}

/** A call that stands in a class easier than reinforced. */
export interface ListedCall {
  target: Hex;
  selector: Hex;
  class: DecisionClass;
  cooperation: number | null;
}

/** A body with what measures about its members and its rules can concern. */
export interface ChoosableBody extends BodyName, Omit<BodyContracts, "Council"> {
  /** All that were ever registered, by their codes. */
  members: readonly ChoosableMember[];
  mandates: Pick<Mandates, "representatives" | "members">;
  /** Its present rules. */
  rules: Rules;
  listings: readonly ListedCall[];
  /** Enhanced cooperations with the places of their participants. */
  cooperations: readonly { cooperation: number; participants: readonly number[] }[];
  /** Participants that an enhanced cooperation needs at least. */
  leastParticipants: number;
}

/** How long a decision of a body takes, in seconds; the first three are times that it can change. */
export type BodyTimes = Pick<
  Times,
  "votingDelay" | "votingPeriod" | "baseDelay" | "extension" | "expiration"
>;

/** A body that nobody can shut out, by its Council. */
export interface ListedBodies {
  councils: readonly Hex[];
  /** So many can be listed. */
  maximum: number;
}

/** Members that have not left. */
export function presentMembers(body: Pick<ChoosableBody, "members">): ChoosableMember[] {
  return body.members.filter(({ status }) => status !== "left");
}

/**
 * The account id that a member has where nothing else is said: the end of a hash of its code, so that nobody holds a key for it. As the
 * members of the founding have it.
 */
export function accountIdOf(code: string): Hex {
  return `0x${keccak256(toBytes(`foedus:member:${code}`)).slice(-40)}`;
}

import { bodyQuery, memberPath } from "#lib/chain/bodies.ts";

import type { Support } from "./eligibility.ts";
import type { Call } from "./decode-call.ts";
import type { ProposalText } from "./description.ts";
import type { ProposalFacts } from "./proposal-state.ts";
import type { DecisionClass, Rule, Tally, Totals } from "./voting-rules.ts";

type Hex = `0x${string}`;

/** A member at the snapshot of a proposal, with its vote. */
export interface Ballot {
  account: Hex;
  code: string;
  weight: bigint;
  /** Null while it has not voted. */
  support: Support | null;
  reason: string;
  /** Seconds since 1970. */
  time: number | null;
  transaction: Hex | null;
}

/** A proposal as the pages show it, apart from what depends on the time and on the reader. */
export interface Proposal {
  /** Id that the Council knows: hash of calls and description. */
  proposalId: bigint;
  /** Number for people, within the body. */
  number: number;
  body: { address: Hex; name: string; isAssembly: boolean };
  proposer: Hex;
  proposingMember: { account: Hex; code: string } | null;
  text: ProposalText;
  /** The text as it was proposed, which the id of the proposal binds. */
  description: string;
  descriptionHash: Hex;
  calls: Call[];
  classes: DecisionClass[];
  /** Edition of the body's rules by which it is judged, whatever was changed later. */
  rulesEdition: number;
  /** The rule of each of its classes, in that edition. */
  rules: Rule[];
  codeHash: Hex;
  facts: ProposalFacts;
  /** Heads and weight of all members that have a vote at the snapshot; before it, those of now. */
  totals: Totals;
  tally: Tally;
  /** Every member that has or had a vote. */
  ballots: Ballot[];
}

type Numbered = Pick<Proposal, "number" | "body">;

/** Where the page of a proposal is. Numbers count within a body: those of other bodies than the Assembly name theirs. */
export function proposalPath({ number, body }: Numbered): string {
  return `/proposals/${number}${queryOf(body)}`;
}

/** Where its minutes are. */
export function minutesPath({ number, body }: Numbered): string {
  return `/proposals/${number}/minutes${queryOf(body)}`;
}

/** Where its result package is. */
export function resultPath({ proposalId, body }: Pick<Proposal, "proposalId" | "body">): string {
  return `/api/v1/proposals/${proposalId}/result${queryOf(body)}`;
}

const queryOf = ({ address, isAssembly }: Proposal["body"]): string =>
  bodyQuery({ council: address, isAssembly });

/** Where the page of a member of the body is. */
export function memberPage({ address, isAssembly }: Proposal["body"], id: string): string {
  return memberPath({ council: address, isAssembly }, id);
}

/** Tells a proposal apart from all others that a page shows, also as the id of an element. */
export function proposalKey({ number, body }: Numbered): string {
  return body.isAssembly ? String(number) : `${body.address}-${number}`;
}

/** Weights of the members that have not voted. */
export function silentWeights(ballots: readonly Pick<Ballot, "support" | "weight">[]): bigint[] {
  return ballots.filter(({ support }) => support === null).map(({ weight }) => weight);
}

/** Id of the row that says what a member voted. */
export function ballotAnchor({ code }: Pick<Ballot, "code">): string {
  return `vote-${code}`;
}

/** What the proposal is called: the proposer's heading, or what it does where there is none. */
export function proposalTitle(
  { text, number }: Pick<Proposal, "text" | "number">,
  sentences: readonly string[],
): string {
  return text.title ?? sentences[0]?.replace(/\.$/, "") ?? `#${number}`;
}

import type { Standing, Support } from "./eligibility.ts";
import type { Ballot } from "./proposal.ts";

type Hex = `0x${string}`;

interface MandatedMember {
  account: Hex;
  code: string;
  class: "member" | "observer";
  status: "active" | "suspended" | "left";
}

/** A key that acts for a member. */
export interface Mandate {
  /** Of an account its address, of another signer the last 20 bytes of its hash. */
  key: Hex;
  /** Signer of ERC-7913, a verifier and then a key; null for an account that was appointed as such. */
  signer: Hex | null;
  /** First second of the mandate; null when it began with the appointment. */
  notBefore: number | null;
  notAfter: number;
  member: MandatedMember;
}

/** A vote in the hands of another member. */
export interface GivenProxy {
  member: { account: Hex; code: string };
  carrier: { account: Hex; code: string };
  notAfter: number;
  /** The one proposal for which it is given; null for all. */
  coversProposal: bigint | null;
}

/** Who acts for the members of a body at present. */
export interface Mandates {
  representatives: readonly Mandate[];
  /** Members with the key that appoints their representatives. */
  members: readonly { account: Hex; code: string; mandateKey: Hex | null }[];
  /** Proxies that nobody ended; those of which the time has run out are among them. */
  proxies: readonly GivenProxy[];
}

/** A vote that a key may cast, or would if nothing stood against it: of its own member, or of one that this carries. */
export interface Seat {
  account: Hex;
  code: string;
  /** Code of the member that carries the vote; null when it is the key's own. */
  carriedBy: string | null;
  standing: Standing;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

function mandateOf(key: Hex | null, { representatives }: Mandates): Mandate | undefined {
  return key === null
    ? undefined
    : representatives.find((representative) => same(representative.key, key));
}

/** What a key may do on a proposal; without one, whatever the proposal. */
export function standingOf(
  key: Hex | null,
  mandates: Mandates,
  ballots: readonly Pick<Ballot, "account" | "support">[],
  proposalId: bigint | null = null,
): Standing {
  if (key === null) return { kind: "stranger" };
  const mandate = mandateOf(key, mandates);
  if (!mandate) {
    const member = mandates.members.find(
      ({ mandateKey }) => mandateKey !== null && same(mandateKey, key),
    );
    return member ? { kind: "mandate-key", member: member.code } : { kind: "stranger" };
  }
  const { account, code, class: memberClass, status } = mandate.member;
  const proxy = mandates.proxies.find(
    (given) => given.member.account === account && covers(given, proposalId),
  );
  return {
    kind: "representative",
    member: code,
    memberClass,
    memberStatus: status,
    notBefore: mandate.notBefore,
    notAfter: mandate.notAfter,
    proxy: proxy ? { carrier: proxy.carrier.code, notAfter: proxy.notAfter } : null,
    ...recorded(account, ballots),
  };
}

/** The votes that a key may have to do with at a time: its member's own, and the one that this carries. */
export function seatsOf(
  key: Hex | null,
  mandates: Mandates,
  proposal: { proposalId: bigint; ballots: readonly Pick<Ballot, "account" | "support">[] },
  now: number,
): Seat[] {
  const mandate = mandateOf(key, mandates);
  if (!mandate) return [];
  const { member } = mandate;
  const { proposalId, ballots } = proposal;
  const standing = standingOf(key, mandates, ballots, proposalId);
  const own: Seat = { account: member.account, code: member.code, carriedBy: null, standing };
  const carried = mandates.proxies
    .filter(
      (given) =>
        given.carrier.account === member.account &&
        given.notAfter >= now &&
        covers(given, proposalId),
    )
    .map((given): Seat => ({
      account: given.member.account,
      code: given.member.code,
      carriedBy: member.code,
      standing:
        standing.kind === "representative"
          ? {
              ...standing,
              member: given.member.code,
              proxy: null,
              ...recorded(given.member.account, ballots),
            }
          : standing,
    }));
  return [own, ...carried];
}

function recorded(
  account: Hex,
  ballots: readonly Pick<Ballot, "account" | "support">[],
): { votesAtSnapshot: boolean; voted: Support | null } {
  const ballot = ballots.find((candidate) => candidate.account === account);
  return { votesAtSnapshot: ballot !== undefined, voted: ballot?.support ?? null };
}

function covers({ coversProposal }: GivenProxy, proposalId: bigint | null): boolean {
  return coversProposal === null || coversProposal === proposalId;
}

/** The member that a key votes for, by account id and code; null for a stranger. */
export function memberOf(
  key: Hex | null,
  mandates: Mandates,
): { account: Hex; code: string } | null {
  const mandate = mandateOf(key, mandates);
  return mandate ? { account: mandate.member.account, code: mandate.member.code } : null;
}

/** The member that a key votes for in one body. */
export interface OwnMember {
  /** Address of the body's Council. */
  body: Hex;
  account: Hex;
  code: string;
}

/** The members that a key votes for, one for each body that it sits in. */
export function ownMembers(
  key: Hex | null,
  bodies: readonly { address: Hex; mandates: Mandates }[],
): OwnMember[] {
  return bodies.flatMap(({ address, mandates }) => {
    const member = memberOf(key, mandates);
    return member ? [{ body: address, ...member }] : [];
  });
}

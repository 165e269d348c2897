import type { Standing } from "./eligibility.ts";
import type { Ballot } from "./proposal.ts";

type Hex = `0x${string}`;

/** Who acts for the members of a body at present. */
export interface Mandates {
  representatives: readonly {
    key: Hex;
    notAfter: number;
    member: {
      account: Hex;
      code: string;
      class: "member" | "observer";
      status: "active" | "suspended" | "left";
    };
  }[];
  /** Members with the key that appoints their representatives. */
  members: readonly { account: Hex; code: string; mandateKey: Hex | null }[];
}

/** What a key may do on a proposal. */
export function standingOf(
  key: Hex | null,
  { representatives, members }: Mandates,
  ballots: readonly Pick<Ballot, "account" | "support">[],
): Standing {
  if (key === null) return { kind: "stranger" };
  const held = key.toLowerCase();
  const mandate = representatives.find(
    (representative) => representative.key.toLowerCase() === held,
  );
  if (!mandate) {
    const member = members.find(({ mandateKey }) => mandateKey?.toLowerCase() === held);
    return member ? { kind: "mandate-key", member: member.code } : { kind: "stranger" };
  }
  const { account, code, class: memberClass, status } = mandate.member;
  const ballot = ballots.find((candidate) => candidate.account === account);
  return {
    kind: "representative",
    member: code,
    memberClass,
    memberStatus: status,
    notAfter: mandate.notAfter,
    votesAtSnapshot: ballot !== undefined,
    voted: ballot?.support ?? null,
  };
}

/** The member that a key votes for, by account id and code; null for a stranger. */
export function memberOf(
  key: Hex | null,
  { representatives }: Mandates,
): { account: Hex; code: string } | null {
  const held = key?.toLowerCase();
  const mandate = representatives.find((candidate) => candidate.key.toLowerCase() === held);
  return mandate ? { account: mandate.member.account, code: mandate.member.code } : null;
}

type Hex = `0x${string}`;

/** A vote that a representative signed, in the form in which anybody brings it: to a relayer, or in a transaction. */
export interface SignedBallot {
  council: Hex;
  /** In decimal digits. */
  proposalId: string;
  support: 0 | 1 | 2;
  reason: string;
  /** Account id of the member whose vote it is. */
  member: Hex;
  /** Last second (since 1970) in which it counts. */
  deadline: number;
  /** As in ERC-7913: an account, or a verifier and then a key. */
  signer: Hex;
  signature: Hex;
}

/** What the file is called in which a representative keeps its ballot. */
export function ballotFileName(ballot: SignedBallot, code: string): string {
  return `ballot-${code}-${ballot.proposalId.slice(0, 8)}.json`;
}

/** The file: as the relayer takes it. */
export function ballotFile(ballot: SignedBallot): string {
  return `${JSON.stringify(ballot, null, 2)}\n`;
}

const hex = (value: unknown, bytes?: number): value is Hex =>
  typeof value === "string" &&
  /^0x(?:[0-9a-f]{2})*$/i.test(value) &&
  (bytes === undefined || value.length === 2 + 2 * bytes);

/** Reads a ballot from a file or from the browser's memory; null when it is none. */
export function readBallot(value: unknown): SignedBallot | null {
  if (typeof value !== "object" || value === null) return null;
  const { council, proposalId, support, reason, member, deadline, signer, signature } =
    value as Record<string, unknown>;
  if (!hex(council, 20) || !hex(member, 20) || !hex(signer) || !hex(signature)) return null;
  if (typeof proposalId !== "string" || !/^\d{1,78}$/.test(proposalId)) return null;
  if (support !== 0 && support !== 1 && support !== 2) return null;
  if (typeof reason !== "string" || !Number.isSafeInteger(deadline)) return null;
  return {
    council,
    proposalId,
    support,
    reason,
    member,
    deadline: deadline as number,
    signer,
    signature,
  };
}

/** How often a member voted, out of the times that it was asked. */
export interface VotingRecord {
  voted: number;
  asked: number;
}

export interface RecordedMember {
  class: "member" | "observer";
  registeredAt: number;
  votes: readonly unknown[];
}

/**
 * A member is asked by every proposal whose snapshot lies after its admission. Observers are never asked. A member that was
 * suspended for a while may have been asked less often than this says; its votes are counted in any case.
 */
export function votingRecord(
  member: RecordedMember,
  snapshots: readonly number[],
  now: number,
): VotingRecord | null {
  if (member.class === "observer") return null;
  const asked = snapshots.filter(
    (snapshot) => snapshot >= member.registeredAt && snapshot < now,
  ).length;
  return { voted: member.votes.length, asked: Math.max(asked, member.votes.length) };
}

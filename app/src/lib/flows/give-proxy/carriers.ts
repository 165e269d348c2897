import {
  type MemberMandates,
  proxyCarried,
  proxyInForce,
} from "#lib/features/mandates/mandate-roll.ts";

/** Members that may carry the vote of another one: each carries one at most, and none that has given its own away. */
export function carriersFor(
  member: Pick<MemberMandates, "code">,
  members: readonly MemberMandates[],
  now: number,
): MemberMandates[] {
  return members.filter(
    (candidate) =>
      candidate.code !== member.code &&
      candidate.class === "member" &&
      candidate.status === "active" &&
      proxyInForce(candidate, now) === null &&
      proxyCarried(candidate, now) === null,
  );
}

import { compareText, countryName } from "#lib/ui/format.ts";

export const memberOrders = ["name", "population"] as const;
export type MemberOrder = (typeof memberOrders)[number];

export function parseMemberOrder(value: string | null): MemberOrder {
  return memberOrders.find((order) => order === value) ?? "name";
}

/** Sorts members by their name as the reader's dictionary does, or by population from the largest. */
export function orderMembers<Member extends { code: string; weight: bigint }>(
  members: readonly Member[],
  order: MemberOrder,
): Member[] {
  const byName = (a: Member, b: Member) => compareText(countryName(a.code), countryName(b.code));
  const byWeight = (a: Member, b: Member) =>
    a.weight === b.weight ? byName(a, b) : a.weight < b.weight ? 1 : -1;
  return members.toSorted(order === "name" ? byName : byWeight);
}

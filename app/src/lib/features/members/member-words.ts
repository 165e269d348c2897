import type { MemberSummary } from "#lib/index/members.ts";
import { m } from "#lib/messages.ts";
import type { Shape, Tone } from "#lib/ui/shapes.ts";

export type MemberStatus = MemberSummary["status"];
export type MemberClass = MemberSummary["class"];
export type Support = "against" | "for" | "abstain";

export function memberStatusBadge(status: MemberStatus): {
  word: string;
  shape: Shape;
  tone: Tone;
} {
  switch (status) {
    case "active":
      return { word: m.members_status_active(), shape: "disc", tone: "favour" };
    case "suspended":
      return { word: m.members_status_suspended(), shape: "pause", tone: "against" };
    case "left":
      return { word: m.members_status_left(), shape: "bar", tone: "neutral" };
  }
}

export function memberClassWord(memberClass: MemberClass): string {
  return memberClass === "member" ? m.members_class_member() : m.members_class_observer();
}

export function supportBadge(support: Support): { word: string; shape: Shape; tone: Tone } {
  switch (support) {
    case "for":
      return { word: m.members_vote_for(), shape: "check", tone: "favour" };
    case "against":
      return { word: m.members_vote_against(), shape: "cross", tone: "against" };
    case "abstain":
      return { word: m.members_vote_abstain(), shape: "bar", tone: "neutral" };
  }
}

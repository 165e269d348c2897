import {
  keyState,
  type MemberMandates,
  nobody,
  pendingKey,
} from "#lib/features/mandates/mandate-roll.ts";

type Hex = `0x${string}`;

export type SuccessorProblem =
  | { problem: "missing" }
  | { problem: "not-an-address" }
  | { problem: "nobody" }
  | { problem: "same" }
  | { problem: "pending" }
  /** The account acts in this body already, and a key stands for one member in one office. */
  | { problem: "taken"; office: "member" | "mandate" | "representative"; code: string };

/** Whether the mandate of a member can be handed over to what was typed: what the register would refuse, before anything is signed. */
export function readSuccessor(
  text: string,
  member: MemberMandates,
  members: readonly MemberMandates[],
  now: number,
): { ok: true; key: Hex } | ({ ok: false } & SuccessorProblem) {
  const key = text.trim().toLowerCase();
  const refused = (problem: SuccessorProblem) => ({ ok: false, ...problem }) as const;
  if (key === "") return refused({ problem: "missing" });
  if (!isAddress(key)) return refused({ problem: "not-an-address" });
  if (BigInt(key) === 0n || key === nobody) return refused({ problem: "nobody" });
  if (key === member.mandateKey) return refused({ problem: "same" });
  if (key === pendingKey(member)) return refused({ problem: "pending" });
  for (const other of members) {
    const { code } = other;
    const taken = (office: "member" | "mandate" | "representative") =>
      refused({ problem: "taken", office, code });
    if (other.account === key) return taken("member");
    if (other.mandateKey === key && other.status !== "left") return taken("mandate");
    const acts = other.keys.some((entry) => {
      const state = entry.key === key ? keyState(entry, other, now) : "ended";
      return state !== "ended" && state !== "ran-out";
    });
    if (acts) return taken("representative");
  }
  return { ok: true, key };
}

function isAddress(text: string): text is Hex {
  return /^0x[0-9a-f]{40}$/.test(text);
}

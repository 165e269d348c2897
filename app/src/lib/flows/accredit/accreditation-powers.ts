/** For which of the DIDs of an accreditation the connected account acts; null while nobody has asked the register. */
export interface ActsFor {
  /** Who is accredited. */
  issuer: boolean;
  tao: boolean;
  root: boolean;
}

export type AccreditationStanding = "reserved" | "committed" | "accepted" | "revoked";

/** What the viewer can do with an accreditation, and why nothing. */
export interface AccreditationPowers {
  commit: boolean;
  accept: boolean;
  revoke: boolean;
  why: "no-wallet" | "wrong-chain" | "stranger" | "revoked" | "not-committed" | "accepted" | null;
}

/** As the register of issuers decides it; a root that stands for itself is its own TAO. */
export function accreditationPowers(
  viewer: { account: string | null; onRightChain: boolean },
  actsFor: ActsFor,
  standing: AccreditationStanding,
  /** Whether a body waits to be accepted. */
  waits: boolean,
): AccreditationPowers {
  const nothing = { commit: false, accept: false, revoke: false };
  if (viewer.account === null) return { ...nothing, why: "no-wallet" };
  if (!viewer.onRightChain) return { ...nothing, why: "wrong-chain" };
  if (!actsFor.issuer && !actsFor.tao && !actsFor.root) return { ...nothing, why: "stranger" };
  if (standing === "revoked") return { ...nothing, why: "revoked" };
  const powers = {
    commit: actsFor.tao,
    accept: actsFor.issuer && waits,
    revoke: actsFor.tao || actsFor.root,
  };
  const any = powers.commit || powers.accept || powers.revoke;
  const waiting = standing === "accepted" ? "accepted" : "not-committed";
  return { ...powers, why: any ? null : waiting };
}

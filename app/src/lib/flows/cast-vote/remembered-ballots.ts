import { readBallot, type SignedBallot } from "./ballot.ts";

/** A ballot that was signed in this browser and is not counted yet, with the id under which a relayer has it. */
export interface RememberedBallot {
  ballot: SignedBallot;
  id: string | null;
}

const prefix = "foedus.ballot";

function keyOf({ council, proposalId, member }: SignedBallot): string {
  return [prefix, council, proposalId, member].join(":").toLowerCase();
}

export function parseRememberedBallot(text: string | null): RememberedBallot | null {
  if (text === null) return null;
  try {
    const { ballot: value, id } = JSON.parse(text) as { ballot?: unknown; id?: unknown };
    const ballot = readBallot(value);
    return ballot && { ballot, id: typeof id === "string" ? id : null };
  } catch {
    // Somebody else wrote there; nothing is remembered.
    return null;
  }
}

/** The ballot that was signed here for a member; null when there is none. */
export function rememberedBallot(
  place: Pick<SignedBallot, "council" | "proposalId" | "member">,
): RememberedBallot | null {
  try {
    return parseRememberedBallot(localStorage.getItem(keyOf(place as SignedBallot)));
  } catch {
    return null;
  }
}

/** Keeps a signed ballot, so that a closed page does not lose it. */
export function rememberBallot(remembered: RememberedBallot): void {
  try {
    localStorage.setItem(keyOf(remembered.ballot), JSON.stringify(remembered));
  } catch {
    // Storage can be forbidden in a browser; the ballot can still be downloaded.
  }
}

export function forgetBallot(ballot: SignedBallot): void {
  try {
    localStorage.removeItem(keyOf(ballot));
  } catch {
    // Nothing was kept, either.
  }
}

import type { Mandate } from "#lib/features/proposals/standing.ts";

type Hex = `0x${string}`;

/** How a representative votes: by a transaction of its own, or by a signature that somebody else brings. */
export const votingWays = ["send", "sign", "passkey"] as const;
export type VotingWay = (typeof votingWays)[number];

/** Keys of the body that are passkeys, those that were made in this browser first. */
export function passkeysOf<Key extends Pick<Mandate, "signer">>(
  representatives: readonly Key[],
  verifier: Hex | null,
  remembered: readonly { signer: Hex }[],
): (Key & { signer: Hex; here: boolean })[] {
  if (verifier === null) return [];
  const isHere = (signer: Hex) => remembered.some((passkey) => passkey.signer === signer);
  return representatives
    .flatMap((key) => {
      const { signer } = key;
      return signer !== null &&
        signer.length === 2 + 2 * 84 &&
        signer.toLowerCase().startsWith(verifier.toLowerCase())
        ? [{ ...key, signer, here: isHere(signer) }]
        : [];
    })
    .toSorted((a, b) => Number(b.here) - Number(a.here));
}

/** The way in which the reader votes: the chosen one, else the one for which everything is at hand. */
export function votingWay(
  chosen: VotingWay | undefined,
  hasWallet: boolean,
  passkeys: readonly { here: boolean }[],
): VotingWay {
  if (chosen && (chosen !== "passkey" || passkeys.length > 0)) return chosen;
  return !hasWallet && passkeys.some(({ here }) => here) ? "passkey" : "send";
}

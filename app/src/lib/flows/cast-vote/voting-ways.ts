import { keyKind, type KnownVerifiers } from "#lib/features/mandates/mandate-roll.ts";
import type { DetachedKind } from "#lib/features/mandates/detached-signature.ts";
import type { Mandate } from "#lib/features/proposals/standing.ts";

type Hex = `0x${string}`;

/**
 * How a representative votes: by a transaction of its own, or by a signature that somebody else brings. `elsewhere` signs a P-256 key
 * or a seal, outside the browser.
 */
export const votingWays = ["send", "sign", "passkey", "elsewhere"] as const;
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

/** Keys of the body that sign outside the browser. */
export function detachedKeysOf<Key extends Pick<Mandate, "signer">>(
  representatives: readonly Key[],
  verifiers: KnownVerifiers | null,
): (Key & { signer: Hex; kind: DetachedKind })[] {
  return representatives.flatMap((key) => {
    const { signer } = key;
    const kind = keyKind(signer, verifiers);
    return signer !== null && (kind === "p256" || kind === "seal")
      ? [{ ...key, signer, kind }]
      : [];
  });
}

/** The way in which the reader votes: the chosen one, else the one for which everything is at hand. */
export function votingWay(
  chosen: VotingWay | undefined,
  hasWallet: boolean,
  passkeys: readonly { here: boolean }[],
  hasDetached: boolean,
): VotingWay {
  const has = { send: true, sign: true, passkey: passkeys.length > 0, elsewhere: hasDetached };
  if (chosen && has[chosen]) return chosen;
  return !hasWallet && passkeys.some(({ here }) => here) ? "passkey" : "send";
}

import {
  concat,
  encodeAbiParameters,
  type Hex,
  numberToHex,
  parseAbiParameters,
  slice,
} from "viem";
import { createWebAuthnCredential, toWebAuthnAccount } from "viem/account-abstraction";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";

import { chainReader } from "./chain-reader.ts";
import { type Failure, failureOf } from "./failure.ts";

/** A passkey that was just made: the id by which the browser finds it, and the 64 bytes of its point. */
export interface MadePasskey {
  credentialId: string;
  point: Hex;
}

const addressLength = 20;

/** Lets the browser make a passkey that stays on the device, asks for its owner, and can be found without its id. */
export async function makePasskey(
  rpId: string,
  name: string,
): Promise<MadePasskey | { failure: Failure }> {
  try {
    const { id, publicKey } = await createWebAuthnCredential({
      rp: { id: rpId, name: "Foedus" },
      // An authenticator keeps one passkey for each user of a domain: a second one for the same member is another user.
      user: { id: crypto.getRandomValues(new Uint8Array(32)), name, displayName: name },
      challenge: crypto.getRandomValues(new Uint8Array(32)),
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    });
    return { credentialId: id, point: publicKey };
  } catch (thrown) {
    return { failure: passkeyFailure(thrown) };
  }
}

/**
 * Lets a passkey sign a digest, as the PasskeyVerifier wants it: `WebAuthnAuth` of OpenZeppelin, of which the low `s` counts.
 *
 * @param signer Verifier and point.
 * @param credentialId Without it the browser offers every passkey of this domain.
 */
async function signWithPasskey(
  rpId: string,
  signer: Hex,
  credentialId: string | null,
  digest: Hex,
): Promise<{ signature: Hex } | { failure: Failure }> {
  const passkey = toWebAuthnAccount({
    credential: { id: credentialId ?? "", publicKey: slice(signer, addressLength) },
    rpId,
    getFn: (asked) => {
      const publicKey = { ...(asked as CredentialRequestOptions).publicKey };
      if (credentialId === null) delete publicKey.allowCredentials;
      return navigator.credentials.get({
        publicKey: publicKey as PublicKeyCredentialRequestOptions,
      });
    },
  });
  try {
    const { signature, webauthn } = await passkey.sign({ hash: digest });
    return { signature: webAuthnSignature(signature, webauthn) };
  } catch (thrown) {
    return { failure: passkeyFailure(thrown) };
  }
}

/** A passkey that is asked to sign. */
export interface Passkey {
  rpId: string;
  /** Verifier and point. */
  signer: Hex;
  /** Null for one that was not made in this browser. */
  credentialId: string | null;
}

/** Signs and lets the register verify it, so that another passkey than the chosen one is noticed before anything is sent. */
export async function signByPasskey(
  { rpId, signer, credentialId }: Passkey,
  digest: Hex,
  registry: Hex,
): Promise<{ signature: Hex } | { failure: Failure }> {
  const signed = await signWithPasskey(rpId, signer, credentialId, digest);
  if ("failure" in signed) return signed;
  try {
    const right = await chainReader().readContract({
      address: registry,
      abi: memberRegistryAbi,
      functionName: "isSignedBy",
      args: [signer, digest, signed.signature],
    });
    return right ? signed : { failure: { kind: "passkey-other" } };
  } catch (thrown) {
    return { failure: failureOf(thrown) };
  }
}

/** What the browser says of an assertion, beside the signature. */
export interface AssertionData {
  authenticatorData: Hex;
  clientDataJSON: string;
  challengeIndex?: number | undefined;
  typeIndex?: number | undefined;
}

/** `WebAuthnAuth`, encoded. @param signature `r` and `s`, and whatever follows. */
export function webAuthnSignature(
  signature: Hex,
  { authenticatorData, clientDataJSON, challengeIndex, typeIndex }: AssertionData,
): Hex {
  return encodeAbiParameters(
    parseAbiParameters("bytes32, bytes32, uint256, uint256, bytes, string"),
    [
      slice(signature, 0, 32),
      slice(signature, 32, 64),
      BigInt(challengeIndex ?? clientDataJSON.indexOf('"challenge"')),
      BigInt(typeIndex ?? clientDataJSON.indexOf('"type"')),
      authenticatorData,
      clientDataJSON,
    ],
  );
}

/** The signer of ERC-7913 that a passkey is. */
export function passkeySigner(verifier: Hex, point: Hex): Hex {
  return concat([verifier, numberToHex(BigInt(point), { size: 64 })]);
}

/** Browsers say little on purpose: nobody may learn which passkeys somebody has. */
function passkeyFailure(thrown: unknown): Failure {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error.name === "NotAllowedError" || error.name === "AbortError")
      return { kind: "passkey-declined" };
    if (error.name === "SecurityError") return { kind: "passkey-place" };
    if (error.name === "NotSupportedError" || error.name === "ConstraintError")
      return { kind: "passkey-unfit" };
  }
  return { kind: "other", text: thrown instanceof Error ? thrown.message : String(thrown) };
}

import { encodeFunctionData, hashTypedData, type Hex } from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import { keyAppointmentTypedData, keyOf } from "#generated/typed-data.ts";
import { chainReader } from "#lib/chain/chain-reader.ts";
import { type Failure, failureOf } from "#lib/chain/failure.ts";

import type { Expected, KeyPaper } from "./key-paper.ts";

type Unsigned = Expected & Pick<KeyPaper, "signer" | "notBefore" | "notAfter" | "deadline">;

/** What a key signs to prove that somebody holds it, as `IMemberRegistry.appointKey` expects it. */
export async function appointmentStatement({ chainId, registry, ...rest }: Unsigned) {
  const nonce = await chainReader().readContract({
    address: registry,
    abi: memberRegistryAbi,
    functionName: "nonces",
    args: [keyOf(rest.signer)],
  });
  const { account, signer, notBefore, notAfter, deadline } = rest;
  return keyAppointmentTypedData(chainId, registry, {
    account,
    signer,
    notBefore,
    notAfter,
    nonce,
    deadline,
  });
}

export function digestOf(statement: Awaited<ReturnType<typeof appointmentStatement>>): Hex {
  return hashTypedData(statement);
}

/** Whether the key signed exactly this, as the register verifies it; a failure when it could not be asked. */
export async function isProven(paper: KeyPaper): Promise<boolean | { failure: Failure }> {
  try {
    const digest = digestOf(await appointmentStatement(paper));
    return await chainReader().readContract({
      address: paper.registry,
      abi: memberRegistryAbi,
      functionName: "isSignedBy",
      args: [paper.signer, digest, paper.proof],
    });
  } catch (thrown) {
    return { failure: failureOf(thrown) };
  }
}

/** The call with which the mandate key appoints the key of a paper. */
export function appointKeyCall(paper: KeyPaper): { to: Hex; data: Hex } {
  const { registry, account, signer, notBefore, notAfter, deadline, proof } = paper;
  const data = encodeFunctionData({
    abi: memberRegistryAbi,
    functionName: "appointKey",
    args: [account, signer, notBefore, notAfter, deadline, proof],
  });
  return { to: registry, data };
}

/** The call with which the mandate key, or the key itself, ends a mandate. */
export function endRepresentationCall(registry: Hex, key: Hex): { to: Hex; data: Hex } {
  const data = encodeFunctionData({
    abi: memberRegistryAbi,
    functionName: "endRepresentation",
    args: [key],
  });
  return { to: registry, data };
}

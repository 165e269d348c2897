import { BaseError, ContractFunctionExecutionError } from "viem";

import { memberRegistryAbi } from "#generated/contracts/MemberRegistry.ts";
import type { EventReader } from "#lib/chain/events.ts";
import { readTimes } from "#lib/features/bodies/read-parameters.ts";

import type { CouncilCheck } from "./council-check.ts";

/** What a Council says of itself; `council` is null where none answers. */
export async function readCouncil(
  chain: EventReader,
  address: `0x${string}`,
): Promise<CouncilCheck> {
  try {
    const { name, parts } = await readTimes(chain, address);
    const members = await chain.readContract({
      address: parts.memberRegistry,
      abi: memberRegistryAbi,
      functionName: "memberCount",
    });
    const { memberRegistry: register, authority, deliberation, vetoes } = parts;
    return {
      council: { name, register, authority, deliberation, vetoes, members: Number(members) },
    };
  } catch (error) {
    // No contract, or one that does not answer. An error of the way to the chain is none of these.
    if (error instanceof ContractFunctionExecutionError && !isSilence(error))
      return { council: null };
    throw error;
  }
}

function isSilence(error: BaseError): boolean {
  return (
    error.walk(
      (cause) =>
        cause instanceof Error &&
        (cause.name === "HttpRequestError" || cause.name === "TimeoutError"),
    ) !== null
  );
}

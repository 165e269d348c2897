import {
  type Address,
  BaseError,
  ContractFunctionExecutionError,
  keccak256,
  type PublicClient,
} from "viem";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";

/** Where a proxy keeps the address of the code that it runs (ERC-1967). */
const implementationSlot = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

type Hex = `0x${string}`;
type CodeReader = Pick<PublicClient, "getCode" | "getStorageAt" | "readContract">;

/** What runs behind a register now, and what is at the address that shall run there. */
export async function readUpgrade(chain: CodeReader, register: Address, implementation: Address) {
  const word = (await chain.getStorageAt({ address: register, slot: implementationSlot })) ?? "0x";
  const present: Hex = `0x${word.slice(-40).padStart(40, "0")}`;
  const proposed = implementation.toLowerCase() as Hex;
  const [before, after, upgradeable] = await Promise.all([
    codeHash(chain, present),
    codeHash(chain, proposed),
    isUpgradeable(chain, proposed),
  ]);
  return {
    present: { address: present, codeHash: before },
    proposed: { address: proposed, codeHash: after },
    upgradeable,
  };
}

async function codeHash(chain: CodeReader, address: Address): Promise<Hex | null> {
  const code = await chain.getCode({ address });
  return code === undefined || code === "0x" ? null : keccak256(code);
}

/** The question that every register asks before it takes new code (ERC-1822). */
async function isUpgradeable(chain: CodeReader, address: Address): Promise<boolean> {
  try {
    const slot = await chain.readContract({
      address,
      abi: nodeRegistryAbi,
      functionName: "proxiableUUID",
    });
    return slot === implementationSlot;
  } catch (error) {
    // No contract, or one that does not answer. An error of the way to the chain is none of these.
    if (error instanceof ContractFunctionExecutionError && !isSilence(error)) return false;
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

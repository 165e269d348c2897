import { encodeFunctionData } from "viem";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import type { Enode } from "#lib/features/nodes/enode.ts";
import {
  nodeKinds,
  type ProofOutput,
  type Registration,
} from "#lib/features/nodes/registration-proof.ts";

/** The call that registers a node with the proof that its key's holder made. */
export function registerCall(
  registration: Registration,
  enode: Enode,
  output: ProofOutput,
): { to: `0x${string}`; data: `0x${string}` } {
  const data = encodeFunctionData({
    abi: nodeRegistryAbi,
    functionName: "registerNode",
    args: [
      registration.organisation,
      registration.network,
      nodeKinds.indexOf(registration.kind),
      enode.publicKey,
      enode.host,
      enode.port,
      output.deadline,
      output.proof,
    ],
  });
  return { to: registration.registry, data };
}

import { type Address, type Hex, isAddressEqual, keccak256, type PublicClient } from "viem";

import { addressOfKey } from "../../deploy/agents/clients/node-client.ts";
import { nodeRegistryAbi } from "../../generated/contracts/NodeRegistry.ts";
import { validatorSetAbi } from "../../generated/contracts/ValidatorSet.ts";

/** In the order of `NodeStatus` in `contracts/nodes/INodeRegistry.sol`. */
const statuses = ["unregistered", "pending", "active", "suspended", "retired"] as const;

/** What the contracts say about a node. */
export interface Standing {
  register: (typeof statuses)[number];
  /** Whether it stands in the ValidatorSet: a founder does before it is registered. */
  isValidator: boolean;
  /** Whether it may take part. */
  isAdmitted: boolean;
}

export async function standingOf(
  chain: PublicClient,
  addresses: { NodeRegistry: Address; ValidatorSet: Address },
  publicKey: Hex,
): Promise<Standing> {
  const [{ status }, validators] = await Promise.all([
    chain.readContract({
      address: addresses.NodeRegistry,
      abi: nodeRegistryAbi,
      functionName: "node",
      args: [keccak256(publicKey)],
    }),
    chain.readContract({
      address: addresses.ValidatorSet,
      abi: validatorSetAbi,
      functionName: "getValidators",
    }),
  ]);
  const isValidator = validators.some((one) => isAddressEqual(one, addressOfKey(publicKey)));
  const register = statuses[status] ?? "unregistered";
  return { register, isValidator, isAdmitted: isValidator || register === "active" };
}

import { encodeFunctionData } from "viem";

import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";

import type { NodeAction } from "./node-actions.ts";
import { type NodeForm, releaseDigest } from "./node-form.ts";

type Hex = `0x${string}`;

/** The call of an action; the forms were checked before. */
export function nodeCall(
  action: NodeAction,
  registry: Hex,
  node: { id: Hex; template: Hex | null },
  form: NodeForm,
): { to: Hex; data: Hex } {
  return { to: registry, data: dataOf(action, node, form) };
}

function dataOf(
  action: NodeAction,
  { id, template }: { id: Hex; template: Hex | null },
  form: NodeForm,
): Hex {
  const abi = nodeRegistryAbi;
  switch (action) {
    case "standby":
      return encodeFunctionData({ abi, functionName: "standbyNode", args: [id] });
    case "resume":
      return encodeFunctionData({ abi, functionName: "resumeNode", args: [id] });
    case "withdraw":
      return encodeFunctionData({ abi, functionName: "withdrawNode", args: [id] });
    case "move":
      return encodeFunctionData({
        abi,
        functionName: "moveNode",
        args: [id, form.host.trim(), Number(form.port)],
      });
    case "describe": {
      const none: Hex = `0x${"0".repeat(64)}`;
      const description = {
        region: form.region.trim(),
        // A description replaces the one before: what the form does not ask for stays.
        template: template ?? none,
        release: releaseDigest(form.release) ?? none,
        serviceClass: form.serviceClass.trim(),
      };
      return encodeFunctionData({ abi, functionName: "describeNode", args: [id, description] });
    }
  }
}

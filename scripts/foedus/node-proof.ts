import { nodeRegistrationTypedData } from "../../deploy/typed-data.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { readNodeKey } from "./node-key-file.ts";
import { PageOptions } from "./option-values.ts";

/** In the order of `NodeKind` in `contracts/nodes/INodeRegistry.sol`. */
const nodeKinds = ["validator", "boot", "observer", "bridge"];

export const nodeProofCommand: Command = {
  verb: "node proof",
  summary:
    'Sign with a node\'s key that an organisation may register the node. Prints one line of JSON for the page "Register a node".',
  options: {
    "key-file": {
      value: "<path>",
      meaning: "the node's private key, 64 hexadecimal digits",
      required: true,
    },
    organisation: {
      value: "<id>",
      meaning: "id of the organisation, 32 bytes in hexadecimal",
      required: true,
    },
    network: { value: "<chain id>", meaning: "network that the node belongs to", required: true },
    kind: { value: "<kind>", meaning: nodeKinds.join(", "), required: true },
    nonce: { value: "<number>", meaning: "nonce of the node in the register", required: true },
    registry: { value: "<address>", meaning: "address of the NodeRegistry", required: true },
    chain: { value: "<chain id>", meaning: "chain that the NodeRegistry is on", required: true },
    deadline: {
      value: "<seconds>",
      meaning: "seconds since 1970 up to which the proof counts",
      required: true,
    },
  },
  async run(values) {
    const options = new PageOptions(values, "Register a node");
    const organisation = options.hex("organisation", 32);
    const registry = options.hex("registry", 20);
    const network = options.wholeNumber("network", 1n, 2n ** 64n - 1n);
    const nonce = options.wholeNumber("nonce", 0n, 2n ** 256n - 1n);
    const chainId = options.chainId("chain");
    const deadline = options.deadline("deadline");
    const kind = nodeKinds.indexOf(values.kind as string);
    if (kind < 0) {
      throw new CommandError(
        `"${values.kind as string}" is no kind of node.`,
        `Give one of: ${nodeKinds.join(", ")}.`,
      );
    }

    const key = await readNodeKey(values["key-file"] as string);
    const message = { organisation, network, kind, node: key.node, nonce, deadline };
    const proof = await key.account.signTypedData(
      nodeRegistrationTypedData(chainId, registry, message),
    );
    const output = { publicKey: key.publicKey, deadline, proof };
    return { text: JSON.stringify(output), json: output };
  },
};

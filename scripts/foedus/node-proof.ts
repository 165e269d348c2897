import { nodeRegistrationTypedData } from "../../deploy/typed-data.ts";
import type { Command, OptionValues } from "./command.ts";
import { CommandError } from "./command-error.ts";
import { readNodeKey } from "./node-key-file.ts";

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
    const organisation = hexOption(values, "organisation", 32);
    const registry = hexOption(values, "registry", 20);
    const network = wholeNumberOption(values, "network", 1n, 2n ** 64n - 1n);
    const nonce = wholeNumberOption(values, "nonce", 0n, 2n ** 256n - 1n);
    const chainId = Number(wholeNumberOption(values, "chain", 1n, BigInt(Number.MAX_SAFE_INTEGER)));
    const deadline = Number(wholeNumberOption(values, "deadline", 1n, 2n ** 48n - 1n));
    const now = Math.floor(Date.now() / 1000);
    if (deadline <= now) {
      throw new CommandError(
        `The deadline ${deadline} has passed; it is ${now} now.`,
        "Copy the command from the page again: it carries a new deadline.",
      );
    }
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

function hexOption(values: OptionValues, name: string, bytes: number): `0x${string}` {
  const value = values[name] as string;
  if (!new RegExp(`^0x[0-9a-fA-F]{${bytes * 2}}$`).test(value)) {
    throw new CommandError(
      `--${name} "${value}" is not ${bytes} bytes in hexadecimal.`,
      `Give 0x and ${bytes * 2} hexadecimal digits; the page "Register a node" gives the exact command.`,
    );
  }
  // Lower case, so that a mistyped checksum of an address is not refused by the encoder with a text of its own.
  return value.toLowerCase() as `0x${string}`;
}

function wholeNumberOption(
  values: OptionValues,
  name: string,
  minimum: bigint,
  maximum: bigint,
): bigint {
  const value = values[name] as string;
  const number = /^\d{1,78}$/.test(value) ? BigInt(value) : undefined;
  if (number === undefined || number < minimum || number > maximum) {
    throw new CommandError(
      `--${name} "${value}" is not a whole number from ${minimum} to ${maximum}.`,
      'The page "Register a node" gives the exact command.',
    );
  }
  return number;
}

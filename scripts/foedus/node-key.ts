import type { Command } from "./command.ts";
import { createNodeKey } from "./node-key-file.ts";

export const nodeKeyCommand: Command = {
  verb: "node key",
  summary: "Make a new node key file, readable by its owner only.",
  options: {
    out: { value: "<path>", meaning: "file to write; it must not exist", required: true },
  },
  async run({ out }) {
    const { publicKey, node, address } = await createNodeKey(out as string);
    return {
      text: [
        `Key file    ${out as string}`,
        `Public key  ${publicKey}`,
        `Node id     ${node}`,
        `Address     ${address}`,
        `Enode       enode://${publicKey.slice(2)}@<host>:<port>`,
      ].join("\n"),
      json: { keyFile: out, publicKey, node, address },
    };
  },
};

import { readdirSync } from "node:fs";
import path from "node:path";

import { type NetworkFolder, publicRpcOf, readNetworkFolder } from "../network/network-folder.ts";
import { withBindings } from "./bindings.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

const day = 86_400;

export const networkConveneCommand: Command = {
  verb: "network convene",
  summary:
    "Accept the members' mandates and appoint a representative for each, with the keys in the network's folder, so that they can vote.",
  options: {
    folder: { value: "<folder>", meaning: "what `network init` wrote", required: true },
    member: { value: "<code>", meaning: "only this member; all whose key is there when left out" },
    days: { value: "<number>", meaning: "how long the representatives may act", default: "365" },
    rpc: { value: "<url>", meaning: "a node of the network; its public JSON-RPC when left out" },
  },
  async run({ folder, member, days, rpc }) {
    const network = readNetworkFolder(folder as string);
    const term = Number(days);
    if (!Number.isInteger(term) || term < 1 || term > 3_650)
      throw new CommandError(`"${String(days)}" is no number of days.`, "Give 1 to 3650.");
    const url = typeof rpc === "string" ? rpc : publicRpcOf(network);
    const codes = typeof member === "string" ? [member.toUpperCase()] : membersIn(network);
    const { Convening } = await withBindings(() => import("../network/convening.ts"));
    const convening = await Convening.at(network, url);
    const members = await Promise.all(
      codes.map(async (code) => ({ code, ...(await convening.seat(code, term * day)) })),
    );
    return {
      text: [
        `${members.length} members can vote. Each acts by the key of its representative:`,
        "",
        ...members.map(
          ({ code, representative, keyFile, isNew }) =>
            `  ${code}  ${representative}  ${keyFile}${isNew ? "" : "  (as before)"}`,
        ),
        "",
        `In a wallet: add the network with chain id ${network.topology.chainId} and the address ${url}, and import what stands in a key file as`,
        "a private key. There is no coin: the price of gas is 0.",
      ].join("\n"),
      json: { members },
    };
  },
};

/** Codes of the members whose keys stand in the folder. */
function membersIn({ folder }: NetworkFolder): string[] {
  try {
    return readdirSync(path.join(folder, "members")).sort();
  } catch (cause) {
    throw new CommandError(
      `There are no members' keys in ${folder}.`,
      "Each member convenes itself with its own folder below members/: --member.",
      cause,
    );
  }
}

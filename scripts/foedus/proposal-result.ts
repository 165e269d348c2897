import { open } from "node:fs/promises";

import { type Address, createPublicClient, http, HttpRequestError, isAddress } from "viem";

import { ResultError } from "../../result/result-error.ts";
import { sourceOf, sourceOptions } from "../proposals/proposal-source.ts";
import { withBindings } from "./bindings.ts";
import type { Command, OptionValues } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const proposalResultCommand: Command = {
  verb: "proposal result",
  summary:
    "Write the result package of a proposal, from a node of yours: what was decided, with the evidence to compute it anew.",
  argument: { name: "id", value: "<id>", meaning: "id of the proposal, as its page shows it" },
  options: {
    rpc: sourceOptions.rpc,
    folder: sourceOptions.folder,
    council: {
      value: "<address>",
      meaning: "Council that decided; the Assembly's when left out",
    },
    out: { value: "<file>", meaning: "file to write; it must not exist", default: "result.json" },
  },
  async run({ id, rpc, folder, council, out }) {
    if (!/^\d{1,78}$/.test(id as string)) {
      throw new CommandError(
        `"${String(id)}" is no id of a proposal.`,
        "Give the decimal number that the page of the proposal shows.",
      );
    }
    if (council !== undefined && !isAddress(council as string)) {
      throw new CommandError(
        `"${String(council)}" is no address.`,
        "Give the address of the Council, 0x and 40 hexadecimal digits.",
      );
    }
    const source = await sourceFor({ rpc, folder, council });
    const { collectResult } = await withBindings(() => import("../../result/collect.ts"));
    const node = createPublicClient({ transport: http(source.rpc) });
    try {
      const result = await collectResult(node, source.council, BigInt(id as string));
      const file = out as string;
      await writeNew(file, `${JSON.stringify(result)}\n`);
      const { vote, block } = result.statement.outcome;
      return {
        text: `Wrote ${file}: ${vote}, as of block ${block}.\nVerify it: npm run foedus -- verify ${file}`,
        json: { file, proposal: id, vote, block },
      };
    } catch (cause) {
      if (cause instanceof ResultError) throw new CommandError(cause.message, cause.remedy, cause);
      if (cause instanceof HttpRequestError) {
        throw new CommandError(
          `No node answers at ${source.rpc}.`,
          "Name a node of the network: --rpc http://127.0.0.1:8545.",
          cause,
        );
      }
      throw cause;
    }
  },
};

/** A node and the Council: a node of one's own and an address need nothing else. */
async function sourceFor({
  rpc,
  folder,
  endpoints,
  council,
}: OptionValues): Promise<{ rpc: string; council: Address }> {
  if (typeof rpc === "string" && council !== undefined && folder === undefined)
    return { rpc, council: council as Address };
  const source = await sourceOf({ rpc, folder, endpoints });
  return { rpc: source.rpc, council: (council as Address | undefined) ?? source.addresses.Council };
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    const handle = await open(file, "wx");
    try {
      await handle.writeFile(text);
    } finally {
      await handle.close();
    }
  } catch (cause) {
    throw new CommandError(
      `${file} cannot be written.`,
      "Give the path of a file that does not exist, in a folder that does: --out.",
      cause,
    );
  }
}

import fs from "node:fs";
import path from "node:path";

import type { Prepared } from "../../deploy/proposals/proposal-script.ts";
import { CommandError } from "../foedus/command-error.ts";
import type { CommandOption, OptionValues } from "../foedus/command.ts";
import { publicRpcOf, readNetworkFolder } from "../network/network-folder.ts";
import { requireChain } from "../network/required-chain.ts";
import type { Source } from "./simulation.ts";

const root = path.resolve(import.meta.dirname, "../..");
/** The file of this checkout's `npm start`. */
export const embeddedEndpoints = path.join(root, ".foedus", "local", "endpoints.json");

/** Options of every verb that works on a network. */
export const networkOptions = {
  folder: {
    value: "<folder>",
    meaning: "a founded network, as `network init` wrote it; the embedded chain when left out",
  },
  rpc: { value: "<url>", meaning: "a node of it; its public JSON-RPC when left out" },
  endpoints: {
    value: "<file>",
    meaning:
      "endpoints.json of an embedded chain, for example of another checkout; this one's when left out",
  },
} satisfies Record<string, CommandOption>;

const script = { value: "<name>", meaning: "number, name or path of the script" };

/** Options of every verb that works on a network with a script. */
export const sourceOptions = {
  script: { ...script, required: true },
  ...networkOptions,
} satisfies Record<string, CommandOption>;

/** Options of a verb that takes a proposal instead of a script, too. */
export const simulationOptions = {
  script,
  proposal: {
    value: "<file>",
    meaning: "a proposal instead of a script, as the form of the dApp saves it",
  },
  ...networkOptions,
} satisfies Record<string, CommandOption>;

/** The network that a verb's options name; refuses one that does not answer or is another. */
export async function sourceOf({ folder, rpc, endpoints }: OptionValues): Promise<Source> {
  if (folder !== undefined && endpoints !== undefined)
    throw new CommandError(
      "A founded network and an embedded chain are two networks.",
      "Give either --folder or --endpoints.",
    );
  const source =
    typeof folder === "string"
      ? ofFolder(folder, rpc)
      : ofEndpoints(typeof endpoints === "string" ? endpoints : embeddedEndpoints);
  const url = typeof rpc === "string" ? rpc : source.rpc;
  await requireChain(url, source.chainId);
  return { ...source, rpc: url };
}

function ofFolder(folder: string, rpc: OptionValues["rpc"]): Source {
  const network = readNetworkFolder(folder);
  const { chainId } = network.topology;
  const url = typeof rpc === "string" ? rpc : publicRpcOf(network);
  return { rpc: url, chainId, addresses: network.addresses };
}

function ofEndpoints(file: string): Source {
  try {
    const { rpc, chainId, addresses } = JSON.parse(fs.readFileSync(file, "utf8")) as Source;
    return { rpc, chainId, addresses };
  } catch (cause) {
    throw new CommandError(
      `The embedded chain does not run: ${file} cannot be read.`,
      "Start it with `npm start`, or name a founded network: --folder.",
      cause,
    );
  }
}

/** What became of a script on a network. */
export interface ProposalRecord {
  script: string;
  chainId: number;
  proposalId: string;
  prepared: Prepared;
}

const fileOf = (chainId: number, script: string): string =>
  path.join(root, ".foedus", "proposals", `${chainId}-${script}.json`);

/** Keeps what `proposal verify` needs of a submission; where. */
export function keepRecord(record: ProposalRecord): string {
  const file = fileOf(record.chainId, record.script);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, `${JSON.stringify(record, null, 2)}\n`);
  return file;
}

/** What `proposal submit` has kept; nothing when the script was not submitted from here. */
export function readRecord({ chainId }: Source, script: string): ProposalRecord | undefined {
  const file = fileOf(chainId, script);
  return fs.existsSync(file)
    ? (JSON.parse(fs.readFileSync(file, "utf8")) as ProposalRecord)
    : undefined;
}

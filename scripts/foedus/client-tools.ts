import fs from "node:fs";

import type { ApiClient, ReadAddresses } from "@foedus/client";

import { dappEndpoints, publicRpcOf, readNetworkFolder } from "../network/network-folder.ts";
import { embeddedEndpoints } from "../proposals/proposal-source.ts";
import { withBindings } from "./bindings.ts";
import type { CommandOption, CommandOutput, OptionValues } from "./command.ts";
import { CommandError } from "./command-error.ts";

/** The client package, which rests on the bindings of the contracts and is loaded when they are there. */
export type ClientTools = typeof import("@foedus/client") & typeof import("@foedus/client/files");

/** Options of every verb that asks the registers. */
export const registerOptions = {
  folder: {
    value: "<folder>",
    meaning: "a founded network, as `network init` wrote it; the embedded chain when left out",
  },
  endpoints: {
    value: "<file>",
    meaning: "endpoints.json of a running system; that of this checkout's npm start when left out",
  },
  api: { value: "<url>", meaning: "address of its API, where it is another than the file says" },
} satisfies Record<string, CommandOption>;

/** Options of every verb that writes to the registers. */
export const writeOptions = {
  ...registerOptions,
  "gas-price": {
    value: "<wei>",
    meaning: "what is paid at most for each unit of gas, where a network takes fees",
    default: "0",
  },
} satisfies Record<string, CommandOption>;

/** Does something with the client package; its failures become those of the command line, with their remedies. */
export async function withClient(
  work: (tools: ClientTools) => Promise<CommandOutput>,
): Promise<CommandOutput> {
  const [client, files] = await withBindings(() =>
    Promise.all([import("@foedus/client"), import("@foedus/client/files")]),
  );
  try {
    return await work({ ...client, ...files });
  } catch (error) {
    if (!(error instanceof client.ClientError)) throw error;
    throw new CommandError(error.message, error.remedy, error);
  }
}

/** Where the registers are. */
interface RegisterPlace {
  api: string;
  rpc: string;
  chainId: number;
  addresses: ReadAddresses;
}

/** The registers that the options name, with what asks them. */
export function registersOf(tools: ClientTools, values: OptionValues) {
  const { api, chainId, addresses } = placeOf(values);
  const mostGasPrice = gasPriceIn(values["gas-price"]);
  const client: ApiClient = new tools.ApiClient(api, { chainId, addresses }, { mostGasPrice });
  const registers = new tools.ChainRegisters(client.chain, addresses);
  const context = {
    registers,
    trustedIssuersRegistry: client.paths.trustedIssuersRegistry,
    trustedSchemasRegistry: client.paths.trustedSchemasRegistry,
    fetchText: (address: string) => client.text(address),
  };
  return { client, registers, context, paths: client.paths };
}

function placeOf({ folder, endpoints, api }: OptionValues): RegisterPlace {
  if (folder !== undefined && endpoints !== undefined) {
    throw new CommandError(
      "A founded network and a running system are named twice.",
      "Give either --folder or --endpoints.",
    );
  }
  const place =
    typeof folder === "string"
      ? ofFolder(folder)
      : ofEndpoints(typeof endpoints === "string" ? endpoints : embeddedEndpoints);
  const url = typeof api === "string" ? api : place.api;
  if (URL.canParse(url) && /^https?:$/.test(new URL(url).protocol)) {
    return { ...place, api: url.replace(/\/$/, "") };
  }
  throw new CommandError(
    `"${url}" is no address of an API.`,
    "Give one that begins with https:// or http://: --api.",
  );
}

function ofFolder(folder: string): RegisterPlace {
  const network = readNetworkFolder(folder);
  const { api } = dappEndpoints(network, []) as { api: string };
  const { topology, addresses } = network;
  return { api, rpc: publicRpcOf(network), chainId: topology.chainId, addresses };
}

function ofEndpoints(file: string): RegisterPlace {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")) as RegisterPlace;
  } catch (cause) {
    throw new CommandError(
      `The system does not run: ${file} cannot be read.`,
      "Start it with `npm start`, or name the file of another one: --endpoints.",
      cause,
    );
  }
}

/** Wei for each unit of gas; none where a verb writes nothing. */
function gasPriceIn(value: unknown = "0"): bigint {
  if (typeof value === "string" && /^\d{1,24}$/.test(value)) return BigInt(value);
  throw new CommandError(
    `--gas-price "${String(value)}" is no price.`,
    "Give wei for each unit of gas, in digits.",
  );
}

/** A list of words with commas between them. */
export function wordsIn(name: string, value: unknown): string[] {
  const words = String(value)
    .split(",")
    .map((word) => word.trim());
  if (words.every((word) => /^[A-Za-z0-9]{1,128}$/.test(word))) return words;
  throw new CommandError(
    `--${name} "${String(value)}" is no list of types.`,
    "Give names of letters and digits with commas between them, for example DiplomaCredential.",
  );
}

/** A time as ISO 8601 writes it, in seconds since 1970. */
export function timeIn(name: string, value: unknown): number {
  const milliseconds = Date.parse(String(value));
  if (!Number.isNaN(milliseconds)) return Math.floor(milliseconds / 1000);
  throw new CommandError(
    `--${name} "${String(value)}" is no time.`,
    "Give it as ISO 8601 writes it, for example 2027-01-31 or 2027-01-31T12:00:00Z.",
  );
}

/** 32 bytes, with or without 0x. */
export function attributeIn(name: string, value: unknown): `0x${string}` {
  const digits = String(value).replace(/^0x/i, "").toLowerCase();
  if (/^[0-9a-f]{64}$/.test(digits)) return `0x${digits}`;
  throw new CommandError(
    `--${name} "${String(value)}" is no id of an attribute.`,
    "Give 64 hexadecimal digits; `foedus accredit` printed them.",
  );
}

/** From now to a number of days later, in seconds since 1970. */
export function periodOf(days: unknown, most = 3_650): { from: number; until: number } {
  const number = Number(days);
  if (!Number.isInteger(number) || number < 1 || number > most) {
    throw new CommandError(`"${String(days)}" is no number of days.`, `Give 1 to ${most}.`);
  }
  const from = Math.floor(Date.now() / 1000);
  return { from, until: from + number * 86_400 };
}

/** Text of a file that somebody gave. */
export function textOf(file: unknown): string {
  try {
    return fs.readFileSync(String(file), "utf8").trim();
  } catch (cause) {
    throw new CommandError(`${String(file)} cannot be read.`, "Check the path.", cause);
  }
}

/** Writes what was signed to a file; without one it is printed. */
export function keep(file: unknown, text: string): string {
  if (typeof file !== "string") return text;
  try {
    fs.writeFileSync(file, `${text}\n`, { flag: "wx" });
  } catch (cause) {
    throw new CommandError(
      `${file} cannot be written.`,
      "Give a path that does not exist yet, within a folder that does.",
      cause,
    );
  }
  return `Written to ${file}.`;
}

import { readFile } from "node:fs/promises";
import path from "node:path";

import { type Hex, isAddress } from "viem";

import { foundingCouncils } from "../../deploy/founding-councils.ts";
import { validatorsOfExtra } from "../../result/header.ts";
import type { VerifyOptions } from "../../result/verify.ts";
import {
  foundingValidators,
  type NetworkFolder,
  readGenesisLogs,
  readNetworkFolder,
} from "../network/network-folder.ts";
import { CommandError } from "./command-error.ts";

/** What the user of the verifier knows of a network, and need not believe a package. */
type KnownNetwork = Pick<
  VerifyOptions,
  "chainId" | "councils" | "formerCouncils" | "genesisExtraData" | "validators"
>;

/** What the folder of a network tells: which chain it is, who founded it, and where its bodies decide. */
export async function knownNetwork(folder: string): Promise<KnownNetwork> {
  const network = readNetworkFolder(folder);
  const councils = foundingCouncils(network.addresses).map(lower);
  const founding = councilsOfFounding(network).map(lower);
  const file = path.join(folder, "genesis.json");
  try {
    const { extraData } = JSON.parse(await readFile(file, "utf8")) as { extraData: Hex };
    const named = validatorsOfExtra(extraData);
    return {
      chainId: network.topology.chainId,
      councils,
      formerCouncils: founding.filter((council) => !councils.includes(council)),
      genesisExtraData: extraData,
      // On Besu a contract names them, which begins with the founders.
      validators: named.length > 0 ? named : foundingValidators(network),
    };
  } catch (cause) {
    if (cause instanceof CommandError) throw cause;
    throw new CommandError(
      `${file} names no validators.`,
      "Give the folder of a network of validators, as `network init` wrote it.",
      cause,
    );
  }
}

/** Councils that were bodies from the first block on, whatever came after them: the logs of the deployment tell, as `verify genesis` computes them. */
const councilsOfFounding = (network: NetworkFolder): Hex[] =>
  readGenesisLogs(network)
    .filter(({ contract, event }) => contract === "PermissionViews" && event === "BodyAdded")
    .map(({ values: [council] }) => council as Hex);

/** Validators in a JSON list, small letters. */
export const readValidators = async (file: string): Promise<Hex[]> =>
  await readAddressList(
    file,
    "validators",
    "istanbul_getValidators or qbft_getValidatorsByBlockNumber of your node tells them",
  );

/** Councils in a JSON list, small letters. */
export const readCouncils = async (file: string): Promise<Hex[]> =>
  await readAddressList(
    file,
    "Councils",
    "bodies() of the PermissionViews that addresses.json names tells them on a node of yours",
  );

/** The addresses in a JSON list, small letters; at least one. */
async function readAddressList(file: string, what: string, source: string): Promise<Hex[]> {
  try {
    const list: unknown = JSON.parse(await readFile(file, "utf8"));
    if (Array.isArray(list) && list.length > 0 && list.every((one) => isAddress(String(one))))
      return [...new Set(list.map((one) => lower(String(one) as Hex)))];
  } catch {
    // The error below says the same.
  }
  throw new CommandError(
    `${file} is no list of ${what}.`,
    `Give a JSON list of addresses, ["0x…", "0x…"]; ${source}.`,
  );
}

const lower = (address: Hex): Hex => address.toLowerCase() as Hex;

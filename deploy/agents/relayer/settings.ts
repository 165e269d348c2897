import { dirname, resolve } from "node:path";

import type { Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import {
  address,
  list,
  object,
  port,
  readDatabaseUrl,
  readReportingKey,
  readSettingsFile,
  text,
  url,
  wholeNumber,
  wrong,
} from "../settings.ts";

/** What a relayer has to know; a JSON file. */
export interface RelayerSettings {
  node: {
    /** JSON-RPC of a node that the relayer trusts; its administration is not needed. */
    rpc: string;
  };
  /** Bodies whose ballots are taken in any case. */
  councils: readonly Address[];
  /** The contract that names the bodies of the network: ballots of those that were added are taken as well. */
  permissionViews?: Address;
  /** Connection URL of a PostgreSQL database. */
  database: string;
  /** Account that sends, of this relayer alone; it acts for no member. */
  account: PrivateKeyAccount;
  batch: BatchSettings;
  /** Where the ballots, `/health` and `/metrics` are served. */
  listen: { host: string; port: number };
}

export interface BatchSettings {
  /** Seconds that a ballot waits for others. */
  seconds: number;
  /** Ballots with which a batch is full. */
  count: number;
  /** Seconds before the end of voting, or of the ballot, from which on a ballot waits for nobody. */
  urgentSeconds: number;
  /** Seconds after which a transaction that no block takes is sent again with a higher price. */
  patienceSeconds: number;
  /** Blocks on top of one from which on it stands. */
  confirmations: number;
  /** Wei for each gas that are paid at most. */
  mostFeePerGas: bigint;
}

/** Reads the settings, and says which of them makes no sense. */
export const readRelayerSettings = (file: string): RelayerSettings =>
  parseRelayerSettings(readSettingsFile(file), dirname(file));

/** `folder` is where the settings stand: paths in them may begin there. */
export function parseRelayerSettings(value: unknown, folder = ""): RelayerSettings {
  const settings = object(value, "settings");
  const node = object(settings["node"], "node");
  const listen = object(settings["listen"], "listen");
  const councils = list(settings["councils"], "councils").map((one) => address(one, "councils"));
  if (councils.length === 0) throw wrong("councils", [], "the address of one Council at least");
  return {
    node: { rpc: url(node["rpc"], "node.rpc") },
    councils,
    ...(settings["permissionViews"] === undefined
      ? {}
      : { permissionViews: address(settings["permissionViews"], "permissionViews") }),
    database: readDatabaseUrl(resolve(folder, text(settings["database"], "database"))),
    account: readReportingKey(resolve(folder, text(settings["key"], "key"))),
    batch: batchSettings(object(settings["batch"] ?? {}, "batch")),
    listen: {
      host: text(listen["host"], "listen.host"),
      port: port(listen["port"], "listen.port", 0),
    },
  };
}

function batchSettings(given: Record<string, unknown>): BatchSettings {
  const whole = (name: string, least: number, most: number, otherwise: number) =>
    wholeNumber(given[name], `batch.${name}`, { least, most, otherwise });
  const { mostFeePerGas = "1000000000000" } = given;
  if (typeof mostFeePerGas !== "string" || !/^\d{1,30}$/.test(mostFeePerGas))
    throw wrong("batch.mostFeePerGas", mostFeePerGas, "wei as a text of decimal digits");
  return {
    seconds: whole("seconds", 0, 3_600, 5),
    count: whole("count", 1, 100, 27),
    urgentSeconds: whole("urgentSeconds", 0, 86_400, 60),
    patienceSeconds: whole("patienceSeconds", 1, 3_600, 30),
    confirmations: whole("confirmations", 0, 1_000, 2),
    mostFeePerGas: BigInt(mostFeePerGas),
  };
}

import type { Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import {
  address,
  clientName,
  type ClientName,
  object,
  port,
  readReportingKey,
  readSettingsFile,
  text,
  url,
} from "../settings.ts";

/** What a monitor has to know; a JSON file. */
export interface MonitorSettings {
  node: {
    client: ClientName;
    /** JSON-RPC of a node that the monitor trusts; its administration is not needed. */
    rpc: string;
  };
  addresses: { NodeRegistry: Address; ValidatorSet: Address; NodeMonitoring: Address };
  /** Account that a body has appointed. */
  account: PrivateKeyAccount;
  /** Where `/health` and `/metrics` are served. */
  listen: { host: string; port: number };
}

export const readMonitorSettings = (file: string): MonitorSettings =>
  parseMonitorSettings(readSettingsFile(file));

export function parseMonitorSettings(value: unknown): MonitorSettings {
  const settings = object(value, "settings");
  const node = object(settings["node"], "node");
  const addresses = object(settings["addresses"], "addresses");
  const listen = object(settings["listen"], "listen");
  const addressOf = (name: string) => address(addresses[name], `addresses.${name}`);
  return {
    node: { client: clientName(node["client"]), rpc: url(node["rpc"], "node.rpc") },
    addresses: {
      NodeRegistry: addressOf("NodeRegistry"),
      ValidatorSet: addressOf("ValidatorSet"),
      NodeMonitoring: addressOf("NodeMonitoring"),
    },
    account: readReportingKey(text(settings["key"], "key")),
    listen: {
      host: text(listen["host"], "listen.host"),
      port: port(listen["port"], "listen.port", 0),
    },
  };
}

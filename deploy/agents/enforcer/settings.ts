import { dirname, isAbsolute, resolve } from "node:path";

import type { Address } from "viem";
import type { PrivateKeyAccount } from "viem/accounts";

import { type Enode, parseEnode } from "../clients/node-client.ts";
import type { FilterSettings } from "./filter-keeper.ts";
import type { Neighbour } from "./neighbours.ts";
import { canonicalSource } from "./network-filter.ts";
import {
  address,
  clientName,
  type ClientName,
  list,
  object,
  port,
  readReportingKey,
  readSettingsFile,
  text,
  url,
  wrong,
} from "../settings.ts";
import type { RegisterAddresses } from "./register.ts";

/** What an enforcer has to know; a JSON file, rendered from the topology of the network. */
export interface EnforcerSettings {
  node: {
    client: ClientName;
    /** JSON-RPC of the own node, with its administration. */
    rpc: string;
  };
  addresses: RegisterAddresses & {
    /** Who may send transactions; a must where the client has a list of accounts. */
    PermissionViews?: Address;
  };
  /** The founding nodes, `enode://<128 hexadecimal digits>@host:port`. */
  founders: readonly Enode[];
  /** Where `/health` and `/metrics` are served. */
  listen: { host: string; port: number };
  /** The network's own filter; none is kept when left out. */
  filter?: FilterSettings;
  /** Says on the chain whether the node obeys; it does not when left out. */
  report?: { monitoring: Address; account: PrivateKeyAccount };
  /** Enforcers of other operators that let us read their `/health`. */
  neighbours: readonly Neighbour[];
}

/** Reads the settings, and says which of them makes no sense. */
export const readSettings = (file: string): EnforcerSettings =>
  parseSettings(readSettingsFile(file), dirname(file));

/** `folder` is where the settings stand: paths in them may begin there. */
export function parseSettings(value: unknown, folder = ""): EnforcerSettings {
  const settings = object(value, "settings");
  const node = object(settings["node"], "node");
  const addresses = object(settings["addresses"], "addresses");
  const listen = object(settings["listen"], "listen");
  return {
    node: { client: clientName(node["client"]), rpc: url(node["rpc"], "node.rpc") },
    addresses: {
      NodeRegistry: address(addresses["NodeRegistry"], "addresses.NodeRegistry"),
      ValidatorSet: address(addresses["ValidatorSet"], "addresses.ValidatorSet"),
      ...(addresses["PermissionViews"] === undefined
        ? {}
        : { PermissionViews: address(addresses["PermissionViews"], "addresses.PermissionViews") }),
    },
    founders: list(settings["founders"], "founders").map((one) => founder(one)),
    listen: {
      host: text(listen["host"], "listen.host"),
      port: port(listen["port"], "listen.port", 0),
    },
    ...(settings["filter"] === undefined ? {} : { filter: filter(settings["filter"]) }),
    ...(settings["report"] === undefined
      ? {}
      : { report: report(settings["report"], addresses, folder) }),
    neighbours: list(settings["neighbours"] ?? [], "neighbours").map(neighbour),
  };
}

function report(
  value: unknown,
  addresses: Record<string, unknown>,
  folder: string,
): EnforcerSettings["report"] {
  const settings = object(value, "report");
  return {
    monitoring: address(addresses["NodeMonitoring"], "addresses.NodeMonitoring"),
    account: readReportingKey(resolve(folder, text(settings["key"], "report.key"))),
  };
}

function filter(value: unknown): FilterSettings {
  const settings = object(value, "filter");
  const ports = list(settings["ports"], "filter.ports").map((one) => port(one, "filter.ports", 1));
  if (ports.length === 0)
    throw wrong("filter.ports", ports, "the ports of the node's peer-to-peer protocol");
  const path = (name: "nftables" | "netrestrict") =>
    settings[name] === undefined ? {} : { [name]: text(settings[name], `filter.${name}`) };
  const apply = list(settings["apply"] ?? [], "filter.apply").map((one) =>
    text(one, "filter.apply"),
  );
  const [program] = apply;
  // It may run with more rights than others: whom it starts does not depend on who set its search path.
  if (program !== undefined && (!isAbsolute(program) || settings["nftables"] === undefined)) {
    throw wrong(
      "filter.apply",
      apply,
      `a program with its whole path and its arguments, ["/usr/sbin/nft", "-f"], and filter.nftables beside it`,
    );
  }
  return {
    ports,
    ...path("nftables"),
    ...path("netrestrict"),
    also: list(settings["also"] ?? [], "filter.also").map(source),
    ...(program === undefined ? {} : { apply }),
  };
}

function source(value: unknown): string {
  const canonical = typeof value === "string" ? canonicalSource(value) : undefined;
  if (canonical === undefined)
    throw wrong("filter.also", value, "IP addresses or networks, 192.0.2.0/24");
  return canonical;
}

function neighbour(value: unknown): Neighbour {
  const { node, health } = object(value, "neighbours");
  return {
    publicKey: founder(node, "neighbours.node").publicKey,
    health: url(health, "neighbours.health"),
  };
}

/** A founder as it stands in the settings. */
export function founder(value: unknown, name = "founders"): Enode {
  const enode = typeof value === "string" ? parseEnode(value) : undefined;
  if (enode === undefined) {
    throw wrong(name, value, "an enode: enode://<128 hexadecimal digits>@host:port");
  }
  return enode;
}

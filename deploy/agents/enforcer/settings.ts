import { readFileSync } from "node:fs";
import { isAbsolute } from "node:path";

import { isAddress, type Address } from "viem";

import { type Enode, parseEnode } from "../clients/node-client.ts";
import type { FilterSettings } from "./filter-keeper.ts";
import type { Neighbour } from "./neighbours.ts";
import { canonicalSource } from "./network-filter.ts";
import type { RegisterAddresses } from "./register.ts";

/** The client software that an enforcer can order. */
export const clientNames = ["besu", "kaia"] as const;

export type ClientName = (typeof clientNames)[number];

/** What an enforcer has to know; a JSON file, rendered from the topology of the network. */
export interface EnforcerSettings {
  node: {
    client: ClientName;
    /** JSON-RPC of the own node, with its administration. */
    rpc: string;
  };
  addresses: RegisterAddresses;
  /** The founding nodes, `enode://<128 hexadecimal digits>@host:port`. */
  founders: readonly Enode[];
  /** Where `/health` and `/metrics` are served. */
  listen: { host: string; port: number };
  /** The network's own filter; none is kept when left out. */
  filter?: FilterSettings;
  /** Enforcers of other operators that let us read their `/health`. */
  neighbours: readonly Neighbour[];
}

export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Reads the settings, and says which of them makes no sense. */
export function readSettings(file: string): EnforcerSettings {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new SettingsError(
      `The settings ${file} cannot be read.`,
      "Give the path of a JSON file, as it is rendered for each node.",
      { cause },
    );
  }
  return parseSettings(value);
}

export function parseSettings(value: unknown): EnforcerSettings {
  const settings = object(value, "settings");
  const node = object(settings["node"], "node");
  const addresses = object(settings["addresses"], "addresses");
  const listen = object(settings["listen"], "listen");
  return {
    node: { client: clientName(node["client"]), rpc: url(node["rpc"], "node.rpc") },
    addresses: {
      NodeRegistry: address(addresses["NodeRegistry"], "addresses.NodeRegistry"),
      ValidatorSet: address(addresses["ValidatorSet"], "addresses.ValidatorSet"),
    },
    founders: list(settings["founders"], "founders").map((one) => founder(one)),
    listen: {
      host: text(listen["host"], "listen.host"),
      port: port(listen["port"], "listen.port", 0),
    },
    ...(settings["filter"] === undefined ? {} : { filter: filter(settings["filter"]) }),
    neighbours: list(settings["neighbours"] ?? [], "neighbours").map(neighbour),
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

function wrong(name: string, value: unknown, wanted: string): SettingsError {
  return new SettingsError(
    `The setting ${name} is ${value === undefined ? "missing" : JSON.stringify(value)}.`,
    `Give ${wanted}.`,
  );
}

function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(name, value, "an object");
  }
  return value as Record<string, unknown>;
}

function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(name, value, "a list");
  return value;
}

function text(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw wrong(name, value, "a text");
  return value;
}

function url(value: unknown, name: string): string {
  if (typeof value !== "string" || !/^https?:$/.test(URL.parse(value)?.protocol ?? "")) {
    throw wrong(name, value, "an address on the web, http://127.0.0.1:8551");
  }
  return value;
}

function address(value: unknown, name: string): Address {
  if (typeof value !== "string" || !isAddress(value, { strict: false })) {
    throw wrong(name, value, "an address, 20 bytes in hexadecimal");
  }
  return value;
}

function port(value: unknown, name: string, lowest: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < lowest || value > 65_535) {
    throw wrong(name, value, `a port from ${lowest} to 65535`);
  }
  return value;
}

function clientName(value: unknown): ClientName {
  const name = clientNames.find((candidate) => candidate === value);
  if (name === undefined) throw wrong("node.client", value, `one of ${clientNames.join(", ")}`);
  return name;
}

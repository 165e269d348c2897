import { dirname, resolve } from "node:path";

import type { Address } from "viem";

import {
  address,
  object,
  port,
  readDatabaseUrl,
  readSecretFile,
  readSettingsFile,
  SettingsError,
  text,
  url,
  wholeNumber,
  wrong,
} from "../settings.ts";

/** What the service of webhooks has to know; a JSON file. */
export interface WebhooksSettings {
  node: {
    /** JSON-RPC of a node that it trusts. */
    rpc: string;
  };
  /** Query address of the index. */
  index: string;
  /** The escrow, which statements name; and who tells whether an account may send, which opens the service to it. */
  addresses: { PaymentEscrow: Address; PermissionViews: Address };
  /** Connection URL of a PostgreSQL database. */
  database: string;
  /** 32 bytes from which the secrets of endpoints are derived. */
  key: Buffer;
  /** Blocks on top of one from which on it stands. 0 where a block is final at once: QBFT, IBFT, and the one node of `npm start`. */
  confirmations: number;
  /** Of a development machine: endpoints at loopback, also without TLS. */
  allowLoopback: boolean;
  delivery: DeliverySettings;
  /** Where requests, `/health` and `/metrics` are served. */
  listen: { host: string; port: number };
}

export interface DeliverySettings {
  /** Seconds that an attempt may take. */
  attemptSeconds: number;
  /** Seconds after the first failure; each further wait is about three times as long, up to `longestWaitSeconds`. */
  firstWaitSeconds: number;
  longestWaitSeconds: number;
  /** Seconds after the first attempt from which on a delivery is given up, and the next one is tried. */
  giveUpSeconds: number;
  /** Seconds of failures without any success after which an endpoint is paused. */
  pauseSeconds: number;
  /** The same for an endpoint that has never accepted anything; as long after that it is forgotten. */
  provingSeconds: number;
  /** Seconds for which deliveries are kept. */
  keptSeconds: number;
  /** Seconds after which a paused endpoint is forgotten. */
  pausedSeconds: number;
  /** Seconds for which the former secret signs, too. */
  rotationSeconds: number;
  /** Deliveries that wait for an endpoint at most; the oldest is given up for one more. */
  mostWaiting: number;
  /** Attempts at once. */
  atOnce: number;
  /** Endpoints of an account, of a host name, and in all. */
  mostOfAccount: number;
  mostOfHost: number;
  mostEndpoints: number;
}

/** Reads the settings, and says which of them makes no sense. */
export const readWebhooksSettings = (file: string): WebhooksSettings =>
  parseWebhooksSettings(readSettingsFile(file), dirname(file));

/** `folder` is where the settings stand: paths in them may begin there. */
export function parseWebhooksSettings(value: unknown, folder = ""): WebhooksSettings {
  const settings = object(value, "settings");
  const node = object(settings["node"], "node");
  const addresses = object(settings["addresses"], "addresses");
  const listen = object(settings["listen"], "listen");
  const { allowLoopback = false } = settings;
  if (typeof allowLoopback !== "boolean")
    throw wrong("allowLoopback", allowLoopback, "true on a development machine alone");
  return {
    node: { rpc: url(node["rpc"], "node.rpc") },
    index: url(settings["index"], "index"),
    addresses: {
      PaymentEscrow: address(addresses["PaymentEscrow"], "addresses.PaymentEscrow"),
      PermissionViews: address(addresses["PermissionViews"], "addresses.PermissionViews"),
    },
    database: readDatabaseUrl(resolve(folder, text(settings["database"], "database"))),
    key: keyIn(resolve(folder, text(settings["key"], "key"))),
    confirmations: wholeNumber(settings["confirmations"], "confirmations", {
      least: 0,
      most: 1_000,
      otherwise: 0,
    }),
    allowLoopback,
    delivery: deliverySettings(object(settings["delivery"] ?? {}, "delivery")),
    listen: {
      host: text(listen["host"], "listen.host"),
      port: port(listen["port"], "listen.port", 0),
    },
  };
}

function keyIn(file: string): Buffer {
  const remedy = "`foedus node key --out <path>` makes a new one.";
  const digits = readSecretFile(file, "key", remedy).replace(/^0x/i, "");
  // The content is not repeated in the message.
  if (!/^[0-9a-f]{64}$/i.test(digits))
    throw new SettingsError(
      `The key file ${file} does not hold 64 hexadecimal digits.`,
      `Give the file from whose content secrets are derived; ${remedy}`,
    );
  return Buffer.from(digits, "hex");
}

const day = 86_400;

function deliverySettings(given: Record<string, unknown>): DeliverySettings {
  const whole = (name: keyof DeliverySettings, least: number, most: number, otherwise: number) =>
    wholeNumber(given[name], `delivery.${name}`, { least, most, otherwise });
  return {
    attemptSeconds: whole("attemptSeconds", 1, 60, 15),
    firstWaitSeconds: whole("firstWaitSeconds", 0, 3_600, 5),
    longestWaitSeconds: whole("longestWaitSeconds", 1, day, 21_600),
    giveUpSeconds: whole("giveUpSeconds", 1, 30 * day, 3 * day),
    pauseSeconds: whole("pauseSeconds", 1, 60 * day, 5 * day),
    provingSeconds: whole("provingSeconds", 1, 30 * day, day),
    keptSeconds: whole("keptSeconds", day, 365 * day, 30 * day),
    pausedSeconds: whole("pausedSeconds", day, 365 * day, 90 * day),
    rotationSeconds: whole("rotationSeconds", 0, 30 * day, day),
    mostWaiting: whole("mostWaiting", 1, 1_000_000, 10_000),
    atOnce: whole("atOnce", 2, 1_000, 32),
    mostOfAccount: whole("mostOfAccount", 1, 1_000, 10),
    mostOfHost: whole("mostOfHost", 1, 10_000, 50),
    mostEndpoints: whole("mostEndpoints", 1, 100_000, 2_000),
  };
}

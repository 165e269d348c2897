import { readFileSync, statSync } from "node:fs";

import { type Address, isAddress } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

/** The client software that agents can speak to. */
export const clientNames = ["besu", "kaia"] as const;

export type ClientName = (typeof clientNames)[number];

export class SettingsError extends Error {
  override readonly name = "SettingsError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

/** Reads a JSON file of settings. */
export function readSettingsFile(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch (cause) {
    throw new SettingsError(
      `The settings ${file} cannot be read.`,
      "Give the path of a JSON file, as it is rendered for each node.",
      { cause },
    );
  }
}

/**
 * Reads a file that only its owner can read. Where somebody else owns it, as clusters mount secrets, the group may read it too: there is
 * no other way to it.
 * @param noun What the file holds, for errors: `key`.
 */
export function readSecretFile(file: string, noun: string, remedy: string): string {
  let content: string;
  let mode: number;
  let isOurs: boolean;
  try {
    content = readFileSync(file, "utf8").trim();
    const stat = statSync(file);
    mode = stat.mode;
    isOurs = stat.uid === process.getuid?.();
  } catch (cause) {
    throw new SettingsError(
      `The ${noun} file ${file} cannot be read.`,
      `Check the path and that the agent's user may read it; ${remedy}`,
      { cause },
    );
  }
  if ((mode & (isOurs ? 0o077 : 0o037)) !== 0) {
    throw new SettingsError(
      `The ${noun} file ${file} can be read by others (mode ${(mode & 0o777).toString(8)}).`,
      `Let only its owner read it: chmod 600 ${file}`,
    );
  }
  return content;
}

/** Reads the key of an account with which an agent sends: 64 hexadecimal digits in a file that only its owner can read. */
export function readReportingKey(file: string): PrivateKeyAccount {
  const remedy = "`foedus node key --out <path>` makes a new one.";
  const digits = readSecretFile(file, "key", remedy).replace(/^0x/i, "");
  // The content is not repeated in the message, because it may be most of a private key.
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    throw new SettingsError(
      `The key file ${file} does not hold a private key: expected 64 hexadecimal digits, found ${digits.length} characters.`,
      "Give the file of the account that the agent sends with.",
    );
  }
  try {
    return privateKeyToAccount(`0x${digits}`);
  } catch (cause) {
    throw new SettingsError(
      `The key file ${file} holds a number that is no private key.`,
      "Make a new key with `foedus node key --out <path>`.",
      { cause },
    );
  }
}

/** Reads the connection URL of a PostgreSQL database: a file that only its owner can read, because a password stands in it. */
export function readDatabaseUrl(file: string): string {
  const remedy = "write postgresql://user:password@host:5432/database into it.";
  const content = readSecretFile(file, "database", remedy);
  // The content is not repeated in the message, because a password stands in it.
  if (!/^postgres(ql)?:$/.test(URL.parse(content)?.protocol ?? "")) {
    throw new SettingsError(
      `The database file ${file} does not hold the URL of a PostgreSQL database.`,
      "Write postgresql://user:password@host:5432/database into it.",
    );
  }
  return content;
}

export function wrong(name: string, value: unknown, wanted: string): SettingsError {
  return new SettingsError(
    `The setting ${name} is ${value === undefined ? "missing" : JSON.stringify(value)}.`,
    `Give ${wanted}.`,
  );
}

export function object(value: unknown, name: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw wrong(name, value, "an object");
  }
  return value as Record<string, unknown>;
}

export function list(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw wrong(name, value, "a list");
  return value;
}

export function text(value: unknown, name: string): string {
  if (typeof value !== "string" || value === "") throw wrong(name, value, "a text");
  return value;
}

export function url(value: unknown, name: string): string {
  if (typeof value !== "string" || !/^https?:$/.test(URL.parse(value)?.protocol ?? "")) {
    throw wrong(name, value, "an address on the web, http://127.0.0.1:8551");
  }
  return value;
}

export function address(value: unknown, name: string): Address {
  if (typeof value !== "string" || !isAddress(value, { strict: false })) {
    throw wrong(name, value, "an address, 20 bytes in hexadecimal");
  }
  return value;
}

export function port(value: unknown, name: string, lowest: number): number {
  if (typeof value !== "number" || !Number.isInteger(value) || value < lowest || value > 65_535) {
    throw wrong(name, value, `a port from ${lowest} to 65535`);
  }
  return value;
}

export function clientName(value: unknown): ClientName {
  const name = clientNames.find((candidate) => candidate === value);
  if (name === undefined) throw wrong("node.client", value, `one of ${clientNames.join(", ")}`);
  return name;
}

/** A whole number within bounds; `otherwise` when it is left out. */
export function wholeNumber(
  value: unknown,
  name: string,
  { least, most, otherwise }: { least: number; most: number; otherwise: number },
): number {
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !Number.isInteger(value) || value < least || value > most) {
    throw wrong(name, value, `a whole number from ${least} to ${most}`);
  }
  return value;
}

import { readFile, writeFile } from "node:fs/promises";

import { keccak256 } from "viem";
import { generatePrivateKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import { CommandError } from "./command-error.ts";

export interface NodeKey {
  account: PrivateKeyAccount;
  /** 64 bytes, without the 0x04 prefix: the key of the enode URL. */
  publicKey: `0x${string}`;
  /** Id of the node in the register. */
  node: `0x${string}`;
  /** Address with which a validator seals blocks. */
  address: `0x${string}`;
}

/** What a key file is for, so that errors speak of it. */
interface KeyUse {
  noun: string;
  unreadable: string;
  wrong: string;
  broken: string;
}

const nodeUse: KeyUse = {
  noun: "a node key",
  unreadable:
    "Check the path and that your user may read the file; `foedus node key --out <path>` makes a new one.",
  wrong:
    "Give the node's private key file, as Besu writes it (`key` in its data folder), not the public key.",
  broken: "Make a new key with `foedus node key --out <path>`.",
};

const accountUse: KeyUse = {
  noun: "an account's key",
  unreadable: "Check the path and that your user may read the file.",
  wrong: "Give a file with the account's private key, not its address.",
  broken: "Give the file of the account that shall be registered.",
};

/** Reads a node key as Besu writes it: 64 hexadecimal digits, with or without 0x. */
export async function readNodeKey(path: string): Promise<NodeKey> {
  return readKey(path, nodeUse, nodeKey);
}

/** Reads an account's private key: 64 hexadecimal digits, with or without 0x. */
export async function readAccountKey(path: string): Promise<PrivateKeyAccount> {
  return readKey(path, accountUse, privateKeyToAccount);
}

async function readKey<Key>(
  path: string,
  use: KeyUse,
  make: (privateKey: `0x${string}`) => Key,
): Promise<Key> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new CommandError(
      `The key file ${path} cannot be read (${errorCode(cause)}).`,
      use.unreadable,
      cause,
    );
  }
  const digits = text.trim().replace(/^0x/i, "");
  if (!/^[0-9a-f]{64}$/i.test(digits)) {
    // The content is not repeated in the message, because it may be most of a private key.
    throw new CommandError(
      `The key file ${path} does not hold ${use.noun}: expected 64 hexadecimal digits, found ${digits.length} characters.`,
      use.wrong,
    );
  }
  try {
    return make(`0x${digits}`);
  } catch (cause) {
    throw new CommandError(
      `The key file ${path} holds a number that is not a secp256k1 private key.`,
      use.broken,
      cause,
    );
  }
}

/** Writes a new key that only its owner can read. Never overwrites: a lost node key is lost for good. */
export async function createNodeKey(path: string): Promise<NodeKey> {
  const privateKey = generatePrivateKey();
  try {
    await writeFile(path, `${privateKey.slice(2)}\n`, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    if (errorCode(cause) === "EEXIST") {
      throw new CommandError(
        `The file ${path} exists already.`,
        "Give another path; an existing key is never overwritten.",
        cause,
      );
    }
    throw new CommandError(
      `The key file ${path} cannot be written (${errorCode(cause)}).`,
      "Check that the folder exists and that your user may write there.",
      cause,
    );
  }
  return nodeKey(privateKey);
}

function nodeKey(privateKey: `0x${string}`): NodeKey {
  const account = privateKeyToAccount(privateKey);
  const publicKey: `0x${string}` = `0x${account.publicKey.slice(4)}`;
  return { account, publicKey, node: keccak256(publicKey), address: account.address };
}

function errorCode(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

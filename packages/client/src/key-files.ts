import { readFile, writeFile } from "node:fs/promises";

import { ClientError } from "./client-error.ts";
import type { Algorithm } from "./jwk.ts";
import { KeyPair } from "./key-pair.ts";

/**
 * Makes a key and writes it to a file that its owner alone reads. Never overwrites: a lost key is lost for good.
 * @throws ClientError `key-file`
 */
export async function createKeyFile(path: string, algorithm: Algorithm): Promise<KeyPair> {
  const key = KeyPair.generate(algorithm);
  try {
    await writeFile(path, `${JSON.stringify(key.exportPrivateJwk())}\n`, {
      flag: "wx",
      mode: 0o600,
    });
    return key;
  } catch (cause) {
    const isThere = codeOf(cause) === "EEXIST";
    throw new ClientError(
      "key-file",
      isThere
        ? `The file ${path} exists already.`
        : `The key file ${path} cannot be written (${codeOf(cause)}).`,
      isThere
        ? "Give another path; an existing key is never overwritten."
        : "Check that the folder exists and that your user may write there.",
      { cause },
    );
  }
}

/**
 * Reads a key that `createKeyFile` wrote. What the file holds is never repeated in a message.
 * @throws ClientError `key-file`, `key-invalid`
 */
export async function readKeyFile(path: string): Promise<KeyPair> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw new ClientError(
      "key-file",
      `The key file ${path} cannot be read (${codeOf(cause)}).`,
      "Check the path and that your user may read the file.",
      { cause },
    );
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    // Without the cause: its message repeats a part of the text.
    throw new ClientError(
      "key-file",
      `The key file ${path} is no JSON.`,
      "Give the file as it was written when the key was made: a JWK with its private part.",
    );
  }
  return KeyPair.fromPrivateJwk(value);
}

/** The key of a file, which is made when it is not there. */
export async function readOrCreateKeyFile(path: string, algorithm: Algorithm): Promise<KeyPair> {
  try {
    return await createKeyFile(path, algorithm);
  } catch (error) {
    if (!(error instanceof ClientError && codeOf(error.cause) === "EEXIST")) throw error;
    return await readKeyFile(path);
  }
}

function codeOf(cause: unknown): string {
  return cause instanceof Error && "code" in cause ? String(cause.code) : String(cause);
}

import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { ClientError } from "./client-error.ts";
import { createEbsiDid, type Did, didOfKey, parseDid } from "./did.ts";
import { createKeyFile, readKeyFile } from "./key-files.ts";
import type { KeyPair } from "./key-pair.ts";
import type { EntityKeys } from "./legal-entity.ts";

/** What stands in the folder of an entity. */
export const entityFiles = {
  did: "did.txt",
  account: "account-key.json",
  signing: "signing-key.json",
} as const;

/**
 * Makes the keys and the DID of a legal entity, in a new folder that its owner alone reads.
 * @throws ClientError `key-file`
 */
export async function createEntityFolder(folder: string): Promise<EntityKeys> {
  await makeFolder(folder);
  const did = createEbsiDid();
  const account = await createKeyFile(path.join(folder, entityFiles.account), "ES256K");
  const signing = await createKeyFile(path.join(folder, entityFiles.signing), "ES256");
  await writeFile(path.join(folder, entityFiles.did), `${did}\n`);
  return { did, account, signing };
}

/**
 * Makes the key of a natural person, whose DID it is, in a new folder that its owner alone reads.
 * @throws ClientError `key-file`
 */
export async function createPersonFolder(folder: string): Promise<{ did: Did; signing: KeyPair }> {
  await makeFolder(folder);
  const signing = await createKeyFile(path.join(folder, entityFiles.signing), "ES256");
  const did = didOfKey(signing.publicJwk);
  await writeFile(path.join(folder, entityFiles.did), `${did}\n`);
  return { did, signing };
}

/**
 * The keys of a legal entity from its folder.
 * @throws ClientError `key-file`, `key-invalid`, `did-invalid`
 */
export async function readEntityFolder(folder: string): Promise<EntityKeys> {
  let text: string;
  try {
    text = await readFile(path.join(folder, entityFiles.did), "utf8");
  } catch (cause) {
    throw new ClientError(
      "key-file",
      `${folder} is no folder of an entity: ${entityFiles.did} cannot be read.`,
      "Give the folder that was made with the entity's keys, for example by `foedus did create`.",
      { cause },
    );
  }
  return {
    did: parseDid(text.trim()),
    account: await readKeyFile(path.join(folder, entityFiles.account)),
    signing: await readKeyFile(path.join(folder, entityFiles.signing)),
  };
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (cause) {
    throw new ClientError(
      "key-file",
      `The folder ${folder} cannot be made.`,
      "Give a path that does not exist yet, within a folder that does: keys are never overwritten.",
      { cause },
    );
  }
}

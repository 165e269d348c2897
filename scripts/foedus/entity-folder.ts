import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Did, EntityKeys, KeyPair } from "@foedus/client";

import { CommandError } from "./command-error.ts";
import type { ClientTools } from "./client-tools.ts";

/** What a folder of `did create` holds. */
export const entityFiles = {
  did: "did.txt",
  account: "account-key.json",
  signing: "signing-key.json",
} as const;

/** Makes the keys and the DID of a legal entity, in a folder of its own that its owner alone reads. */
export async function createEntity(tools: ClientTools, folder: string): Promise<EntityKeys> {
  const { createEbsiDid, createKeyFile } = tools;
  await makeFolder(folder);
  const did = createEbsiDid();
  const account = await createKeyFile(path.join(folder, entityFiles.account), "ES256K");
  const signing = await createKeyFile(path.join(folder, entityFiles.signing), "ES256");
  await writeFile(path.join(folder, entityFiles.did), `${did}\n`);
  return { did, account, signing };
}

/** Makes the key of a natural person, whose DID it is. */
export async function createPerson(
  { createKeyFile, didOfKey }: ClientTools,
  folder: string,
): Promise<{ did: Did; signing: KeyPair }> {
  await makeFolder(folder);
  const signing = await createKeyFile(path.join(folder, entityFiles.signing), "ES256");
  const did = didOfKey(signing.publicJwk);
  await writeFile(path.join(folder, entityFiles.did), `${did}\n`);
  return { did, signing };
}

/** The keys of a legal entity from its folder. */
export async function readEntity(tools: ClientTools, folder: string): Promise<EntityKeys> {
  const { readKeyFile, parseDid } = tools;
  let text: string;
  try {
    text = await readFile(path.join(folder, entityFiles.did), "utf8");
  } catch (cause) {
    throw new CommandError(
      `${folder} is no folder of an entity: ${entityFiles.did} cannot be read.`,
      "Give the folder that `foedus did create` made.",
      cause,
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
    throw new CommandError(
      `The folder ${folder} cannot be made.`,
      "Give a path that does not exist yet, within a folder that does: keys are never overwritten.",
      cause,
    );
  }
}

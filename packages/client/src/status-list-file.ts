import { readFile, rename, rm, writeFile } from "node:fs/promises";

import { type Hex, sha256, toBytes } from "viem";

import { ClientError } from "./client-error.ts";
import { credentialTypes, readCredential } from "./credential.ts";
import { type LegalEntity, type Period, proxyId } from "./legal-entity.ts";
import type { Registers } from "./registers.ts";
import { entriesSetIn, statusListSize } from "./status-list.ts";

/** What a publication of a list is made of. */
export interface StatusListOrder {
  /** The list as it is served. It is made if it does not exist, and then replaced by each publication. */
  file: string;
  /** Where the file is served: an https address. */
  uri: string;
  /** Entries to revoke beside those that are revoked already. */
  revoke: readonly number[];
  /** From when to when the publication is the present one. */
  period: Period;
}

export interface StatusListPublished {
  /** Number of the publication. */
  sequence: bigint;
  /** sha-256 of the list. */
  hash: Hex;
  /** All entries that are revoked, in ascending order. */
  revoked: number[];
  /** Under which credentials name the list. */
  address: string;
}

/**
 * Signs the next state of an issuer's list for revocations, anchors it, and writes it to its file. The first time the list is registered,
 * and, once it is served, a proxy through which verifiers reach it. The new state is written beside the file before it is anchored: whatever breaks off in
 * between, the state that was anchored last is one of both, and the next publication goes on from it.
 * @throws ClientError `status-list-invalid` for entries that a list does not have, an address that no proxy leads to, or a file that is not
 * what was anchored last; `key-file` for a file that cannot be written; `server-refused`, `server-silent`
 */
export async function publishStatusListFile(
  entity: LegalEntity,
  registers: Registers,
  { file, uri, revoke, period }: StatusListOrder,
): Promise<StatusListPublished> {
  const wrong = revoke.find((index) => !(index >= 0 && index < statusListSize.least));
  if (wrong !== undefined) {
    throw new ClientError(
      "status-list-invalid",
      `The list has no entry ${wrong}.`,
      `Give entries from 0 to ${statusListSize.least - 1}.`,
    );
  }
  const { prefix, path } = splitAddress(uri);
  const anchor = await registers.statusListAnchor(entity.did, uri);
  if (anchor !== undefined && anchor.size !== statusListSize.least) {
    throw new ClientError(
      "status-list-invalid",
      `The list at ${uri} was registered for ${anchor.size} entries; this makes lists of ${statusListSize.least}, which no verifier takes there.`,
      "Publish it with what made it, or begin another list at another address.",
    );
  }
  const present = anchor === undefined ? undefined : await readAnchored(file, uri, anchor.hash);
  if (present === undefined) await requireNoFile(file, uri);
  const revoked = [
    ...new Set([...(present === undefined ? [] : await revokedIn(present)), ...revoke]),
  ].sort((a, b) => a - b);
  const list = await entity.statusList(revoked, period);

  const next = nextOf(file);
  await write(next, list);
  const sequence = (anchor?.sequence ?? 0n) + 1n;
  try {
    await entity.anchorStatusList({ uri, sequence, list, ttl: period.until - period.from });
  } catch (error) {
    // What a node gave no answer to may still be anchored: then the file stays for the next publication.
    if (error instanceof ClientError && error.code === "server-refused") await rm(next);
    throw error;
  }
  await rename(next, file);
  if ((await registers.proxyPrefix(entity.did, proxyId(prefix, path))) === undefined) {
    await addProxy(entity, { prefix, path, file, uri });
  }
  return {
    sequence,
    hash: sha256(toBytes(list)),
    revoked,
    address: entity.statusListAddress(prefix, path),
  };
}

/** The host tries what it registers: the list has to be served. */
async function addProxy(
  entity: LegalEntity,
  { prefix, path, file, uri }: { prefix: string; path: string; file: string; uri: string },
): Promise<void> {
  try {
    await entity.addProxy(prefix, path);
  } catch (error) {
    if (!(error instanceof ClientError) || error.code !== "server-refused") throw error;
    throw new ClientError(
      error.code,
      `The list is anchored, but no verifier reaches it yet: ${error.message}`,
      `Serve ${file} at ${uri}, then publish it again. ${error.remedy}`,
      { cause: error },
    );
  }
}

/** The next state of a list, until it is anchored. */
const nextOf = (file: string): string => `${file}.next`;

/** The state that was anchored last, from the file or from what a publication that broke off left beside it. */
async function readAnchored(file: string, uri: string, hash: Hex): Promise<string> {
  for (const place of [file, nextOf(file)]) {
    const text = await textOf(place);
    if (text !== undefined && sha256(toBytes(text)) === hash) return text;
  }
  throw new ClientError(
    "status-list-invalid",
    `${file} is not the list that was anchored last for ${uri}, whose sha-256 is ${hash}.`,
    "Give the file that is served there: without it nobody knows which credentials are revoked.",
  );
}

/** A list that begins must not overwrite another file. */
async function requireNoFile(file: string, uri: string): Promise<void> {
  if ((await textOf(file)) === undefined) return;
  throw new ClientError(
    "status-list-invalid",
    `${file} exists, but no list was anchored for ${uri}.`,
    "Check the address, or give a path that does not exist yet to begin a list.",
  );
}

async function textOf(file: string): Promise<string | undefined> {
  try {
    return (await readFile(file, "utf8")).trim();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw unusable(file, "read", error);
  }
}

async function write(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text);
  } catch (error) {
    throw unusable(file, "written", error);
  }
}

function unusable(file: string, what: "read" | "written", cause: unknown): ClientError {
  return new ClientError(
    "key-file",
    `${file} cannot be ${what}.`,
    "Give a path within a folder that exists and is yours.",
    { cause },
  );
}

async function revokedIn(list: string): Promise<number[]> {
  const { type, credentialSubject } = readCredential(list).credential;
  const { statusPurpose, encodedList } = credentialSubject;
  if (
    type.includes(credentialTypes.statusList) &&
    statusPurpose === "revocation" &&
    typeof encodedList === "string"
  ) {
    return entriesSetIn(encodedList);
  }
  throw new ClientError(
    "status-list-invalid",
    "The list that was anchored last is no list for revocations.",
    "Give another address for a list of this kind.",
  );
}

/** What a proxy leads to, and the path of the list behind it. */
function splitAddress(uri: string): { prefix: string; path: string } {
  const [, prefix, path] = /^(https:\/\/[^?#]+\/)([^/?#]+)$/.exec(uri) ?? [];
  if (prefix !== undefined && path !== undefined && URL.canParse(uri)) return { prefix, path };
  throw new ClientError(
    "status-list-invalid",
    `"${uri}" is no address of a status list.`,
    "Give where the file will be served, for example https://issuer.example/status/1.",
  );
}

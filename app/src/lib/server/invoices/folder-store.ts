import { createHash, randomUUID } from "node:crypto";
import { link, mkdir, open, readdir, readFile, rename, rm, stat, statfs } from "node:fs/promises";
import path from "node:path";

import { type InvoiceStore, type KeptInvoice, type Keeping, quota } from "./invoice-store.ts";

/** Bytes that stay free on the disk: others need it, too. */
const spare = 256 * 1024 * 1024;
/** Milliseconds after which what lies in the folder of beginnings was left by a crash. */
const abandoned = 3_600_000;

/**
 * Keeps files in a folder of this machine.
 *
 *   beginnings/<random>            what is being written
 *   files/<hash>                   the files
 *   payments/<payment>/<hash>      the same file under each payment that it belongs to
 *   keys/<payment>/<key>           the hash that came with a key, whose own hash is the name
 */
export class FolderStore implements InvoiceStore {
  readonly #folder: string;
  #last: Promise<unknown> = Promise.resolve();

  constructor(folder: string) {
    this.#folder = folder;
  }

  async put(invoice: KeptInvoice): Promise<Keeping> {
    // One after the other, so that two requests cannot both take the last place of a payment.
    const turn = this.#last.then(() => this.#put(invoice));
    this.#last = turn.catch(() => undefined);
    return turn;
  }

  async get(hash: string, payment: string): Promise<Uint8Array | undefined> {
    const bytes = await readIfThere(this.#at("payments", payment, hash));
    if (bytes !== undefined && sha256(bytes) !== hash)
      throw new Error(`The kept invoice ${hash} is not what was kept.`);
    return bytes;
  }

  async #put({ hash, bytes, payment, idempotencyKey }: KeptInvoice): Promise<Keeping> {
    const place = this.#at("payments", payment, hash);
    const keys = this.#at("keys", payment);
    const key = idempotencyKey === null ? undefined : path.join(keys, keyName(idempotencyKey));
    const known = key === undefined ? undefined : await readIfThere(key);
    if (known !== undefined && known.toString() !== hash) return "key-used";

    const isNewKey = key !== undefined && known === undefined;
    if (isNewKey && (await names(keys)).length >= quota.keys) return "full";

    if (!(await isThere(place))) {
      if (!(await this.#hasRoom(payment, bytes.byteLength))) return "full";
      await this.#write(this.#at("files", hash), bytes);
      await this.#link(this.#at("files", hash), place);
    }
    if (isNewKey) await this.#write(key, Buffer.from(hash));
    return "kept";
  }

  async #hasRoom(payment: string, size: number): Promise<boolean> {
    const folder = this.#at("payments", payment);
    const files = await names(folder);
    const sizes = await Promise.all(
      files.map(async (name) => (await stat(path.join(folder, name))).size),
    );
    const taken = sizes.reduce((sum, each) => sum + each, 0);
    if (files.length >= quota.files || taken + size > quota.bytes) return false;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize - size > spare;
  }

  /** A file has its name only when all of it is on the disk. */
  async #write(place: string, bytes: Uint8Array): Promise<void> {
    const beginnings = this.#at("beginnings");
    await mkdir(beginnings, { recursive: true, mode: 0o700 });
    await this.#clear(beginnings);
    const beginning = path.join(beginnings, randomUUID());
    const file = await open(beginning, "wx", 0o600);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    await rename(beginning, place);
    await syncFolder(path.dirname(place));
  }

  async #link(file: string, place: string): Promise<void> {
    await mkdir(path.dirname(place), { recursive: true, mode: 0o700 });
    try {
      await link(file, place);
    } catch (error) {
      // Another process was faster, with the same file.
      if (!hasCode(error, "EEXIST")) throw error;
    }
    await syncFolder(path.dirname(place));
  }

  async #clear(beginnings: string): Promise<void> {
    for (const name of await names(beginnings)) {
      const file = path.join(beginnings, name);
      if (Date.now() - (await stat(file)).mtimeMs > abandoned) await rm(file, { force: true });
    }
  }

  #at(...parts: string[]): string {
    return path.join(this.#folder, ...parts);
  }
}

function sha256(bytes: Uint8Array): string {
  return `0x${createHash("sha256").update(bytes).digest("hex")}`;
}

/** Clients choose keys, and must not choose names of files. */
function keyName(key: string): string {
  return createHash("sha256").update(key).digest("hex");
}

async function readIfThere(file: string): Promise<Buffer | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

async function isThere(file: string): Promise<boolean> {
  try {
    await stat(file);
    return true;
  } catch (error) {
    if (isMissing(error)) return false;
    throw error;
  }
}

async function names(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function isMissing(error: unknown): boolean {
  return hasCode(error, "ENOENT");
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && "code" in error && error.code === code;
}

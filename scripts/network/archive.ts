import { createHash } from "node:crypto";
import fs from "node:fs";
import path from "node:path";

import { CommandError } from "../foedus/command-error.ts";
import { runProgram } from "./program.ts";

/** What a backup says about itself. */
export interface BackupManifest {
  /** Form of the archive. */
  format: 1;
  network: string;
  chainId: number;
  /** When it was made, UTC. */
  madeAt: string;
  /** Node whose chain it holds, and its newest block. */
  node: string;
  block: number;
  /** SHA-256 of every file by its path in the archive. */
  files: Record<string, string>;
}

const manifestName = "manifest.json";

/** Packs a folder, with a manifest of what is in it, into a file that only its owner can read. */
export async function pack(
  folder: string,
  about: Omit<BackupManifest, "format" | "files">,
  archive: string,
): Promise<void> {
  const manifest: BackupManifest = { format: 1, ...about, files: await digests(folder) };
  fs.writeFileSync(path.join(folder, manifestName), JSON.stringify(manifest, null, 2));
  // Under another name first, so that nobody takes half an archive for a whole one.
  const partial = `${archive}.partial`;
  fs.writeFileSync(partial, "", { mode: 0o600 });
  await runProgram("tar", [
    ...["--create", "--file", partial, "--directory", folder],
    ...["--sort=name", "--numeric-owner", "."],
  ]);
  fs.renameSync(partial, archive);
}

/** Unpacks an archive into a new folder, and refuses it unless every file is there, none besides, and each as it was. */
export async function unpack(archive: string, folder: string): Promise<BackupManifest> {
  const another = "Take another copy of the backup: nothing of this one was put in place.";
  try {
    await runProgram("tar", [
      ...["--extract", "--file", archive, "--directory", folder],
      // Whoever restores owns what is restored.
      ...["--no-same-owner", "--preserve-permissions"],
    ]);
  } catch (cause) {
    throw new CommandError(`${archive} is no whole archive.`, another, cause);
  }
  let manifest: BackupManifest;
  try {
    manifest = JSON.parse(
      fs.readFileSync(path.join(folder, manifestName), "utf8"),
    ) as BackupManifest;
  } catch (cause) {
    throw new CommandError(`${archive} is no backup of a network.`, another, cause);
  }
  fs.rmSync(path.join(folder, manifestName));
  const found = await digests(folder);
  const wrong = [...new Set([...Object.keys(manifest.files), ...Object.keys(found)])].filter(
    (file) => manifest.files[file] !== found[file],
  );
  if (wrong.length > 0) {
    throw new CommandError(
      `${archive} is damaged: ${wrong.length} files are not as they were, ${wrong[0] ?? ""} among them.`,
      another,
    );
  }
  return manifest;
}

async function digests(folder: string): Promise<Record<string, string>> {
  const all: Record<string, string> = {};
  for (const file of fs.readdirSync(folder, { recursive: true, encoding: "utf8" }).sort()) {
    const place = path.join(folder, file);
    const stat = fs.lstatSync(place);
    if (stat.isDirectory()) continue;
    if (!stat.isFile()) {
      throw new CommandError(
        `${place} is neither a file nor a folder.`,
        "A backup holds files only: remove it and try again.",
      );
    }
    const hash = createHash("sha256");
    for await (const part of fs.createReadStream(place)) hash.update(part as Buffer);
    all[file] = hash.digest("hex");
  }
  return all;
}

import {
  chmodSync,
  closeSync,
  fsyncSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";

/** Replaces a file as a whole, also when the power fails meanwhile; its owner alone may read it unless `mode` says otherwise. */
export function replaceFile(path: string, text: string, mode = 0o600): void {
  const unfinished = `${path}.${process.pid}.unfinished`;
  try {
    const file = openSync(unfinished, "w", mode);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    // The mode given on opening counts for a new file only, and less what the process masks.
    chmodSync(unfinished, mode);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
}

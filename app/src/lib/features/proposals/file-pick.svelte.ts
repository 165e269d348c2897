import type { DecisionDocument } from "#result/decision-document.ts";

import { type PickedFile, pickFile } from "./decision-document.ts";

/** The file that a reader picks to have its hash, and what came of it. */
export class FilePick {
  /** Name of the file that is being hashed; null while there is none. */
  hashing = $state<string | null>(null);
  picked = $state.raw<PickedFile | null>(null);
  /** Which file was picked last: a large one before it must not answer for it. */
  #latest = 0;

  /** Hashes what was picked. Null where it is no document, or another file was picked meanwhile. */
  async pick({
    currentTarget,
  }: {
    currentTarget: HTMLInputElement;
  }): Promise<DecisionDocument | null> {
    const file = currentTarget.files?.[0];
    const turn = ++this.#latest;
    this.picked = null;
    this.hashing = file?.name ?? null;
    if (!file) return null;
    const found = await pickFile(file);
    if (turn !== this.#latest) return null;
    this.hashing = null;
    this.picked = found;
    return found.picked === "document" ? found.document : null;
  }
}

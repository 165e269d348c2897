import { type DecisionDocument, documentOf, largestDocument } from "#result/decision-document.ts";

/** What came of a file that somebody picked. */
export type PickedFile =
  | { picked: "document"; document: DecisionDocument }
  | { picked: "empty" | "unreadable"; name: string }
  | { picked: "too-large"; name: string; size: number }
  /** The browser hashes only on pages that came by https or from this computer. */
  | { picked: "no-hashing" };

/** Hashes a file in the browser: nothing of it is sent anywhere. */
export async function pickFile(
  file: Pick<File, "name" | "size" | "arrayBuffer">,
): Promise<PickedFile> {
  const { name, size } = file;
  if (size === 0) return { picked: "empty", name };
  if (size > largestDocument) return { picked: "too-large", name, size };
  if ((globalThis.crypto as Partial<Crypto> | undefined)?.subtle === undefined)
    return { picked: "no-hashing" };
  try {
    const content = new Uint8Array(await file.arrayBuffer());
    // A file that shrank since it was picked.
    if (content.byteLength === 0) return { picked: "empty", name };
    return { picked: "document", document: await documentOf(name, content) };
  } catch {
    return { picked: "unreadable", name };
  }
}

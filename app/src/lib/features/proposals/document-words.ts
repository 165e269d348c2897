import { m } from "#lib/messages.ts";
import { formatBytes } from "#lib/ui/format.ts";
import { cleanName, largestDocument } from "#result/decision-document.ts";

import type { PickedFile } from "./decision-document.ts";

/** Why a picked file cannot be hashed, and what helps. */
export function pickProblem(file: Exclude<PickedFile, { picked: "document" }>): string {
  switch (file.picked) {
    case "empty":
      return m.document_problem_empty({ name: cleanName(file.name) });
    case "unreadable":
      return m.document_problem_unreadable({ name: cleanName(file.name) });
    case "too-large":
      return m.document_problem_large({
        name: cleanName(file.name),
        size: formatBytes(file.size),
        most: formatBytes(largestDocument),
      });
    case "no-hashing":
      return m.document_problem_no_hashing();
  }
}

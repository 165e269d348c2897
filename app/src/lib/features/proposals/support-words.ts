import { m } from "#lib/messages.ts";

import type { Support } from "./eligibility.ts";

/** What a member did, in a word; null for one that has not voted. */
export function supportWord(support: Support | null): string {
  switch (support) {
    case "for":
      return m.vote_for();
    case "against":
      return m.vote_against();
    case "abstain":
      return m.vote_abstain();
    case null:
      return m.vote_none();
  }
}

import { m } from "#lib/messages.ts";
import { formatNumber } from "#lib/ui/format.ts";

import type { ClassNeed } from "./voting-rules.ts";

/** "3 more members and 12 400 000 more inhabitants in favour". */
export function neededWords({ heads, weight }: Pick<ClassNeed, "heads" | "weight">): string {
  if (weight === 0n) return m.proposal_needed_heads({ count: heads });
  if (heads === 0) return m.proposal_needed_weight({ weight: formatNumber(weight) });
  return m.proposal_needed_both({ count: heads, weight: formatNumber(weight) });
}

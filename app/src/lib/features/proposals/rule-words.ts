import { m } from "#lib/messages.ts";
import { formatNumber } from "#lib/ui/format.ts";

import { formatFraction } from "./call-sentence.ts";
import type { Rule } from "./voting-rules.ts";

/** What a rule asks for, in one sentence. */
export function ruleWords(rule: Rule): string {
  switch (rule.kind) {
    case "unanimity":
      return m.bodies_rule_unanimity({ share: formatFraction(rule.quorum) });
    case "objection":
      return m.bodies_rule_objection({ count: rule.objections });
    case "majority":
    case "participants": {
      const share = formatFraction(rule.heads);
      const heads = rule.more
        ? m.proposal_share_more({ share })
        : m.proposal_share_least({ share });
      if (rule.weight === null) return m.bodies_rule_heads({ heads });
      const weight = formatFraction(rule.weight);
      if (rule.kind === "participants") return m.bodies_rule_participants({ heads, weight });
      return rule.blockingHeads === null
        ? m.bodies_rule_both({ heads, weight })
        : m.bodies_rule_blocking({ heads, weight, blocking: formatNumber(rule.blockingHeads) });
    }
  }
}

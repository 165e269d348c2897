import type { Statement, Step, Vote } from "#result/package.ts";

import { m } from "#lib/messages.ts";
import { formatNumber } from "#lib/ui/format.ts";

import type { Condition } from "./rule-arithmetic.ts";

/** What became of a proposal, in a sentence. */
export function outcomeSentence({ outcome, tally, electorate, body }: Statement): string {
  const counts = {
    body: body.name,
    heads: formatNumber(tally.for.heads),
    total: formatNumber(electorate.heads),
    against: formatNumber(tally.against.heads),
    abstain: formatNumber(tally.abstain.heads),
    silent: formatNumber(tally.silent.heads),
  };
  if (outcome.cancelled) return m.minutes_outcome_cancelled(counts);
  switch (outcome.vote) {
    case "adopted":
      return outcome.executed
        ? m.minutes_outcome_executed(counts)
        : m.minutes_outcome_adopted(counts);
    case "refused":
      return m.minutes_outcome_refused(counts);
    case "open":
      return m.minutes_outcome_open(counts);
  }
}

export function wayWord(way: Vote["way"], carrier: string | null): string {
  const member = carrier ?? m.minutes_way_unknown();
  switch (way) {
    case "in person":
      return m.minutes_way_in_person();
    case "signature":
      return m.minutes_way_signature();
    case "proxy":
      return m.minutes_way_proxy({ member });
    case "proxy by signature":
      return m.minutes_way_proxy_signature({ member });
  }
}

export function stepWord(step: Step["step"]): string {
  switch (step) {
    case "proposed":
      return m.minutes_step_proposed();
    case "decided":
      return m.minutes_step_decided();
    case "queued":
      return m.minutes_step_queued();
    case "executed":
      return m.minutes_step_executed();
    case "cancelled":
      return m.minutes_step_cancelled();
  }
}

/**
 * One condition of a rule with its numbers.
 * @param isEqual Whether every member has one vote, so that no weight is a number of inhabitants.
 */
export function conditionSentence(condition: Condition, isEqual: boolean): string {
  switch (condition.kind) {
    case "heads":
    case "weight":
    case "quorum": {
      const { part, total, numerator, denominator, left, right } = condition;
      const numbers = {
        part: formatNumber(part),
        total: formatNumber(total),
        numerator: formatNumber(numerator),
        denominator: formatNumber(denominator),
        left: formatNumber(left),
        right: formatNumber(right),
      };
      if (condition.kind === "weight")
        return isEqual ? m.governance_minutes_weight(numbers) : m.minutes_rule_weight(numbers);
      if (condition.kind === "quorum") return m.minutes_rule_quorum(numbers);
      return condition.more ? m.minutes_rule_heads_more(numbers) : m.minutes_rule_heads(numbers);
    }
    case "blocking": {
      const counts = {
        others: formatNumber(condition.others),
        needed: formatNumber(condition.needed),
      };
      return isEqual ? m.governance_minutes_blocking(counts) : m.minutes_rule_blocking(counts);
    }
    case "opposed":
      return m.minutes_rule_opposed({ count: formatNumber(condition.count) });
    case "favour":
      return m.minutes_rule_favour({ count: formatNumber(condition.count) });
    case "objections":
      return m.minutes_rule_objections({
        count: formatNumber(condition.count),
        needed: formatNumber(condition.needed),
      });
  }
}

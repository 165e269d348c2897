import { className, contractName } from "#lib/features/proposals/call-sentence.ts";
import { ruleWords } from "#lib/features/proposals/rule-words.ts";
import { m } from "#lib/messages.ts";
import { countryName, formatDuration, formatList, formatNumber } from "#lib/ui/format.ts";

import type { NamedChange } from "./change-names.ts";

/** A contract by its name, or by its address. */
export function contractOr(name: string | null, address: string): string {
  return contractName(name) ?? address;
}

/** A delay, of which there may be none. */
export function delayWords(seconds: number): string {
  return seconds === 0 ? m.bodies_no_delay() : formatDuration(seconds);
}

/** What was settled about how a body decides. @param members In the order of their places. */
export function bodyChangeWords(change: NamedChange, members: readonly { code: string }[]): string {
  switch (change.what) {
    case "rule":
      return m.bodies_change_rule({
        edition: formatNumber(change.edition),
        name: className(change.decisionClass),
        rule: ruleWords(change.rule),
      });
    case "class":
      return m.bodies_change_class({
        name: change.name,
        contract: contractOr(change.contract, change.target),
        class: className(change.class),
      });
    case "pinned":
      return m.bodies_change_pinned({ contract: contractOr(change.contract, change.target) });
    case "cooperation":
      return m.bodies_change_cooperation({
        number: change.cooperation,
        members: formatList(
          change.participants.map((place) => countryName(members[place]?.code ?? `#${place}`)),
        ),
      });
    case "voting-delay":
      return m.bodies_change_voting_delay({ time: delayWords(change.seconds) });
    case "voting-period":
      return m.bodies_change_voting_period({ time: formatDuration(change.seconds) });
    case "base-delay":
      return m.bodies_change_base_delay({ time: delayWords(change.seconds) });
    case "role-granted":
      return m.bodies_change_role_granted({ role: change.role, delay: delayWords(change.delay) });
    case "role-revoked":
      return m.bodies_change_role_revoked({ role: change.role });
  }
}

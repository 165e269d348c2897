import { isSame } from "#lib/chain/bodies.ts";
import { pauseGroupWord } from "#lib/chain/register-words.ts";
import { groupStateWord, rightStateWord } from "#lib/features/bodies/body-words.ts";
import { groupState, rightState } from "#lib/features/bodies/pauses.ts";
import { contractName } from "#lib/features/proposals/call-sentence.ts";
import { m } from "#lib/messages.ts";
import { formatTime, shortened } from "#lib/ui/format.ts";
import type { PauseGroup } from "#lib/index/bodies.ts";

import type { FieldName, FieldOption, FieldValues } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import {
  groupOfFunction,
  pausableKey,
  type PowerChoices,
  stoppableKey,
  vetoKey,
} from "./power-choices.ts";
import type { powerMeasures } from "./power-measures.ts";
import { armedRights, eligibleGroups } from "./powers.ts";

type PowerMeasure = keyof typeof powerMeasures;

export const powerMeasureWords: Record<PowerMeasure, { word: () => string; hint: () => string }> = {
  "reset-gas": { word: m.measure_reset_gas, hint: m.measure_reset_gas_hint },
  "pause-group": { word: m.measure_pause_group, hint: m.measure_pause_group_hint },
  "give-heartbeat": { word: m.measure_give_heartbeat, hint: m.measure_give_heartbeat_hint },
  "end-pause": { word: m.measure_end_pause, hint: m.measure_end_pause_hint },
  "arm-holder": { word: m.measure_arm_holder, hint: m.measure_arm_holder_hint },
  "disarm-holder": { word: m.measure_disarm_holder, hint: m.measure_disarm_holder_hint },
  "set-pause-group": { word: m.measure_set_pause_group, hint: m.measure_set_pause_group_hint },
  "list-pausable": { word: m.measure_list_pausable, hint: m.measure_list_pausable_hint },
  "pin-exit": { word: m.measure_pin_exit, hint: m.measure_pin_exit_hint },
  "grant-veto": { word: m.measure_grant_veto, hint: m.measure_grant_veto_hint },
  "revoke-veto": { word: m.measure_revoke_veto, hint: m.measure_revoke_veto_hint },
  "stop-proposal": { word: m.measure_stop_proposal, hint: m.measure_stop_proposal_hint },
};

export const powerFieldWords = {
  pauseGroup: { label: m.measure_field_pause_group },
  pauseTime: { label: m.measure_field_pause_time, hint: m.measure_field_pause_time_hint },
  holder: { label: m.measure_field_holder, hint: m.measure_field_holder_hint },
  armTerm: { label: m.measure_field_arm_term },
  armedRight: { label: m.measure_field_armed_right },
  groupName: { label: m.measure_field_group_name, hint: m.measure_field_group_name_hint },
  longestPause: { label: m.measure_field_longest_pause },
  pauseRest: { label: m.measure_field_pause_rest, hint: m.measure_field_pause_rest_hint },
  heartbeatPeriod: { label: m.measure_field_heartbeat_period },
  pausable: { label: m.measure_field_pausable },
  listedGroup: { label: m.measure_field_listed_group },
  vetoBody: { label: m.measure_field_veto_body },
  vetoScope: { label: m.measure_field_veto_scope },
  vetoTargets: { label: m.measure_field_veto_targets, hint: m.measure_field_veto_targets_hint },
  vetoUntil: { label: m.measure_field_veto_until, hint: m.measure_field_veto_until_hint },
  vetoRight: { label: m.measure_field_armed_right },
  stoppable: { label: m.measure_field_stoppable },
  vetoReason: { label: m.measure_field_veto_reason, hint: m.measure_field_veto_reason_hint },
} satisfies Partial<Record<FieldName, { label: () => string; hint?: () => string }>>;

/** What can be chosen for a field about pauses and vetoes; undefined for one that is filled in. */
export function powerOptions(
  field: FieldName,
  { measure, vetoBody }: Pick<FieldValues, "vetoBody"> & { measure: Measure },
  powers: PowerChoices,
  now: number,
): FieldOption[] | undefined {
  const { bodies, groups, council } = powers;
  const named = (address: string) =>
    bodies.find((body) => isSame(body.council, address))?.name ?? shortened(address);
  switch (field) {
    case "pauseGroup":
      return eligibleGroups(measure, powers, now).map((group) => ({
        value: group.id,
        label: groupLabel(group, council, now),
      }));
    case "groupName":
      return groups.map(({ name }) => ({ value: name, label: pauseGroupWord(name) }));
    case "holder":
      return bodies.map((body) => ({ value: body.council, label: body.name }));
    case "armedRight":
      return armedRights(groups, now).map(({ key, group, holder }) => ({
        value: key,
        label: m.measure_option_right({
          holder: named(holder),
          subject: pauseGroupWord(group.name),
        }),
      }));
    case "pausable":
      return powers.pausable.map((entry) => {
        const group = groupOfFunction(groups, entry);
        const call = {
          name: entry.functionName,
          contract: contractName(entry.contract) ?? entry.contract,
        };
        return {
          value: pausableKey(entry),
          label: group
            ? m.measure_option_function_in({ ...call, group: pauseGroupWord(group.name) })
            : m.measure_option_function({ ...call }),
        };
      });
    case "listedGroup":
      return [
        { value: "none", label: m.measure_option_no_group() },
        ...groups.map(({ id, name }) => ({ value: id, label: pauseGroupWord(name) })),
      ];
    case "vetoBody":
      return bodies.map((body) => ({ value: body.council, label: body.name }));
    case "vetoScope":
      return [
        { value: "named", label: m.measure_option_scope_named() },
        { value: "any", label: m.measure_option_scope_any() },
      ];
    case "vetoTargets":
      return (powers.scopes.find((scope) => scope.council === vetoBody)?.targets ?? []).map(
        ({ address, name }) => ({ value: address, label: contractName(name) ?? name }),
      );
    case "vetoRight":
      return powers.vetoes.map((right) => ({
        value: vetoKey(right),
        label: m.measure_option_right({
          holder: named(right.holder),
          subject: named(right.council),
        }),
      }));
    case "stoppable":
      return powers.stoppable.map((entry) => ({
        value: stoppableKey(entry),
        label: m.measure_option_proposal({
          body: named(entry.council),
          number: String(entry.number),
          title: entry.title,
        }),
      }));
    default:
      return undefined;
  }
}

/** A group with what stands in the way of the body, or what it can still do. */
function groupLabel(group: PauseGroup, council: string, now: number): string {
  const name = pauseGroupWord(group.name);
  const right = group.rights.find(({ holder }) => holder === council);
  const { word, time } = right
    ? rightStateWord(rightState(right, now))
    : groupStateWord(groupState(group, now));
  const state = time === null ? word : `${word} ${formatTime(time, "date", "UTC")}`;
  return m.measure_option_group({ name, state });
}

/** Why a field about pauses and vetoes has nothing to choose from; null for another field. */
export function noPowerWord(field: FieldName, measure: Measure): string | null {
  switch (field) {
    case "pauseGroup":
      if (measure === "end-pause") return m.measure_none_paused();
      return measure === "arm-holder" ? m.measure_none_group() : m.measure_none_right();
    case "armedRight":
      return m.measure_none_armed();
    case "pausable":
      return m.measure_none_pausable();
    case "vetoRight":
      return m.measure_none_veto();
    case "stoppable":
      return m.measure_none_stoppable();
    case "vetoTargets":
      return m.measure_none_scope();
    default:
      return null;
  }
}

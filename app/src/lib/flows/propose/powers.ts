import { roles, roleTable } from "#generated/roles.ts";
import { groupState, rightState } from "#lib/features/bodies/pauses.ts";
import type { PauseGroup } from "#lib/index/bodies.ts";

import type { PowerChoices } from "./power-choices.ts";
import {
  contractOf,
  type Measure,
  measureGroups,
  type MeasureGroup,
  measureOf,
  measures,
} from "./measures.ts";

type Hex = `0x${string}`;

/** By what a body may carry out a measure: a role in the Authority, a right that it was given, or that it is about itself. */
export type Power = keyof typeof roles | "ADMIN" | "pause" | "veto" | "own";

/** What a measure needs. What the table of roles has no line for belongs to ADMIN. */
export function powerFor(measure: Measure): Power {
  const { functionName, right } = measureOf(measure);
  if (right !== undefined) return right;
  const contract = contractOf(measure);
  const line = roleTable.find(
    (entry) =>
      entry.functionName === functionName && (contract === null || entry.target === contract),
  );
  return line?.role ?? "ADMIN";
}

/** Every role that some measure needs. */
export const neededRoles = [
  ...new Set(
    measures
      .map(powerFor)
      .filter((power) => power !== "pause" && power !== "veto" && power !== "own"),
  ),
];

/** Roles of contracts, machines and officers: no body decides on what they do day by day. */
export const delegatedRoles: readonly Power[] = [
  "VALIDATORS",
  "QUARANTINE",
  "MONITORS",
  "METERS",
  "FINANCE",
  "MONEY_ISSUERS",
  "MONEY_LISTS",
  "TOKEN_BRIDGES",
];

/** Measures that a body with these powers can carry out, in their groups; groups without any are left out. */
export function offeredMeasures(
  powers: readonly Power[],
): { group: MeasureGroup; measures: Measure[] }[] {
  return Object.entries(measureGroups)
    .map(([group, list]) => ({
      group: group as MeasureGroup,
      measures: (list as readonly Measure[]).filter((measure) =>
        powers.includes(powerFor(measure)),
      ),
    }))
    .filter(({ measures: offered }) => offered.length > 0);
}

/** Groups that a measure can concern now. */
export function eligibleGroups(
  measure: Measure,
  { groups, council }: Pick<PowerChoices, "groups" | "council">,
  now: number,
): PauseGroup[] {
  const isArmed = ({ rights }: PauseGroup) =>
    rights.some((right) => right.holder === council && rightState(right, now).state === "armed");
  switch (measure) {
    case "pause-group":
      return groups.filter((group) => isArmed(group) && groupState(group, now).state === "open");
    case "give-heartbeat":
      return groups.filter(isArmed);
    case "end-pause":
      return groups.filter((group) => groupState(group, now).state === "paused");
    default:
      return [...groups];
  }
}

/** Rights to pause that can be taken away, under the keys by which they are chosen. */
export function armedRights(
  groups: readonly PauseGroup[],
  now: number,
): { key: string; group: PauseGroup; holder: Hex }[] {
  return groups.flatMap((group) =>
    group.rights
      .filter((right) => rightState(right, now).state === "armed")
      .map(({ holder }) => ({ key: `${holder}:${group.id}`, group, holder })),
  );
}

import { nobody } from "#lib/features/mandates/mandate-roll.ts";
import {
  type DecisionClass,
  decisionClasses,
  type Fraction,
  isAtLeastAsStrict,
  isMajority,
  isSameRule,
  type Rule,
} from "#lib/features/proposals/voting-rules.ts";

import { accountIdOf, type ChoosableBody, presentMembers } from "./body-choices.ts";
import {
  chosenBody,
  headsHows,
  isRuleFieldAsked,
  readRule,
  readTime,
  readWeight,
  seats,
  timeUnits,
} from "./body-measures.ts";
import { address, type Check, missing, numberBetween, oneOf } from "./field-checks.ts";
import type { FieldName, FieldValues } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import { ticked } from "./power-choices.ts";
import { readShare } from "#lib/ui/share-text.ts";

/** The tally of a Council sums weights in 36 bits. */
const largestWeight = 2n ** 36n - 1n;
const earliestYear = 1950;
const most = { blockingHeads: 10, objections: 10, cooperation: 65_535, members: 254 };

/** Bounds of the times of a Council, in seconds. */
export const timeBounds = {
  "set-voting-delay": { least: 0, most: 30 * timeUnits.days },
  "set-voting-period": { least: timeUnits.hours, most: 180 * timeUnits.days },
  "set-base-delay": { least: 0, most: 180 * timeUnits.days },
} as const;
export type TimeMeasure = keyof typeof timeBounds;

export function isTimeMeasure(measure: Measure): measure is TimeMeasure {
  return measure in timeBounds;
}

/** Members that a measure can concern. */
export function eligibleMembers(measure: Measure, body: ChoosableBody | undefined) {
  const present = body ? presentMembers(body) : [];
  if (measure === "suspend-member") return present.filter(({ status }) => status === "active");
  if (measure === "reinstate-member") return present.filter(({ status }) => status === "suspended");
  return present;
}

/** Contracts of which a measure can list a function, or that it can pin. */
export function eligibleTargets(
  measure: Measure,
  { ofBody }: Pick<FieldValues, "ofBody">,
  { scopes }: Parameters<Check>[1]["powers"],
) {
  const targets = scopes.find(({ council }) => council === ofBody)?.targets ?? [];
  return measure === "pin-target"
    ? targets
    : targets.filter(({ functions }) => functions.length > 0);
}

/** The class in which a call stands at present, in a body. */
export function presentClass(
  body: ChoosableBody | undefined,
  target: string,
  selector: string,
): { class: DecisionClass; cooperation: number | null } {
  const listed = body?.listings.find(
    (entry) => entry.target === target && entry.selector === selector,
  );
  return listed ?? { class: "reinforced", cooperation: null };
}

/** An account that holds no office in the body, so that its register takes it; a member's own keys lose theirs before. */
const freeKey =
  (field: FieldName): Check =>
  (draft, choices) => {
    const problem = address(field)(draft, choices);
    if (problem) return problem;
    const key = draft[field].trim().toLowerCase();
    if (key === nobody) return { problem: "nobody" };
    const body = chosenBody(draft, choices.powers);
    if (!body) return null;
    const { members, mandates } = body;
    const holder = mandates.members.find(({ account }) => account === draft.member);
    const loses = (account: string) =>
      draft.measure === "recover-mandate" && holder?.mandateKey && account === draft.member;
    const isTaken =
      members.some(({ account }) => account === key) ||
      mandates.members.some(
        ({ account, mandateKey }) => mandateKey?.toLowerCase() === key && !loses(account),
      ) ||
      mandates.representatives.some(
        (entry) =>
          entry.key === key && entry.notAfter >= choices.now && !loses(entry.member.account),
      );
    return isTaken ? { problem: "taken" } : null;
  };

const shareOf =
  (field: FieldName, holds: (share: Fraction, draft: FieldValues) => boolean): Check =>
  (draft) => {
    if (draft[field].trim() === "") return missing;
    const share = readShare(draft[field]);
    if (!share) return { problem: "not-a-share" };
    return holds(share, draft) ? null : { problem: "share-out-of-bounds" };
  };

const isMoreThanHalf = ([numerator, denominator]: Fraction) => numerator * 2 > denominator;
/** To be exceeded, so that it cannot be all. */
const isExceedable = ([numerator, denominator]: Fraction) =>
  numerator * 2 >= denominator && numerator < denominator;

/** What the numbers of a rule lack, each by itself. */
const ruleChecks = {
  headsHow: oneOf("headsHow", headsHows),
  headsShare: shareOf("headsShare", (share, { headsHow }) =>
    headsHow === "more" ? isExceedable(share) : isMoreThanHalf(share),
  ),
  weightShare: shareOf(
    "weightShare",
    (share, { ruleClass }) => isMoreThanHalf(share) || (ruleClass === "simple" && share[0] === 0),
  ),
  blockingHeads: numberBetween("blockingHeads", 0, most.blockingHeads),
  quorumShare: shareOf("quorumShare", isExceedable),
  objections: numberBetween("objections", 1, most.objections),
} as const satisfies Partial<Record<FieldName, Check>>;

/** What each field of a measure about bodies lacks. */
export const bodyChecks = {
  ofBody: ({ ofBody }, { powers }) =>
    powers.bodies.some(({ council }) => council === ofBody) ? null : missing,
  member: (draft, { powers }) =>
    eligibleMembers(draft.measure, chosenBody(draft, powers)).some(
      ({ account }) => account === draft.member,
    )
      ? null
      : missing,
  weight: (draft, { powers }) => {
    const weight = readWeight(draft.weight);
    const body = chosenBody(draft, powers);
    const member =
      draft.measure === "set-weight"
        ? body?.members.find(({ account }) => account === draft.member)
        : undefined;
    const seat = draft.measure === "set-weight" ? member?.class : draft.seat;
    if (weight === null || (weight === 0n && seat !== "observer"))
      return { problem: "not-a-number" };
    const others = (body ? presentMembers(body) : [])
      .filter((other) => other.account !== member?.account && other.class === "member")
      .reduce((sum, other) => sum + other.weight, 0n);
    if (weight + others > largestWeight)
      return { problem: "out-of-range", least: 1, most: Number(largestWeight - others) };
    return weight === member?.weight && Number(draft.year) === member.weightYear
      ? { problem: "unchanged" }
      : null;
  },
  year: ({ year }, choices) => {
    const given = /^\d{4}$/.test(year.trim()) ? Number(year) : 0;
    return given < earliestYear || given > choices.year
      ? { problem: "out-of-range", least: earliestYear, most: choices.year }
      : null;
  },
  code: (draft, { powers }) => {
    const code = draft.code.trim();
    if (code === "") return missing;
    if (!/^[A-Z0-9][A-Z0-9_-]{0,31}$/.test(code)) return { problem: "malformed" };
    const body = chosenBody(draft, powers);
    if (!body) return null;
    if (presentMembers(body).some((member) => member.code === code)) return { problem: "taken" };
    return body.members.length >= most.members ? { problem: "full" } : null;
  },
  accountId: (draft, choices) => {
    const { members } = chosenBody(draft, choices.powers) ?? { members: [] };
    const isMade = draft.accountId.trim() === "";
    const id = isMade ? accountIdOf(draft.code.trim()) : draft.accountId.trim().toLowerCase();
    // Somebody left under this code: its account id stays its own for ever.
    if (isMade) return members.some(({ account }) => account === id) ? { problem: "taken" } : null;
    return freeKey("accountId")(draft, choices);
  },
  seat: (draft, choices) => {
    const problem = oneOf("seat", seats)(draft, choices);
    if (problem || draft.measure !== "set-seat") return problem;
    const body = chosenBody(draft, choices.powers);
    const member = body?.members.find(({ account }) => account === draft.member);
    return member?.class === draft.seat ? { problem: "unchanged" } : null;
  },
  mandateKey: (draft, choices) => {
    const problem = freeKey("mandateKey")(draft, choices);
    const isAccount =
      draft.measure === "register-member" &&
      draft.mandateKey.trim().toLowerCase() === draft.accountId.trim().toLowerCase();
    return problem ?? (isAccount ? { problem: "taken" } : null);
  },
  ruleClass: (draft, choices) => {
    const problem = oneOf("ruleClass", decisionClasses)(draft, choices);
    const body = chosenBody(draft, choices.powers);
    const rule = readRule(draft);
    const numbers = Object.entries(ruleChecks).filter(([field]) =>
      isRuleFieldAsked(field as FieldName, draft),
    );
    if (problem || !body || !rule || numbers.some(([, check]) => check(draft, choices)))
      return problem;
    const decisionClass = draft.ruleClass as DecisionClass;
    if (isSameRule(rule, body.rules[decisionClass])) return { problem: "unchanged" };
    return disorder({ ...body.rules, [decisionClass]: rule });
  },
  ...ruleChecks,
  listedTarget: (draft, { powers }) => {
    const targets = eligibleTargets(draft.measure, draft, powers);
    if (!targets.some((target) => target.address === draft.listedTarget)) return missing;
    if (draft.measure !== "pin-target") return null;
    const body = chosenBody(draft, powers);
    return body?.listings.some(({ target }) => target === draft.listedTarget)
      ? { problem: "still-listed" }
      : null;
  },
  listedFunction: (draft, { powers }) => {
    const targets = eligibleTargets(draft.measure, draft, powers);
    const target = targets.find((entry) => entry.address === draft.listedTarget);
    return target?.functions.some(({ selector }) => selector === draft.listedFunction)
      ? null
      : missing;
  },
  listedClass: (draft, choices) => {
    const problem = oneOf("listedClass", decisionClasses)(draft, choices);
    if (problem || draft.listedFunction === "") return problem;
    const body = chosenBody(draft, choices.powers);
    const present = presentClass(body, draft.listedTarget, draft.listedFunction);
    const isSame =
      present.class === draft.listedClass &&
      (present.cooperation === null || present.cooperation === Number(draft.cooperation));
    return isSame ? { problem: "unchanged" } : null;
  },
  cooperation: (draft, choices) => {
    const problem = numberBetween("cooperation", 0, most.cooperation)(draft, choices);
    if (problem || draft.measure !== "list-call") return problem;
    const known = chosenBody(draft, choices.powers)?.cooperations ?? [];
    return known.some(({ cooperation }) => cooperation === Number(draft.cooperation))
      ? null
      : { problem: "unknown" };
  },
  participants: (draft, { powers }) => {
    const body = chosenBody(draft, powers);
    const members = eligibleMembers(draft.measure, body);
    const chosen = ticked(draft.participants).filter((one) =>
      members.some(({ account }) => account === one),
    );
    return body && chosen.length >= body.leastParticipants
      ? null
      : { problem: "too-few", least: body?.leastParticipants ?? 2 };
  },
  time: (draft, { powers }) => {
    if (draft.time.trim() === "") return missing;
    if (!isTimeMeasure(draft.measure)) return null;
    // The unit is asked for by itself.
    if (!Object.hasOwn(timeUnits, draft.timeUnit)) return null;
    const seconds = readTime(draft);
    const bounds = timeBounds[draft.measure];
    if (seconds === null || seconds < bounds.least || seconds > bounds.most)
      return { problem: "time-out-of-range", ...bounds };
    return seconds === presentTime(draft.measure, powers.times) ? { problem: "unchanged" } : null;
  },
  timeUnit: oneOf("timeUnit", Object.keys(timeUnits)),
  newCouncil: (draft, choices) => {
    const problem = address("newCouncil")(draft, choices);
    if (problem) return problem;
    const { councils, maximum } = choices.powers.listed;
    const council = draft.newCouncil.trim().toLowerCase();
    if (councils.some((listed) => listed === council)) return { problem: "taken" };
    return councils.length >= maximum ? { problem: "full" } : null;
  },
  newRegister: (draft, choices) => {
    const problem = address("newRegister")(draft, choices);
    const isCouncil =
      draft.newRegister.trim().toLowerCase() === draft.newCouncil.trim().toLowerCase();
    return problem ?? (isCouncil ? { problem: "taken" } : null);
  },
  listedBody: ({ listedBody }, { powers }) =>
    removableBodies(powers).some((council) => council === listedBody) ? null : missing,
} as const satisfies Partial<Record<FieldName, Check>>;

/** Bodies that lose their privilege by a decision of another one. */
export function removableBodies({
  listed,
  council,
}: Pick<Parameters<Check>[1]["powers"], "listed" | "council">) {
  return listed.councils.filter((one) => one !== council);
}

/** A time of the deciding body as it is now, in seconds. */
export function presentTime(
  measure: TimeMeasure,
  times: Parameters<Check>[1]["powers"]["times"],
): number {
  switch (measure) {
    case "set-voting-delay":
      return times.votingDelay;
    case "set-voting-period":
      return times.votingPeriod;
    case "set-base-delay":
      return times.baseDelay;
  }
}

/** Which of the three majorities would be easier than one that is meant to be easier. */
function disorder(
  rules: Readonly<Record<"reinforced" | "qualified" | "simple", Rule>>,
): { problem: "out-of-order"; strict: DecisionClass; easy: DecisionClass } | null {
  const pairs = [
    ["reinforced", "qualified"],
    ["qualified", "simple"],
  ] as const;
  const found = pairs.find(
    ([strict, easy]) =>
      isMajority(rules[strict]) &&
      isMajority(rules[easy]) &&
      !isAtLeastAsStrict(rules[strict], rules[easy]),
  );
  return found ? { problem: "out-of-order", strict: found[0], easy: found[1] } : null;
}

import { readAmount, readPoints } from "#lib/ui/amount-text.ts";
import {
  address,
  addressProblem,
  type Check,
  malformed,
  missing,
  numberBetween,
} from "./field-checks.ts";
import {
  carriedOut,
  fundingLine,
  isFunding,
  mostArbitrationDays,
  mostGrantDays,
  mostMilestones,
  mostOfficials,
  mostReviewDays,
  mostServiceDays,
  paidThrough,
  readMilestones,
  readOfficials,
  secondsOfDay,
  sumOf,
} from "./grants.ts";
import type { FieldName } from "./measure-fields.ts";
import { endOfDay } from "./power-choices.ts";
import type { ProposalDraft } from "./proposal-draft.ts";

/** What a milestone is, in bytes: it stands in the description. */
const longestWhat = 400;

/** Whether the line can pay when the decision is carried out; null for another measure. */
export const fundingLineCheck: Check = (draft, { powers, now }) => {
  const found = fundingLine(draft, powers.payments);
  if (!isFunding(draft.measure) || !found) return null;
  const { contract, functionName } = paidThrough[draft.measure];
  const target = powers.payments.targets.find(({ name }) => name === contract);
  const isFundable = target?.functions.some((one) => one.name === functionName && one.isFundable);
  if (!target?.isKnown || !isFundable) return { problem: "not-fundable" };
  if (found.token.fees === null) return { problem: "not-allowed" };
  const { ready } = carriedOut(now, powers);
  return found.line.from > ready || found.line.until < ready
    ? { problem: "line-at-other-times", ready }
    : null;
};

/** A day that leaves room for the vote and the delay, and for `more` seconds after them. */
const lastDay =
  (
    field: FieldName,
    days: number,
    more: (draft: ProposalDraft, choices: Parameters<Check>[1]) => number,
  ): Check =>
  (draft, choices) => {
    const text = draft[field].trim();
    if (text === "") return missing;
    const end = endOfDay(text);
    const first = carriedOut(choices.now, choices.powers).latest + more(draft, choices);
    const last = choices.now + days * secondsOfDay;
    return end === null || end < first || end > last
      ? { problem: "no-room-for-the-vote", first, last }
      : null;
  };

const reviewDays = numberBetween("reviewDays", 0, mostReviewDays);
const isSameAccount = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase();

export const grantChecks = {
  fundedPayee: (draft, choices) => {
    const problem = address("fundedPayee")(draft, choices);
    const { forbidden, targets } = choices.powers.payments;
    const isOurs = [...forbidden, ...targets.map((target) => target.address)].some((one) =>
      isSameAccount(draft.fundedPayee, one),
    );
    return problem ?? (isOurs ? malformed : null);
  },
  milestones: (draft, { powers: { payments } }) => {
    if (draft.milestones.trim() === "") return missing;
    const found = fundingLine(draft, payments);
    // The line is asked for by itself.
    if (!found) return null;
    const { line, token } = found;
    const milestones = readMilestones(draft.milestones, token.decimals);
    if (!milestones) return malformed;
    if (milestones.some(({ amount }) => amount === 0n)) return { problem: "zero-amount" };
    if (milestones.length > mostMilestones)
      return { problem: "out-of-range", least: 1, most: mostMilestones };
    const longest = Math.max(
      ...milestones.map(({ what }) => new TextEncoder().encode(what).length),
    );
    if (longest > longestWhat) return { problem: "too-many-bytes", excess: longest - longestWhat };
    const most = line.ceiling - line.spent;
    return sumOf(milestones) > most ? { problem: "amount-too-large", most, token } : null;
  },
  officials: (draft, { powers: { payments } }) => {
    const officials = readOfficials(draft.officials);
    if (officials.length === 0) return missing;
    for (const official of officials) {
      const problem = addressProblem(official);
      if (problem) return problem;
    }
    const distinct = new Set(officials.map((official) => official.toLowerCase()));
    if (distinct.size < officials.length) return { problem: "taken" };
    const isOurs = payments.forbidden.some((one) => distinct.has(one));
    if (isOurs || officials.some((one) => isSameAccount(one, draft.fundedPayee))) return malformed;
    if (officials.length > mostOfficials)
      return { problem: "out-of-range", least: 1, most: mostOfficials };
    return officials.length < 2 && needsTwo(draft, payments)
      ? { problem: "too-few", least: 2 }
      : null;
  },
  twoOfficialsAbove: amount("twoOfficialsAbove"),
  reviewDays,
  // An official can still reject what was delivered when the decision was carried out at the latest.
  grantUntil: lastDay("grantUntil", mostGrantDays, (draft, choices) =>
    reviewDays(draft, choices) === null ? Number(draft.reviewDays) * secondsOfDay : 0,
  ),
  grantArbiter: (draft, { powers: { payments } }) => {
    const { grantArbiter, fundedPayee, officials } = draft;
    if (grantArbiter === "") return null;
    if (!payments.arbiters.some((one) => one === grantArbiter)) return missing;
    const interested = [fundedPayee, ...readOfficials(officials), ...payments.forbidden];
    return interested.some((one) => isSameAccount(one, grantArbiter)) ? malformed : null;
  },
  arbitrationDays: numberBetween("arbitrationDays", 1, mostArbitrationDays),
  silenceShare: ({ silenceShare }) => {
    if (silenceShare.trim() === "") return missing;
    return readPoints(silenceShare) === null ? { problem: "not-a-share" } : null;
  },
  dailyPay: (draft, choices) => {
    const problem = amount("dailyPay")(draft, choices);
    const found = fundingLine(draft, choices.powers.payments);
    return (
      problem ??
      (found && readAmount(draft.dailyPay, found.token.decimals) === 0n
        ? { problem: "zero-amount" }
        : null)
    );
  },
  serviceTotal: (draft, choices) => {
    const problem = amount("serviceTotal")(draft, choices);
    const found = fundingLine(draft, choices.powers.payments);
    if (problem || !found) return problem;
    const { line, token } = found;
    const total = readAmount(draft.serviceTotal, token.decimals) ?? 0n;
    if (total === 0n) return { problem: "zero-amount" };
    const most = line.ceiling - line.spent;
    return total > most ? { problem: "amount-too-large", most, token } : null;
  },
  // The whole of it must still be able to accrue when the stream is opened, or the contract refuses it.
  serviceUntil: lastDay("serviceUntil", mostServiceDays, (draft, { powers: { payments } }) => {
    const decimals = fundingLine(draft, payments)?.token.decimals ?? 0;
    const total = readAmount(draft.serviceTotal, decimals) ?? 0n;
    const daily = readAmount(draft.dailyPay, decimals) ?? 0n;
    return daily === 0n ? 0 : Number((total * BigInt(secondsOfDay) + daily - 1n) / daily);
  }),
} as const satisfies Partial<Record<FieldName, Check>>;

function amount(field: FieldName): Check {
  return (draft, { powers: { payments } }) => {
    if (draft[field].trim() === "") return missing;
    const found = fundingLine(draft, payments);
    if (!found) return null;
    return readAmount(draft[field], found.token.decimals) === null
      ? { problem: "not-an-amount" }
      : null;
  };
}

function needsTwo(draft: ProposalDraft, payments: Parameters<typeof fundingLine>[1]): boolean {
  const decimals = fundingLine(draft, payments)?.token.decimals ?? 0;
  const limit = readAmount(draft.twoOfficialsAbove, decimals);
  const milestones = readMilestones(draft.milestones, decimals) ?? [];
  return limit !== null && milestones.some((milestone) => milestone.amount > limit);
}

import { contributionKeys } from "#lib/chain/contract-views.ts";

import { readAmount, readPoints, writeAmount, writePoints } from "#lib/ui/amount-text.ts";
import { address, type Check, malformed, missing, oneOf, textUpTo } from "./field-checks.ts";
import { fundingLineCheck } from "./grant-checks.ts";
import type { FieldName, FieldValues } from "./measure-fields.ts";
import type { Measure } from "./measures.ts";
import {
  type PaymentChoices,
  readMinute,
  readShareLines,
  startOfDay,
  writeDay,
  writeMinute,
} from "./payment-choices.ts";
import { chosenLine, contributors, idOfName, tokenOfAmounts } from "./payment-measures.ts";
import { endOfDay } from "./power-choices.ts";
import type { ProposalDraft } from "./proposal-draft.ts";

const secondsOfDay = 86_400;
/** Nobody decides on a budget for longer; a year that is further away was mistyped. */
const mostYears = 20;
const mostShares = 254;
const largestShare = 2n ** 64n - 1n;

const sameText = (a: string, b: string) => a.trim().toLowerCase() === b.toLowerCase();

/** A name for an id that was never given. */
const newName =
  (field: FieldName, taken: (payments: PaymentChoices) => readonly string[]): Check =>
  (draft, choices) => {
    if (!/^[\x20-\x7e]*$/.test(draft[field])) return malformed;
    const problem = textUpTo(field, 32)(draft, choices);
    if (problem) return problem;
    return taken(choices.powers.payments).includes(idOfName(draft[field]))
      ? { problem: "taken" }
      : null;
  };

/** An amount above zero, unless `orZero`. */
const amount =
  (
    field: FieldName,
    bounds: (draft: ProposalDraft, payments: PaymentChoices) => { least?: bigint; most?: bigint },
    orZero = false,
  ): Check =>
  (draft, { powers: { payments } }) => {
    if (draft[field].trim() === "") return missing;
    const token = tokenOfAmounts(draft, payments);
    // The token is asked for by itself.
    if (!token) return null;
    const units = readAmount(draft[field], token.decimals);
    if (units === null) return { problem: "not-an-amount" };
    if (units === 0n && !orZero) return { problem: "zero-amount" };
    const { least, most } = bounds(draft, payments);
    if (least !== undefined && units < least) return { problem: "amount-too-small", least, token };
    return most !== undefined && units > most ? { problem: "amount-too-large", most, token } : null;
  };

const fee =
  (field: "feeMinimum" | "feeMaximum"): Check =>
  (draft, { powers: { payments } }) => {
    if (draft[field].trim() === "") return missing;
    const points = readPoints(draft[field]);
    if (points === null) return { problem: "not-a-share" };
    const least = field === "feeMaximum" ? (readPoints(draft.feeMinimum) ?? 0) : 0;
    if (points > payments.feeCeiling || points < least)
      return { problem: "fee-out-of-bounds", least, most: payments.feeCeiling };
    const fees = payments.tokens.find((token) => sameText(draft.paymentToken, token.address))?.fees;
    return field === "feeMaximum" &&
      fees?.maximum === points &&
      fees.minimum === readPoints(draft.feeMinimum)
      ? { problem: "unchanged" }
      : null;
  };

/** A day whose first or last second lies within bounds. */
const day =
  (
    field: FieldName,
    edge: typeof startOfDay,
    first: (draft: ProposalDraft, now: number) => number,
  ): Check =>
  (draft, { now }) => {
    const text = draft[field].trim();
    if (text === "") return missing;
    const time = edge(text);
    const bounds = { first: first(draft, now), last: now + mostYears * 365 * secondsOfDay };
    return time === null || time < bounds.first || time > bounds.last
      ? { problem: "day-out-of-range", ...bounds }
      : null;
  };

/** The ceiling below which one person alone spends. */
function ceilingOf(draft: ProposalDraft, payments: PaymentChoices): bigint | undefined {
  if (draft.measure === "set-two-person-above") return chosenLine(draft, payments)?.ceiling;
  const token = tokenOfAmounts(draft, payments);
  const ceiling = token && readAmount(draft.ceiling, token.decimals);
  // What is wrong with the ceiling is said there.
  return ceiling === null || ceiling === 0n ? undefined : ceiling;
}

export const paymentChecks = {
  paymentToken: address("paymentToken"),
  feeMinimum: fee("feeMinimum"),
  feeMaximum: fee("feeMaximum"),
  allowedToken: ({ allowedToken }, { powers: { payments } }) =>
    payments.tokens.some((token) => token.fees !== null && token.address === allowedToken)
      ? null
      : missing,
  arbiter: (draft, choices) => {
    const problem = address("arbiter")(draft, choices);
    const isAppointed = choices.powers.payments.arbiters.some((one) =>
      sameText(draft.arbiter, one),
    );
    return problem ?? (isAppointed ? { problem: "taken" } : null);
  },
  appointedArbiter: ({ appointedArbiter }, { powers: { payments } }) =>
    payments.arbiters.some((one) => one === appointedArbiter) ? null : missing,
  lineName: newName("lineName", ({ taken }) => taken.lines),
  moneyToken: ({ moneyToken }, { powers: { payments } }) =>
    payments.tokens.some((token) => token.address === moneyToken) ? null : missing,
  budgetLine: (draft, choices) => {
    const { payments } = choices.powers;
    const line = chosenLine(draft, payments);
    if (!line) return missing;
    // Its amounts could not be told.
    return draft.measure === "close-budget-line" || tokenOfAmounts(draft, payments)
      ? fundingLineCheck(draft, choices)
      : { problem: "unknown" };
  },
  ceiling: (draft, choices) => {
    const { payments } = choices.powers;
    const line = draft.measure === "set-ceiling" ? chosenLine(draft, payments) : undefined;
    const found = amount("ceiling", () => (line ? { least: line.spent } : {}))(draft, choices);
    if (found || !line) return found;
    const token = tokenOfAmounts(draft, payments);
    return token && readAmount(draft.ceiling, token.decimals) === line.ceiling
      ? { problem: "unchanged" }
      : null;
  },
  twoPersonAbove: (draft, choices) => {
    const { payments } = choices.powers;
    const most = ceilingOf(draft, payments);
    const bounds = most === undefined ? {} : { most };
    const found = amount("twoPersonAbove", () => bounds, true)(draft, choices);
    if (found || draft.measure !== "set-two-person-above") return found;
    const token = tokenOfAmounts(draft, payments);
    const present = chosenLine(draft, payments)?.twoPersonAbove;
    return token && readAmount(draft.twoPersonAbove, token.decimals) === present
      ? { problem: "unchanged" }
      : null;
  },
  lineFrom: day("lineFrom", startOfDay, (_draft, now) => now - 366 * secondsOfDay),
  lineUntil: day("lineUntil", endOfDay, ({ lineFrom }, now) =>
    Math.max(now, startOfDay(lineFrom.trim()) ?? 0),
  ),
  budgetDocument: ({ budgetDocument }) =>
    /^0x[0-9a-f]{64}$/.test(budgetDocument) ? null : missing,
  callName: newName("callName", ({ taken }) => taken.calls),
  contributionTotal: amount("contributionTotal", () => ({})),
  contributionKey: oneOf("contributionKey", contributionKeys),
  sharesTime: ({ sharesTime }, { now }) => {
    if (sharesTime.trim() === "") return missing;
    const time = readMinute(sharesTime.trim());
    return time === null || time >= now ? { problem: "not-past" } : null;
  },
  sharesEdition: ({ sharesEdition }, { powers: { payments } }) =>
    payments.editions.some(({ id }) => id === sharesEdition) ? null : missing,
  contributionsDue: day("contributionsDue", endOfDay, (_draft, now) => now),
  contributionCall: ({ contributionCall }, { powers: { payments } }) =>
    payments.calls.some(({ id }) => id === contributionCall) ? null : missing,
  editionName: newName("editionName", ({ taken }) => taken.editions),
  shares: ({ shares }, { powers }) => {
    if (shares.trim() === "") return missing;
    const lines = readShareLines(shares);
    if (!lines || lines.some(({ share }) => share === 0n || share > largestShare)) return malformed;
    const members = contributors(powers);
    if (lines.some(({ code }) => !members.has(code))) return { problem: "unknown" };
    if (new Set(lines.map(({ code }) => code)).size < lines.length) return { problem: "taken" };
    return lines.length > mostShares
      ? { problem: "out-of-range", least: 1, most: mostShares }
      : null;
  },
  fundableTarget: (draft, choices) => {
    const problem = address("fundableTarget")(draft, choices);
    if (problem) return problem;
    const { forbidden, targets } = choices.powers.payments;
    const isKnown = targets.some(
      (one) => one.isKnown && sameText(draft.fundableTarget, one.address),
    );
    if (isKnown === (draft.permission === "permit") && draft.permission !== "")
      return { problem: "unchanged" };
    const isForbidden = forbidden.some((one) => sameText(draft.fundableTarget, one));
    return isForbidden && draft.permission === "permit" ? malformed : null;
  },
  knownTarget: ({ knownTarget }, { powers: { payments } }) =>
    payments.targets.some((one) => one.isKnown && one.address === knownTarget) ? null : missing,
  fundableFunction: ({ knownTarget, fundableFunction, permission }, { powers: { payments } }) => {
    const target = payments.targets.find((one) => one.address === knownTarget);
    const chosen = target?.functions.find(({ selector }) => selector === fundableFunction);
    if (!chosen) return missing;
    return permission !== "" && chosen.isFundable === (permission === "permit")
      ? { problem: "unchanged" }
      : null;
  },
} as const satisfies Partial<Record<FieldName, Check>>;

/** What a measure about payments begins with: what stands in the contracts now, and days from now on. */
export function paymentDefaults(
  measure: Measure,
  { tokens }: Pick<PaymentChoices, "tokens">,
  now: number,
): Partial<FieldValues> {
  const euro = tokens.find(({ isEuro }) => isEuro)?.address ?? "";
  switch (measure) {
    case "open-budget-line":
      return { moneyToken: euro, lineFrom: writeDay(now), lineUntil: endOfYear(now) };
    case "call-contributions":
      return { moneyToken: euro, sharesTime: writeMinute(now - 1) };
    case "fund-grant":
      // The time that public authorities have, as a rule (Directive 2011/7/EU, Article 3(4)).
      return { reviewDays: "30", arbitrationDays: "30", silenceShare: "50" };
    default:
      return {};
  }
}

/** What stands in the contracts about what was chosen for a field, as it is filled in; nothing for another field. */
export function presentPayment(
  field: FieldName,
  value: string,
  payments: PaymentChoices,
): Partial<FieldValues> {
  if (field === "paymentToken") {
    const fees = payments.tokens.find((token) => sameText(value, token.address))?.fees;
    return fees
      ? { feeMinimum: writePoints(fees.minimum), feeMaximum: writePoints(fees.maximum) }
      : {};
  }
  if (field === "knownTarget") return { fundableFunction: "" };
  const line = field === "budgetLine" ? chosenLine({ budgetLine: value }, payments) : undefined;
  const token = payments.tokens.find(({ address: one }) => one === line?.token);
  return line && token
    ? {
        ceiling: writeAmount(line.ceiling, token.decimals),
        twoPersonAbove: writeAmount(line.twoPersonAbove, token.decimals),
      }
    : {};
}

const endOfYear = (now: number) => `${String(new Date(now * 1000).getUTCFullYear())}-12-31`;

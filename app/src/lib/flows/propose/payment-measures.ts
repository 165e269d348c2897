import { encodeFunctionData, stringToHex } from "viem";

import { paymentRulesAbi } from "#generated/contracts/PaymentRules.ts";
import { treasuryAbi } from "#generated/contracts/Treasury.ts";
import { isSame } from "#lib/chain/bodies.ts";
import { contributionKeys } from "#lib/chain/contract-views.ts";

import { readAmount, readPoints } from "#lib/ui/amount-text.ts";
import { isFunding } from "./grants.ts";
import type { FieldName, FieldValues, MeasureDefinition } from "./measure-fields.ts";
import {
  type ChoosableLine,
  type ChoosableToken,
  type PaymentChoices,
  readMinute,
  readShareLines,
  startOfDay,
} from "./payment-choices.ts";
import { endOfDay, type PowerChoices } from "./power-choices.ts";

type Hex = `0x${string}`;

const none: Hex = `0x${"0".repeat(64)}`;

/** The id that spells a name in ASCII. */
export const idOfName = (name: string): Hex => stringToHex(name.trim(), { size: 32 });

/** The line whose amounts a measure sets; undefined while none is chosen. */
export function chosenLine(
  { budgetLine }: Pick<FieldValues, "budgetLine">,
  { lines }: Pick<PaymentChoices, "lines">,
): ChoosableLine | undefined {
  return lines.find(({ id }) => id === budgetLine);
}

/** The token in which amounts are filled in: of the line, or the one that was chosen; undefined while neither is known. */
export function tokenOfAmounts(
  values: Pick<FieldValues, "budgetLine" | "moneyToken"> & { measure: string },
  { lines, tokens }: Pick<PaymentChoices, "lines" | "tokens">,
): ChoosableToken | undefined {
  const isOfLine =
    values.measure === "set-ceiling" ||
    values.measure === "set-two-person-above" ||
    isFunding(values.measure);
  const address = isOfLine ? chosenLine(values, { lines })?.token : values.moneyToken;
  return tokens.find((token) => token.address === address);
}

function units(
  field: FieldName,
  values: FieldValues,
  measure: string,
  { payments }: PowerChoices,
): bigint {
  const token = tokenOfAmounts({ ...values, measure }, payments);
  const amount = token && readAmount(values[field], token.decimals);
  if (amount === undefined || amount === null) throw new Error(`${field} is no amount.`);
  return amount;
}

/** Members of the body whose treasury it is, by their codes. */
export function contributors({ bodies, payments }: Pick<PowerChoices, "bodies" | "payments">) {
  const body = bodies.find(({ MemberRegistry }) => isSame(MemberRegistry, payments.memberRegistry));
  return new Map(
    (body?.members ?? [])
      .filter(({ status }) => status !== "left")
      .map(({ code, account }) => [code, account] as const),
  );
}

function rulesMeasure<Field extends FieldName>(
  field: Field,
  functionName: "dismissToken" | "appointArbiter" | "dismissArbiter",
) {
  return {
    fields: [field],
    target: "PaymentRules",
    functionName,
    encode: (values: FieldValues) =>
      encodeFunctionData({
        abi: paymentRulesAbi,
        functionName,
        args: [values[field].trim() as Hex],
      }),
  } as const;
}

/** What bodies decide about payments, the budget and contributions. */
export const paymentMeasures = {
  "open-budget-line": {
    fields: [
      "lineName",
      "moneyToken",
      "ceiling",
      "twoPersonAbove",
      "lineFrom",
      "lineUntil",
      "budgetDocument",
    ],
    target: "Treasury",
    functionName: "openBudgetLine",
    encode: (values, { powers }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "openBudgetLine",
        args: [
          idOfName(values.lineName),
          values.moneyToken as Hex,
          units("ceiling", values, "open-budget-line", powers),
          units("twoPersonAbove", values, "open-budget-line", powers),
          startOfDay(values.lineFrom) ?? 0,
          endOfDay(values.lineUntil) ?? 0,
          values.budgetDocument as Hex,
        ],
      }),
  },
  "set-ceiling": {
    fields: ["budgetLine", "ceiling", "budgetDocument"],
    target: "Treasury",
    functionName: "setCeiling",
    encode: (values, { powers }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "setCeiling",
        args: [
          values.budgetLine as Hex,
          units("ceiling", values, "set-ceiling", powers),
          values.budgetDocument as Hex,
        ],
      }),
  },
  "set-two-person-above": {
    fields: ["budgetLine", "twoPersonAbove"],
    target: "Treasury",
    functionName: "setTwoPersonAbove",
    encode: (values, { powers }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "setTwoPersonAbove",
        args: [
          values.budgetLine as Hex,
          units("twoPersonAbove", values, "set-two-person-above", powers),
        ],
      }),
  },
  "close-budget-line": {
    fields: ["budgetLine"],
    target: "Treasury",
    functionName: "closeBudgetLine",
    encode: ({ budgetLine }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "closeBudgetLine",
        args: [budgetLine as Hex],
      }),
  },
  "call-contributions": {
    fields: [
      "callName",
      "moneyToken",
      "contributionTotal",
      "contributionKey",
      "sharesTime",
      "sharesEdition",
      "contributionsDue",
    ],
    target: "Treasury",
    functionName: "callContributions",
    isAsked: (field, { contributionKey }) => {
      if (field === "sharesEdition") return contributionKey === "data";
      return (
        field !== "sharesTime" || contributionKey === "heads" || contributionKey === "population"
      );
    },
    encode: (values, { powers }) => {
      const byData = values.contributionKey === "data";
      return encodeFunctionData({
        abi: treasuryAbi,
        functionName: "callContributions",
        args: [
          idOfName(values.callName),
          values.moneyToken as Hex,
          units("contributionTotal", values, "call-contributions", powers),
          contributionKeys.findIndex((key) => key === values.contributionKey),
          byData ? 0 : (readMinute(values.sharesTime) ?? 0),
          byData ? (values.sharesEdition as Hex) : none,
          endOfDay(values.contributionsDue) ?? 0,
        ],
      });
    },
  },
  "close-contributions": {
    fields: ["contributionCall"],
    target: "Treasury",
    functionName: "closeContributions",
    encode: ({ contributionCall }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "closeContributions",
        args: [contributionCall as Hex],
      }),
  },
  "set-contribution-shares": {
    fields: ["editionName", "shares"],
    target: "Treasury",
    functionName: "setContributionShares",
    encode: ({ editionName, shares }, { powers }) => {
      const members = contributors(powers);
      const lines = readShareLines(shares) ?? [];
      return encodeFunctionData({
        abi: treasuryAbi,
        functionName: "setContributionShares",
        args: [
          idOfName(editionName),
          lines.map(({ code }) => members.get(code) ?? "0x"),
          lines.map(({ share }) => share),
        ],
      });
    },
  },
  "know-fundable": {
    fields: ["fundableTarget", "permission"],
    target: "Treasury",
    functionName: "knowFundable",
    encode: ({ fundableTarget, permission }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "knowFundable",
        args: [fundableTarget.trim() as Hex, permission === "permit"],
      }),
  },
  "set-fundable": {
    fields: ["knownTarget", "fundableFunction", "permission"],
    target: "Treasury",
    functionName: "setFundable",
    encode: ({ knownTarget, fundableFunction, permission }) =>
      encodeFunctionData({
        abi: treasuryAbi,
        functionName: "setFundable",
        args: [knownTarget as Hex, fundableFunction as Hex, permission === "permit"],
      }),
  },
  "allow-token": {
    fields: ["paymentToken", "feeMinimum", "feeMaximum"],
    target: "PaymentRules",
    functionName: "allowToken",
    encode: ({ paymentToken, feeMinimum, feeMaximum }) =>
      encodeFunctionData({
        abi: paymentRulesAbi,
        functionName: "allowToken",
        args: [
          paymentToken.trim() as Hex,
          readPoints(feeMinimum) ?? 0,
          readPoints(feeMaximum) ?? 0,
        ],
      }),
  },
  "dismiss-token": rulesMeasure("allowedToken", "dismissToken"),
  "appoint-arbiter": rulesMeasure("arbiter", "appointArbiter"),
  "dismiss-arbiter": rulesMeasure("appointedArbiter", "dismissArbiter"),
} as const satisfies Record<string, MeasureDefinition>;

import { writeMinute } from "#lib/flows/propose/payment-choices.ts";
import { writePoints } from "#lib/ui/amount-text.ts";

type Hex = `0x${string}`;

export const paymentKinds = ["one-off", "milestones", "stream", "subscription"] as const;
export type PaymentKind = (typeof paymentKinds)[number];

/** How the money is let go: by two transactions, by an approval that is signed, or by a signature that anybody brings. */
export const fundings = ["approve", "permit", "signature"] as const;
export type Funding = (typeof fundings)[number];

export const durationUnits = ["minutes", "hours", "days"] as const;
export type DurationUnit = (typeof durationUnits)[number];

/** What stands in the form, as it was filled in. Times are minutes in UTC, fees and parts in percent. */
export interface PaymentDraft {
  kind: PaymentKind;
  token: string;
  payee: string;
  /** All of a payment, or what a stream or a subscription pays in a period. */
  amount: string;
  /** Whether it is captured as it is authorised. */
  moment: "later" | "at-once";
  /** Who captures. */
  capturer: "payee" | "payer" | "other";
  operator: string;
  /** Last minute in which somebody may bring a signature. */
  bringBy: string;
  captureBy: string;
  refundBy: string;
  fee: string;
  /** Empty for none. */
  arbiter: string;
  arbitration: string;
  arbitrationUnit: DurationUnit;
  silence: string;
  /** One a line: address and percent; empty if all is the payee's. */
  shares: string;
  /** One amount a line. */
  milestones: string;
  /** One address a line. */
  officials: string;
  /** Empty if one official is enough for every milestone. */
  twoPersonAbove: string;
  /** Empty or 0 if no milestone is accepted by silence. */
  review: string;
  reviewUnit: DurationUnit;
  period: string;
  periodUnit: DurationUnit;
  /** Empty for now. */
  from: string;
  until: string;
  /** Most that is ever paid; empty for what its time allows. */
  cap: string;
  deposit: string;
  /** Id of the node whose seconds count; empty for the clock. */
  node: string;
  grace: string;
  graceUnit: DurationUnit;
  /** Number of the purchase order or contract; empty for none. */
  order: string;
  funding: Funding;
}

/** A token in which payments can be made. */
export interface PaymentToken {
  address: Hex;
  symbol: string;
  decimals: number;
  isEuro: boolean;
  /** Bounds of the fee in basis points. */
  fees: { minimum: number; maximum: number };
  /** Under which name the token checks signatures; null for a token without signatures. */
  domain: { name: string; version: string } | null;
}

/** What new payments can concern, as the contracts say. Addresses are in small letters. */
export interface PaymentChoices {
  tokens: readonly PaymentToken[];
  arbiters: readonly Hex[];
  /** Who gets the fees. */
  feeReceiver: Hex;
  /** Nodes whose service can be paid by the second. */
  nodes: readonly { id: Hex; host: string; organisation: string }[];
}

const day = 86_400;

/** What a form begins with. `now`: seconds since 1970. */
export function emptyDraft(
  kind: PaymentKind,
  { tokens }: Pick<PaymentChoices, "tokens">,
  now: number,
): PaymentDraft {
  const token = tokens.find(({ isEuro }) => isEuro) ?? tokens[0];
  return {
    kind,
    token: token?.address ?? "",
    payee: "",
    amount: "",
    moment: "later",
    capturer: "payee",
    operator: "",
    bringBy: writeMinute(now + 7 * day),
    captureBy: writeMinute(now + (kind === "milestones" ? 180 : 30) * day),
    refundBy: writeMinute(now + (kind === "milestones" ? 240 : 90) * day),
    fee: writePoints(token?.fees.minimum ?? 0),
    arbiter: "",
    arbitration: "30",
    arbitrationUnit: "days",
    silence: "50",
    shares: "",
    milestones: "",
    officials: "",
    twoPersonAbove: "",
    review: "14",
    reviewUnit: "days",
    period: kind === "stream" ? "1" : "30",
    periodUnit: kind === "stream" ? "hours" : "days",
    from: "",
    until: writeMinute(now + (kind === "subscription" ? 360 : 30) * day),
    cap: "",
    deposit: "",
    node: "",
    grace: "30",
    graceUnit: "days",
    order: "",
    funding: "approve",
  };
}

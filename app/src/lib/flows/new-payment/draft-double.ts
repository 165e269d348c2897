import type { DraftContext } from "./make-agreement.ts";
import {
  emptyDraft,
  type PaymentChoices,
  type PaymentDraft,
  type PaymentKind,
} from "./payment-draft.ts";

/** An account of tests: its last byte tells it apart. */
export const account = (byte: string): `0x${string}` => `0x${"00".repeat(18)}a1${byte}`;

export const [payer, payee, arbiter, official, second, treasury, escrow] = [
  "01",
  "02",
  "03",
  "04",
  "05",
  "06",
  "07",
].map(account) as [
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
  `0x${string}`,
];
export const node: `0x${string}` = `0x${"5e".repeat(32)}`;

export const choices: PaymentChoices = {
  tokens: [
    {
      address: account("ee"),
      symbol: "EUR",
      decimals: 6,
      isEuro: true,
      fees: { minimum: 10, maximum: 200 },
      domain: { name: "Foedus test euro", version: "1" },
    },
  ],
  arbiters: [arbiter],
  feeReceiver: treasury,
  nodes: [{ id: node, host: "validator-1.example", organisation: "Operator" }],
};

/** 1 January 2030, noon. */
export const now = 1_893_499_200;

export const context: DraftContext = {
  choices,
  addresses: {
    PaymentEscrow: escrow,
    PaymentStreams: account("08"),
    Subscriptions: account("09"),
    NodeRegistry: account("10"),
  },
  payer,
  balance: 10_000_000_000n,
  now,
  salt: 7n,
};

/** A draft that can be agreed on, with changes. */
export function draft(kind: PaymentKind, changes: Partial<PaymentDraft> = {}): PaymentDraft {
  const milestones =
    kind === "milestones"
      ? { milestones: "400\n600", officials: `${official}\n${second}`, twoPersonAbove: "500" }
      : {};
  return { ...emptyDraft(kind, choices, now), payee, amount: "1 000", ...milestones, ...changes };
}
